package dev.workflow.definition;

import dev.workflow.condition.Condition;
import dev.workflow.expression.ConfigTemplate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The settings that every kind of step has.
 *
 * @param when the step is SKIPPED unless it holds; checked when the step's turn comes and again
 *     after its delay
 * @param delay waits before the step; null: none
 * @param coordination how it stands to other steps besides its place in its list
 */
public record StepSettings(
    String id,
    @Nullable String name,
    Condition when,
    @Nullable Delay delay,
    Failure failure,
    Performer performer,
    Coordination coordination) {

  /** The name people see: {@code name}, or the id. */
  public String label() {
    return name == null ? id : name;
  }

  /**
   * What happens when the step fails.
   *
   * @param retry for automatic attempts
   * @param timeout of one attempt of an automatic action (5 minutes by default), and of the whole
   *     step where a person answers (none by default)
   * @param allowFailure the instance continues after the step has failed for good
   * @param onFailure steps that run when the step has failed for good
   * @param compensate undoes the step if the instance fails later
   */
  public record Failure(
      Retry retry,
      @Nullable TimeSpan timeout,
      boolean allowFailure,
      List<Step> onFailure,
      @Nullable Compensation compensate) {

    /** Nothing but the default retry. */
    public static final Failure DEFAULT = new Failure(Retry.DEFAULT, null, false, List.of(), null);

    public Failure {
      onFailure = List.copyOf(onFailure);
    }
  }

  /** The action that undoes a step. */
  public record Compensation(String action, ConfigTemplate config) {}
}
