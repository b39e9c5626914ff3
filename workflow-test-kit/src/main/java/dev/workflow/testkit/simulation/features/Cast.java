package dev.workflow.testkit.simulation.features;

import dev.workflow.Actor;
import dev.workflow.SubjectRef;
import dev.workflow.TenantId;
import dev.workflow.spi.ActorDirectory;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The people of a story, and what they may. */
final class Cast {

  static final String ADMIN = "adam";
  static final String LAWYER = "lara";
  static final String CLIENT = "clio";
  static final String STRANGER = "stan";

  /** The name that the engine itself has in the record. */
  static final String RESERVED = "engine";

  /** A lawyer for one subject alone. */
  static final String DEPUTY = "dora";

  static final List<String> ALL = List.of(ADMIN, LAWYER, CLIENT, DEPUTY, STRANGER, RESERVED);

  private static final SubjectRef OF_DEPUTY = SubjectRef.of("lead", "0");

  static final TenantId A = TenantId.of("a");

  /** The tenant that has simple workflows and nothing to do with what happens to the other. */
  static final TenantId B = TenantId.of("b");

  static final List<TenantId> TENANTS = List.of(A, B);

  private Cast() {}

  /** All roles of somebody, with where they hold. */
  static List<ActorDirectory.Membership> memberships(String actor) {
    return actor.equals(DEPUTY)
        ? List.of(ActorDirectory.Membership.on(OF_DEPUTY, "LAWYER"))
        : roles(actor, null).stream().map(ActorDirectory.Membership::everywhere).toList();
  }

  static Set<String> roles(String actor, @Nullable SubjectRef subject) {
    return switch (actor) {
      case DEPUTY -> OF_DEPUTY.equals(subject) ? Set.of("LAWYER") : Set.of();
      case ADMIN -> Set.of(ActorDirectory.ADMIN);
      case LAWYER -> Set.of("LAWYER");
      case CLIENT -> Set.of("CLIENT");
      default -> Set.of();
    };
  }

  static boolean admin(String actor) {
    return actor.equals(ADMIN);
  }

  static Actor actor(String name) {
    return Actor.of(name);
  }
}
