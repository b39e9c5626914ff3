package dev.workflow.observe;

import dev.workflow.WorkflowException;
import dev.workflow.spi.EngineListener;
import io.micrometer.observation.Observation;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The observation of one command of somebody, current on their thread until it ends. */
final class ObservedCommand implements EngineListener.TaskCommandScope {

  private final Observation observation;
  private final Observation.Scope scope;

  ObservedCommand(Observation started) {
    this.observation = started;
    this.scope = started.openScope();
  }

  @Override
  public void ended(@Nullable Throwable failure) {
    scope.close();
    observation.lowCardinalityKeyValue("result", named(failure));
    if (failure != null && !(failure instanceof WorkflowException)) {
      observation.error(failure);
    }
    observation.stop();
  }

  /** A refusal is an answer and no error. */
  private static String named(@Nullable Throwable failure) {
    if (failure == null) {
      return "done";
    }
    return failure instanceof WorkflowException refused
        ? refused.refusal().map(reason -> reason.name().toLowerCase(Locale.ROOT)).orElse("refused")
        : "failed";
  }
}
