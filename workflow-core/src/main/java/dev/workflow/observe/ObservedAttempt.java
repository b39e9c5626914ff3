package dev.workflow.observe;

import dev.workflow.spi.ActionResult;
import dev.workflow.spi.EngineListener;
import io.micrometer.observation.Observation;
import org.jspecify.annotations.Nullable;

/** The observation of one attempt, current on the attempt's thread until it ends. */
final class ObservedAttempt implements EngineListener.AttemptScope {

  /** A failure as observations know it. A failed attempt is data, so there is nothing to catch. */
  static final class AttemptFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    AttemptFailure(String reason) {
      super(reason, null, false, false);
    }
  }

  private final Observation observation;
  private final Observation.Scope scope;

  ObservedAttempt(Observation started) {
    this.observation = started;
    this.scope = started.openScope();
  }

  @Override
  public void ended(@Nullable ActionResult result) {
    scope.close();
    observation.lowCardinalityKeyValue("result", named(result));
    if (result instanceof ActionResult.Failed failed) {
      observation.error(new AttemptFailure(failed.reason()));
    }
    observation.stop();
  }

  private static String named(@Nullable ActionResult result) {
    if (result == null) {
      return "cut_off";
    } else if (result instanceof ActionResult.Completed) {
      return "completed";
    } else if (result instanceof ActionResult.Waiting) {
      return "waiting";
    }
    return result instanceof ActionResult.Blocked ? "blocked" : "failed";
  }
}
