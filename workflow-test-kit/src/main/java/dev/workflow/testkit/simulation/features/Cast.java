package dev.workflow.testkit.simulation.features;

import dev.workflow.Actor;
import dev.workflow.TenantId;
import dev.workflow.spi.ActorDirectory;
import java.util.List;
import java.util.Set;

/** The people of a story, and what they may. */
final class Cast {

  static final String ADMIN = "adam";
  static final String LAWYER = "lara";
  static final String CLIENT = "clio";
  static final String STRANGER = "stan";

  /** The name that the engine itself has in the record. */
  static final String RESERVED = "engine";

  static final List<String> ALL = List.of(ADMIN, LAWYER, CLIENT, STRANGER, RESERVED);

  static final TenantId A = TenantId.of("a");

  /** The tenant that has simple workflows and nothing to do with what happens to the other. */
  static final TenantId B = TenantId.of("b");

  static final List<TenantId> TENANTS = List.of(A, B);

  private Cast() {}

  static Set<String> roles(String actor) {
    return switch (actor) {
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
