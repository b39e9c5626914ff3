package dev.workflow.examples.host.security;

import java.util.Set;
import org.springframework.security.core.AuthenticatedPrincipal;

/** A program that sent an API token. */
public record TokenLogin(String tokenId, String userId, Set<Scope> scopes)
    implements Login, AuthenticatedPrincipal {

  @Override
  public String getName() {
    return userId;
  }

  @Override
  public String countedBy() {
    return "token " + tokenId;
  }
}
