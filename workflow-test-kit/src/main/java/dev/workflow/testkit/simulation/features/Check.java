package dev.workflow.testkit.simulation.features;

import dev.workflow.internal.decide.Transition;
import dev.workflow.spi.store.MessageRow;

/** Judges a story by one guarantee. Called in the order of what happens; throws {@link Broken}. */
interface Check {

  /** Something is about to be done. */
  default void before(Act act) {}

  /** A handler was called. */
  default void called(Calls.Call call) {}

  /** A sender was handed a message. */
  default void sent(Calls.Sending sending) {}

  /** An instance or a step of it moved. */
  default void moved(SeenInstance instance, Transition transition) {}

  /** A message is there, or has changed. */
  default void message(MessageRow before, MessageRow after) {}

  /** A message is not there any more. */
  default void gone(MessageRow message) {}

  /** It was done, and everything that is stored was looked at. */
  default void after(Act act, Outcome outcome) {}

  /** Nothing is due, and no fault happened meanwhile. */
  default void atRest() {}

  /** The story is over: everything has been mended, resumed and retried. */
  default void atEnd() {}
}
