package dev.workflow.internal.decide;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Actor;
import dev.workflow.Cause;
import dev.workflow.InstanceId;
import dev.workflow.TaskSettings;
import dev.workflow.WorkflowRef;
import dev.workflow.expression.BusinessDays;
import dev.workflow.spi.TenantDirectory;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a decision may know besides the instance: everything from outside is here, so that the same
 * context give the same decision.
 *
 * @param terms the effective terms: the workflow's over those set through the engine over the
 *     tenant's over the host's
 * @param ids gives ids for sub-workflows
 * @param budget how much may be done now
 */
public record DecisionContext(
    StepTree tree,
    Instant now,
    TenantDirectory.Settings tenant,
    Map<String, JsonNode> terms,
    Lookup lookup,
    Supplier<InstanceId> ids,
    Budget budget) {

  /** What the engine knows. */
  public interface Lookup {

    /** Whether people do this action. False for an unknown action. */
    boolean performedByPeople(String action);

    /** The version a sub-workflow would start, or empty: missing, unpublished or disabled. */
    Optional<WorkflowRef> workflow(String key, @Nullable Integer version);

    /** Whether instances of a workflow may wait in a queue, those of another version too. */
    default boolean queues(String workflow) {
      return false;
    }

    /** Why no other instance may follow from the first of a chain; null: one may. */
    @Nullable String chainLimit(Cause cause);

    /** Whether something may be masked for a principal. */
    default boolean masks(Actor principal) {
      return false;
    }

    /**
     * Data as a principal sees them.
     *
     * @param subject the type of the subject, of which the keys at the top are fields
     */
    default ObjectNode masked(Actor principal, @Nullable String subject, ObjectNode data) {
      return data;
    }

    /** The tenant's calendar. */
    BusinessDays businessDays();

    /** What holds for tasks whose step says nothing else. */
    default TaskSettings tasks() {
      return TaskSettings.defaults();
    }

    /** What the store knows of actors. */
    default Workload workload() {
      return Workload.NONE;
    }

    /** The largest data that an instance keeps, as bytes of JSON. */
    default long maxDataBytes() {
      return 1_048_576;
    }
  }
}
