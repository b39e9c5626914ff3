package dev.workflow.internal.access;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.Event;
import dev.workflow.InstanceId;
import dev.workflow.Instances;
import dev.workflow.Json;
import dev.workflow.SubjectRef;
import dev.workflow.TaskId;
import dev.workflow.TenantId;
import dev.workflow.WorkflowRef;
import dev.workflow.decision.Decisions;
import dev.workflow.definition.WorkflowDefinition;
import dev.workflow.internal.engine.Transactions;
import dev.workflow.messaging.InboundMessage;
import dev.workflow.messaging.Messages;
import dev.workflow.schedule.ScheduleId;
import dev.workflow.schedule.ScheduledTask;
import dev.workflow.spi.store.InstanceKey;
import dev.workflow.spi.store.ScheduleRow;
import dev.workflow.task.TaskQuery;
import dev.workflow.upcoming.UpcomingWork;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Finds out what a call is about. What is not there is no target: the call itself says so. */
final class Targets {

  /** A way to find it. */
  @FunctionalInterface
  interface Finding {
    List<Target> of(Targets store, Arguments arguments);
  }

  static final Finding TENANT = (store, call) -> List.of(Target.ALL);

  static final Finding SUBJECT =
      (store, call) -> List.of(Target.of(null, call.find(SubjectRef.class)));

  /** A workflow, and perhaps a subject. */
  static final Finding WORKFLOW =
      (store, call) -> List.of(Target.of(workflow(call), call.find(SubjectRef.class)));

  static final Finding EVENT =
      (store, call) -> List.of(Target.of(null, call.get(Event.class).subject()));

  static final Finding INBOUND =
      (store, call) -> List.of(Target.of(null, call.get(InboundMessage.class).subject()));

  static final Finding INSTANCE =
      (store, call) -> {
        TaskId task = call.find(TaskId.class);
        return store.instance(
            call.tenant(), task == null ? call.get(InstanceId.class) : task.instance());
      };

  static final Finding MESSAGE =
      (store, call) -> store.message(call.tenant(), call.get(UUID.class));

  static final Finding SCHEDULE =
      (store, call) -> store.schedule(call.tenant(), call.get(ScheduleId.class));

  static final Finding INSTANCES =
      (store, call) -> {
        Instances.Query query = call.get(Instances.Query.class);
        return List.of(Target.of(query.workflow(), query.subject()));
      };

  static final Finding UPCOMING_WORK =
      (store, call) -> {
        UpcomingWork.Query query = call.get(UpcomingWork.Query.class);
        return List.of(Target.of(query.workflow(), query.subject()));
      };

  /** What something belongs to that is to come. */
  static final Finding UPCOMING =
      (store, call) -> {
        UpcomingWork.Id id = call.get(UpcomingWork.Id.class);
        return switch (id.kind()) {
          case MESSAGE -> store.message(call.tenant(), id.of());
          case TICK -> store.schedule(call.tenant(), ScheduleId.of(id.of()));
          default -> store.instance(call.tenant(), InstanceId.of(id.of()));
        };
      };

  static final Finding DECISIONS =
      (store, call) -> {
        Decisions.Query query = call.find(Decisions.Query.class);
        return query == null
            ? List.of(Target.ALL)
            : List.of(Target.of(query.workflow(), query.subject()));
      };

  static final Finding MESSAGES =
      (store, call) -> {
        Messages.Query query = call.get(Messages.Query.class);
        return List.of(Target.of(query.from().workflow(), query.from().subject()));
      };

  static final Finding TASKS =
      (store, call) -> {
        TaskQuery query = call.find(TaskQuery.class);
        return query == null
            ? List.of(Target.ALL)
            : List.of(Target.of(query.kind().workflow(), query.subject()));
      };

