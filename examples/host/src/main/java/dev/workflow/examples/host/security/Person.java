package dev.workflow.examples.host.security;

import java.util.List;
import org.springframework.security.core.userdetails.User;

/** Somebody who came through the login form. */
public final class Person extends User implements Login {

  private static final long serialVersionUID = 1L;

  public Person(String userId, String passwordHash) {
    super(userId, passwordHash, List.of());
  }

  @Override
  public String userId() {
    return getUsername();
  }

  @Override
  public String countedBy() {
    return "user " + getUsername();
  }
}
