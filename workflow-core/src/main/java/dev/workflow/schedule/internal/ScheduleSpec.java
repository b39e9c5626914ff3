package dev.workflow.schedule.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Actor;
import dev.workflow.Json;
import dev.workflow.Problems;
import dev.workflow.SubjectRef;
import dev.workflow.definition.ScheduleTiming;
import dev.workflow.definition.TickPolicy;
import dev.workflow.definition.Trigger;
import dev.workflow.schedule.ScheduledTask;
import dev.workflow.spi.RecordSelection;
import dev.workflow.spi.store.ScheduleRow;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a schedule starts, and when. Immutable.
 *
 * @param workflow the key of what it starts
 * @param task null: it is a trigger
 * @param principal as whom it runs; null: as who published the workflow
 * @param records it starts an instance for each of them; null: one instance
 */
record ScheduleSpec(
    ScheduleTiming timing,
    TickPolicy policy,
    String workflow,
    @Nullable SubjectRef subject,
    ObjectNode input,
    int maxRetries,
    @Nullable ScheduledTask task,
    @Nullable Actor principal,
    @Nullable RecordSelection records) {

  private static final String PRINCIPAL = "as";

  static ScheduleSpec of(ScheduleRow row) {
    JsonNode document = Json.read(row.document());
    return row.workflow() == null
        ? of(row, (ObjectNode) document)
        : ofTrigger(row.workflow(), (ObjectNode) document);
  }

  private static ScheduleSpec ofTrigger(String workflow, ObjectNode document) {
    Problems problems = Problems.none();
    ScheduleTiming timing = ScheduleTiming.read(document, problems);
    TickPolicy policy = TickPolicy.read(document, problems);
    if (timing == null || policy == null) {
      throw new IllegalStateException("the schedule cannot be read: " + problems);
    }
    ObjectNode input = document.path("input") instanceof ObjectNode object ? object : Json.object();
    return new ScheduleSpec(
        timing, policy, workflow, null, input, 0, null, null, records(document.path("for")));
  }

  private static @Nullable RecordSelection records(JsonNode json) {
    return json.isObject()
        ? new RecordSelection(
            json.path("type").asText(),
            json.path("filters") instanceof ObjectNode filters ? filters : Json.object())
        : null;
  }

  private static ScheduleSpec of(ScheduleRow row, ObjectNode document) {
    JsonNode changedBy = document.remove(PRINCIPAL);
    ScheduledTask task = ScheduledTask.parse(document);
    ObjectNode config = task.config();
    JsonNode subject = config.path("subject");
    return new ScheduleSpec(
        task.timing(),
        task.policy(),
        task.type() != ScheduledTask.Type.WORKFLOW
            ? ActionWorkflows.key(row.key().id())
            : config.path("workflow_id").asText(),
        subject.isObject()
            ? SubjectRef.of(subject.path("type").asText(), subject.path("id").asText())
            : null,
        config.path("input") instanceof ObjectNode object ? object : Json.object(),
        task.maxRetries(),
        task,
        Actor.of(changedBy == null ? row.createdBy() : changedBy.textValue()),
        null);
  }

  /** The document of a task that somebody has changed, as whom it runs from now on. */
  static String document(ScheduleRow row, ScheduledTask task, Actor by) {
    ObjectNode json = task.toJson();
    if (!by.id().equals(row.createdBy())) {
      json.put(PRINCIPAL, by.id());
    }
    return Json.write(json);
  }

  /** The document of a trigger. */
  static String document(Trigger.OnSchedule trigger) {
    ObjectNode json = Json.object();
    trigger.timing().write(json);
    trigger.policy().write(json);
    if (!trigger.input().isEmpty()) {
      json.set("input", trigger.input());
    }
    if (trigger.records() != null) {
      json.putObject("for")
          .put("type", trigger.records().type())
          .set("filters", trigger.records().filters());
    }
    return Json.write(json);
  }

  /** What it is called where it stands alone. */
  String label() {
    return task == null ? Objects.requireNonNull(workflow) : task.name();
  }
}
