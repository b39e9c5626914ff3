package dev.workflow.examples.benchmarks;

import java.util.List;
import java.util.UUID;

/** What the program written by hand records. */
sealed interface LimitFact {

  /** Those of one kind, in order. */
  static <T extends LimitFact> List<T> of(List<LimitFact> facts, Class<T> type) {
    return facts.stream().filter(type::isInstance).map(type::cast).toList();
  }

  /** An event was accepted and an instance created. */
  record Started(String event, UUID instance, String body) implements LimitFact {}

  /** A step has a result, with which the instance may end. */
  record Stepped(UUID instance, int step, boolean last) implements LimitFact {}
}
