package dev.workflow.spi;

import dev.workflow.Actor;
import dev.workflow.SubjectRef;
import dev.workflow.TenantId;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who has which role, asked from the host. Thread-safe; called on the thread of whoever acts, for a
 * command inside the transaction that records it. What throws, or gives null, lets nobody in: the
 * call is refused with an {@link dev.workflow.AccessDeniedException}.
 *
 * <p>{@link #ADMIN} may do, skip and fail every step.
 */
public interface ActorDirectory {

  /** The role that may do everything. */
  String ADMIN = "ADMIN";

  /** The actor's roles with regard to a subject; empty: none, an unknown actor. */
  Set<String> roles(TenantId tenant, Actor actor, @Nullable SubjectRef subject);

  /**
   * Everybody has every role: the default of an engine without a directory, fit for single-user
   * programs and tests.
   */
  static ActorDirectory open() {
    return (tenant, actor, subject) -> Everyone.ROLES;
  }

  /** Whether a set of roles holds one. */
  static boolean has(Set<String> roles, String role) {
    return roles == Everyone.ROLES || roles.contains(role);
  }

  /** Marks "every role". */
  final class Everyone {
    private static final Set<String> ROLES = Set.of(ADMIN);

    private Everyone() {}
  }
}
