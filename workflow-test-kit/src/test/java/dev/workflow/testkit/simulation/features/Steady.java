package dev.workflow.testkit.simulation.features;

import java.util.EnumSet;
import java.util.Set;

/** The topics whose promises hold. */
final class Steady {

  static final Set<Topic> TOPICS =
      EnumSet.complementOf(
          EnumSet.of(
              Topic.POISON,
              Topic.CALLBACK,
              Topic.EVENTS,
              Topic.CONCURRENCY,
              Topic.VERSIONS,
              Topic.FORKS,
              Topic.CHILDREN));

  private Steady() {}
}
