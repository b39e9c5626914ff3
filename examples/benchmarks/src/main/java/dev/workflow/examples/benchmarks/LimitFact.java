package dev.workflow.examples.benchmarks;

import java.util.UUID;

/** What the program written by hand records. */
sealed interface LimitFact {

  /** An event was accepted and an instance created. */
  record Started(String event, UUID instance, String body) implements LimitFact {}

  /** A step has a result, with which the instance may end. */
  record Stepped(UUID instance, int step, boolean last) implements LimitFact {}
}
