package dev.workflow.examples.host.crm;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.InvalidDefinitionException;
import dev.workflow.InvalidInputException;
import dev.workflow.NotFoundException;
import dev.workflow.Page;
import dev.workflow.Problem;
import dev.workflow.examples.host.forms.ScheduledTaskForm;
import dev.workflow.examples.host.security.Caller;
import dev.workflow.examples.host.security.Engines;
import dev.workflow.schedule.Schedule;
import dev.workflow.schedule.ScheduleId;
import dev.workflow.schedule.ScheduledTask;
import dev.workflow.schedule.Schedules;
import dev.workflow.schedule.Tick;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/** Scheduled tasks as the CRM writes them. The schedules of triggers are their workflows'. */
@Service
class ScheduledTasks {

  /** What an answer holds besides what was written. */
  private static final Set<String> OURS =
      Set.of("id", "status", "last_run_at", "next_run_at", "created_at", "created_by");

  private final Engines engines;
  private final TaskConfigs configs;
  private final TransactionTemplate transaction;

  ScheduledTasks(Engines engines, TaskConfigs configs, TransactionTemplate transaction) {
    this.engines = engines;
    this.configs = configs;
    this.transaction = transaction;
  }

  private Schedules schedules(Caller caller) {
    return engines.of(caller).schedules();
  }

  ObjectNode create(Caller caller, ObjectNode body) {
    ScheduledTask task = read(caller, body);
    Schedule created =
        Objects.requireNonNull(
            transaction.execute(
                status -> {
                  Schedule schedule =
                      refusing(
                          () -> schedules(caller).create(caller.tenant(), task, caller.actor()));
                  configs.put(caller.tenant(), schedule.id().toString(), body.path("config"));
                  return schedule;
                }));
    return shown(caller, created);
  }

  ObjectNode get(Caller caller, String id) {
    return shown(caller, find(caller, id));
  }

  ObjectNode replace(Caller caller, String id, ObjectNode body) {
    ScheduleId known = find(caller, id).id();
    ObjectNode sent = body.deepCopy().remove(OURS);
    ScheduledTask task = read(caller, sent);
    Schedule updated =
        Objects.requireNonNull(
            transaction.execute(
                status -> {
                  Schedule schedule =
                      refusing(
                          () ->
                              schedules(caller)
                                  .update(caller.tenant(), known, task, caller.actor()));
                  configs.put(caller.tenant(), known.toString(), sent.path("config"));
                  return schedule;
                }));
    return shown(caller, updated);
  }

  void delete(Caller caller, String id) {
    ScheduleId known = find(caller, id).id();
    transaction.executeWithoutResult(
        status -> {
          schedules(caller).delete(caller.tenant(), known, caller.actor());
          configs.delete(caller.tenant(), known.toString());
        });
  }

  /** A page; one that ends among the schedules of triggers is filled up. */
  Page<ObjectNode> list(Caller caller, @Nullable String cursor, int limit) {
    List<ObjectNode> tasks = new ArrayList<>();
    Optional<String> next = Optional.ofNullable(cursor);
    do {
      Page<Schedule> page =
          schedules(caller).list(caller.tenant(), null, next.orElse(null), limit - tasks.size());
      page.items().stream()
          .filter(schedule -> schedule.task() != null)
          .forEach(schedule -> tasks.add(shown(caller, schedule)));
      next = page.next();
    } while (next.isPresent() && tasks.size() < limit);
    return new Page<>(tasks, next);
  }

  Page<Tick> executions(Caller caller, String id, @Nullable String cursor, int limit) {
    return schedules(caller).history(caller.tenant(), find(caller, id).id(), cursor, limit);
  }

  /**
   * One of the tasks.
   *
   * @throws NotFoundException if there is none, or it is the schedule of a trigger
   */
  Schedule find(Caller caller, String id) {
    try {
      Schedule schedule = schedules(caller).get(caller.tenant(), ScheduleId.parse(id));
      if (schedule.task() != null) {
        return schedule;
      }
    } catch (InvalidInputException e) {
      // No task has such an id.
    }
    throw new NotFoundException("tenant " + caller.tenant() + " has no such scheduled task");
  }

  private ScheduledTask read(Caller caller, ObjectNode body) {
    ScheduledTask task = ScheduledTaskForm.read(body);
    if (task.type() == ScheduledTask.Type.WORKFLOW) {
      String workflow = task.config().path("workflow_id").asText();
      try {
        engines.of(caller).definitions().get(caller.tenant(), workflow);
      } catch (NotFoundException e) {
        throw wrong(
            List.of(
                new Problem("/config/workflow_id", "there is no published workflow of this id")));
      }
    }
    return task;
  }

  /** What the engine finds wrong with the action of a task was read, and is wrong. */
  private static Schedule refusing(java.util.function.Supplier<Schedule> deed) {
    try {
      return deed.get();
    } catch (InvalidInputException e) {
      throw wrong(e.problems());
    }
  }

  private static InvalidDefinitionException wrong(List<Problem> problems) {
    return new InvalidDefinitionException("The scheduled task", problems);
  }

  private ObjectNode shown(Caller caller, Schedule schedule) {
    ScheduledTask task = Objects.requireNonNull(schedule.task());
    ObjectNode shown = task.toJson();
    configs
        .find(caller.tenant(), schedule.id().toString(), task.config())
        .ifPresent(text -> shown.put("config", text));
    boolean active = schedule.state() == Schedule.State.ACTIVE;
    shown.put("id", schedule.id().toString());
    shown.put("enabled", active).put("max_retries", task.maxRetries());
    put(shown, "last_run_at", lastRun(caller, schedule));
    put(shown, "next_run_at", active ? schedule.nextAt() : null);
    put(shown, "created_at", schedule.createdAt());
    return shown;
  }

  private @Nullable Instant lastRun(Caller caller, Schedule schedule) {
    return schedules(caller).history(caller.tenant(), schedule.id(), null, 1).items().stream()
        .map(tick -> tick.startedAt() == null ? tick.plannedAt() : tick.startedAt())
        .findFirst()
        .orElse(null);
  }

  private static void put(ObjectNode shown, String key, @Nullable Instant time) {
    if (time != null) {
      shown.put(key, time.toString());
    }
  }
}