  /** A query of tasks, or a list of them. */
  static final Finding TASKS_OF_BULK =
      (store, call) -> {
        if (call.find(TaskQuery.class) != null) {
          return TASKS.of(store, call);
        }
        List<Target> targets = new ArrayList<>();
        for (Object task : call.get(List.class)) {
          targets.addAll(store.instance(call.tenant(), ((TaskId) task).instance()));
        }
        return targets;
      };

  /** The subjects that are the keys of a map. */
  static final Finding SUBJECTS =
      (store, call) -> {
        List<Target> targets = new ArrayList<>();
        for (Object subject : call.get(Map.class).keySet()) {
          targets.add(Target.of(null, (SubjectRef) subject));
        }
        return targets;
      };

  /** What a scheduled task starts. */
  static final Finding STARTED_BY_TASK =
      (store, call) -> List.of(started(call.get(ScheduledTask.class).config(), null));

  /** A schedule that is there already, and what it is to start from now on. */
  static final Finding CHANGED_TASK =
      (store, call) -> {
        List<Target> targets = new ArrayList<>(SCHEDULE.of(store, call));
        if (!targets.isEmpty()) {
          targets.addAll(STARTED_BY_TASK.of(store, call));
        }
        return targets;
      };

  private final Transactions transactions;

  Targets(Transactions transactions) {
    this.transactions = transactions;
  }

  /** The type of the subject that a call is about; null: none in particular. */
  @Nullable String subjectType(Arguments call) {
    SubjectRef named = call.find(SubjectRef.class);
    if (named != null) {
      return named.type();
    }
    boolean ofInstance = call.find(TaskId.class) != null || call.find(InstanceId.class) != null;
    return ofInstance
        ? INSTANCE.of(this, call).stream()
            .map(Target::subject)
            .filter(Objects::nonNull)
            .map(SubjectRef::type)
            .findFirst()
            .orElse(null)
        : null;
  }

  private static String workflow(Arguments call) {
    WorkflowDefinition definition = call.find(WorkflowDefinition.class);
    if (definition != null) {
      return definition.key();
    }
    WorkflowRef ref = call.find(WorkflowRef.class);
    if (ref != null) {
      return ref.key();
    }
    JsonNode document = call.find(JsonNode.class);
    return document != null && call.find(String.class) == null
        ? document.path("key").asText()
        : call.get(String.class);
  }

  /** What a scheduled task starts; one that runs an action starts no workflow of the tenant's. */
  static Target started(JsonNode config, @Nullable String missing) {
    JsonNode subject = config.path("subject");
    boolean known = subject.path("type").isTextual() && subject.path("id").isTextual();
    return new Target(
        config.path("workflow_id").textValue(),
        known ? SubjectRef.of(subject.get("type").asText(), subject.get("id").asText()) : null,
        missing);
  }

  private List<Target> instance(TenantId tenant, InstanceId id) {
    return transactions.transact(
        transaction ->
            transaction.instances().rows(List.of(new InstanceKey(tenant, id))).stream()
                .map(
                    row ->
                        new Target(
                            row.workflow().key(),
                            row.subject(),
                            "tenant " + tenant + " has no instance " + id))
                .toList());
  }

  private List<Target> message(TenantId tenant, UUID id) {
    return transactions.transact(
        transaction ->
            transaction.messages().find(tenant, id).stream()
                .map(
                    row ->
                        new Target(
                            row.origin().workflow(),
                            row.subject(),
                            "tenant " + tenant + " has no message " + id))
                .toList());
  }

  private List<Target> schedule(TenantId tenant, ScheduleId id) {
    return transactions.transact(
        transaction ->
            transaction.schedules().find(new ScheduleRow.Key(tenant, id.value())).stream()
                .map(
                    row -> {
                      String missing = "tenant " + tenant + " has no schedule " + id;
                      return row.workflow() == null
                          ? started(Json.read(row.document()).path("config"), missing)
                          : new Target(row.workflow(), null, missing);
                    })
                .toList());
  }
}
