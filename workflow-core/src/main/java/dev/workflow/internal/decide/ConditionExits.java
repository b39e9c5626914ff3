package dev.workflow.internal.decide;

import dev.workflow.Actor;
import dev.workflow.definition.Exit;
import java.util.Optional;

/**
 * The exits of an instance that are conditions, asked when it is not decided on otherwise: before a
 * message of it is sent. For one use by one thread.
 */
public final class ConditionExits {

  private final DecisionBuilder decision;
  private final RecordGate gate;

  public ConditionExits(InstanceSnapshot instance, DecisionContext around) {
    this.decision = new DecisionBuilder(instance, around, Actor.ENGINE);
    this.gate = new RecordGate(decision);
  }

  /** Whether there are any. */
  public boolean any() {
    return decision.around().tree().definition().exits().stream().anyMatch(Exit::byCondition);
  }

  /**
   * The records that they are to see.
   *
   * @throws IllegalStateException if the id of one cannot be worked out
   */
  public RecordFacts.Question missing() {
    return gate.missing();
  }

  /** The exit that holds, with what was read; empty: none. */
  public Optional<String> holding(RecordFacts read) {
    decision.host().records(read);
    return gate.holding();
  }
}
