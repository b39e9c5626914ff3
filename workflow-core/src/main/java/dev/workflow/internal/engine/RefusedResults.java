package dev.workflow.internal.engine;

import dev.workflow.internal.decide.InstanceInput;
import dev.workflow.spi.ActionResult;
import java.util.List;

/**
 * Results of handlers from which nothing that can be written follows, however often it is tried:
 * the steps fail instead, once, with the reason.
 */
final class RefusedResults {

  private RefusedResults() {}

  /** Whether there are results among some inputs that can become failures. */
  static boolean among(List<InstanceInput> inputs) {
    return inputs.stream().anyMatch(RefusedResults::canFail);
  }

  /** The same inputs, with failures for the results. */
  static List<InstanceInput> failed(List<InstanceInput> inputs, RuntimeException reason) {
    String why = "what follows from its result cannot be written: " + ResultCheck.reason(reason);
    return inputs.stream()
        .map(
            input ->
                canFail(input) && input instanceof InstanceInput.Answer answer
                    ? failed(answer, why)
                    : input)
        .toList();
  }

  private static boolean canFail(InstanceInput input) {
    return input instanceof InstanceInput.Answer answer
        && !(answer.result() instanceof ActionResult.Failed failed && !failed.retryable());
  }

  private static InstanceInput failed(InstanceInput.Answer answer, String why) {
    return new InstanceInput.Answer(
        answer.step(),
        answer.attempt(),
        ActionResult.failed(why, false),
        InstanceInput.Outgoing.NONE);
  }
}
