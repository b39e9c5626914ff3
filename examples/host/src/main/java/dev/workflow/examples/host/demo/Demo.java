package dev.workflow.examples.host.demo;

import dev.workflow.WorkflowEngine;
import dev.workflow.examples.host.security.Scope;
import dev.workflow.examples.host.security.Tokens;
import java.io.PrintStream;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.core.env.Environment;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.stereotype.Component;

/**
 * Makes the demo tenants at the first start and prints the address and the logins. {@code
 * --demo=false} makes nothing; {@code --demo.token} gives the ADMIN of both an API token with all
 * scopes; {@code --demo.password} sets the password of all demo users.
 */
@Component
class Demo implements ApplicationRunner {

  private final Environment environment;
  private final DemoUsers users;
  private final List<DemoPart> parts;
  private final Tokens tokens;
  private final PasswordEncoder passwords;
  private final WorkflowEngine engine;
  private final PrintStream out = System.out;

  Demo(
      Environment environment,
      DemoUsers users,
      List<DemoPart> parts,
      Tokens tokens,
      PasswordEncoder passwords,
      WorkflowEngine engine) {
    this.environment = environment;
    this.users = users;
    this.parts = parts;
    this.tokens = tokens;
    this.passwords = passwords;
    this.engine = engine;
  }

  @Override
  public void run(ApplicationArguments arguments) {
    if (environment.getProperty("demo", Boolean.class, true)) {
      String given = environment.getProperty("demo.password");
      if (users.exist()) {
        again(given);
      } else {
        first(given == null ? Tokens.newSecret().substring(3, 17) : given);
      }
      token(environment.getProperty("demo.token"));
    }
    out.println("Open " + address());
  }

  private void first(String password) {
    try {
      users.make(hash(password));
    } catch (DuplicateKeyException e) {
      return; // Another node starts at this moment, and makes them.
    }
    parts.forEach(part -> part.make(engine));
    out.println("Made the demo tenants acme, a sales portal, and firm, a law firm.");
    out.println("Log in with the password " + password + " as:");
    DemoUsers.ALL.forEach(
        user ->
            out.printf(
                "  %-6s %s of %s%n",
                user.login(),
                user.role(),
                user.id().equals(DemoUsers.ADMIN) ? "acme and firm" : user.tenant()));
  }

  private void again(@Nullable String given) {
    if (given == null) {
      out.println(
          "The demo tenants are there. --demo.password=… sets the password of their users anew.");
    } else {
      users.setPassword(hash(given));
    }
  }

  private String hash(String password) {
    return Objects.requireNonNull(passwords.encode(password));
  }

  private void token(@Nullable String secret) {
    if (secret != null && !secret.isBlank() && tokens.login(secret).isEmpty()) {
      tokens.create(secret, DemoUsers.ADMIN, "demo", EnumSet.allOf(Scope.class), null);
    }
  }

  private String address() {
    return "http://"
        + environment.getProperty("server.address", "127.0.0.1")
        + ":"
        + environment.getProperty("local.server.port", "8080");
  }
}
