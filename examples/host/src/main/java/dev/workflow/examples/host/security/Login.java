package dev.workflow.examples.host.security;

import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;

/** The principal of a request that is authenticated, by either way. */
public interface Login {

  String userId();

  /** What it may do; a person who is logged in has no token that narrows it. */
  default Set<Scope> scopes() {
    return EnumSet.of(Scope.READ, Scope.WRITE);
  }

  /** What its requests are counted by. */
  String countedBy();

  /** Null: nobody is authenticated. */
  static @Nullable Login of(@Nullable Authentication authentication) {
    return authentication != null && authentication.getPrincipal() instanceof Login login
        ? login
        : null;
  }
}
