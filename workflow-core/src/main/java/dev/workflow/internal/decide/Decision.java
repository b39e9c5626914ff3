package dev.workflow.internal.decide;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The result of an input.
 *
 * @param next the instance afterwards
 * @param transitions what led there, in order; empty: nothing changed
 * @param effects what is to be done
 * @param wakeAt when time alone changes something next; null: never
 * @param unfinished whether the budget was spent before the steps were walked to their end: a
 *     {@link InstanceInput.Tick} continues
 * @param question what the host's directory is to be asked before it goes on: {@link
 *     InstanceInput.Told} continues
 * @param records what is to be read of the host's records before it goes on, likewise
 */
public record Decision(
    InstanceSnapshot next,
    List<Transition> transitions,
    List<Effect> effects,
    @Nullable Instant wakeAt,
    boolean unfinished,
    ActorFacts.Question question,
    RecordFacts.Question records) {

  public Decision {
    transitions = List.copyOf(transitions);
    effects = List.copyOf(effects);
  }
}
