package dev.workflow.schedule.internal;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.workflow.TenantId;
import dev.workflow.definition.DefinitionStatus;
import dev.workflow.definition.ScheduleTiming;
import dev.workflow.definition.Trigger;
import dev.workflow.definition.WorkflowDefinition;
import dev.workflow.internal.engine.EngineContext;
import dev.workflow.internal.service.EachRecord;
import dev.workflow.schedule.Schedule.State;
import dev.workflow.spi.store.DefinitionRow;
import dev.workflow.spi.store.ScheduleRow;
import dev.workflow.spi.store.ScheduleRows;
import dev.workflow.spi.store.StoreTransaction;
import dev.workflow.spi.store.WorkflowSwitchRow;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the schedules of a workflow as the triggers of its newest version say, in the transaction
 * that changes the workflow.
 *
 * <p>A trigger keeps its schedule, with the history and what runs, from version to version: that
 * one whose times are the same, or else the next one in the order of the document. If its times are
 * the same, no tick is lost or doubled; otherwise it ticks anew from now on.
 */
final class TriggerSchedules {

  private final EngineContext engine;
  private final ScheduleRows rows;
  private final StoreTransaction transaction;

  TriggerSchedules(EngineContext engine, StoreTransaction transaction) {
    this.engine = engine;
    this.transaction = transaction;
    this.rows = transaction.schedules();
  }

  private record Wanted(int position, Trigger.OnSchedule trigger) {}

  void follow(TenantId tenant, String workflow) {
    List<DefinitionRow> versions = transaction.definitions().versions(tenant, workflow);
    List<Wanted> wanted = wanted(tenant, workflow, versions);
    if (!rows.areKept() && wanted.isEmpty()) {
      return;
    }
    if (wanted.stream().anyMatch(one -> one.trigger().records() != null)) {
      EachRecord.publish(transaction, tenant, engine.now());
    }
    List<ScheduleRow> known =
        new ArrayList<>(
            rows.lockOfWorkflow(tenant, workflow).stream()
                .sorted(Comparator.comparingInt(ScheduleRow::position))
                .toList());
    if (versions.isEmpty()) {
      known.forEach(row -> rows.delete(row.key()));
      return;
    }
    List<ScheduleRow> changed = new ArrayList<>();
    for (boolean sameTimes : new boolean[] {true, false}) {
      for (Wanted one : List.copyOf(wanted)) {
        ScheduleRow row =
            taken(known, other -> !sameTimes || sameTimes(other, one.trigger().timing()));
        if (row != null) {
          changed.add(changed(row, one));
          wanted.remove(one);
        }
      }
    }
    known.stream().filter(row -> !isEnded(row)).map(this::ended).forEach(changed::add);
    if (!changed.isEmpty()) {
      rows.update(changed);
    }
    wanted.forEach(one -> rows.insert(created(tenant, workflow, one, versions.get(0))));
  }

  /** Those of the newest published version, if the workflow is enabled. */
  private List<Wanted> wanted(TenantId tenant, String workflow, List<DefinitionRow> versions) {
    Optional<DefinitionRow> newest =
        versions.stream()
            .filter(
                row -> row.version() > 0 && row.status().equals(DefinitionStatus.PUBLISHED.name()))
            .max(Comparator.comparingInt(DefinitionRow::version));
    List<Wanted> wanted = new ArrayList<>();
    if (newest.isPresent() && newest.get().document().contains("\"triggers\"")) {
      WorkflowDefinition definition = WorkflowDefinition.parse(newest.get().document());
      boolean enabled = enabled(tenant, workflow, definition);
      for (int i = 0; enabled && i < definition.triggers().size(); i++) {
        if (definition.triggers().get(i) instanceof Trigger.OnSchedule trigger) {
          wanted.add(new Wanted(i, trigger));
        }
      }
    }
    return wanted;
  }

  private boolean enabled(TenantId tenant, String workflow, WorkflowDefinition definition) {
    List<WorkflowSwitchRow> newest = transaction.definitions().switches(tenant, workflow, 1);
    Boolean switched = newest.isEmpty() ? null : newest.get(0).enabled();
    return switched == null ? definition.enabled() : switched;
  }

  /** The first one that fits is taken out. */
  private static @Nullable ScheduleRow taken(List<ScheduleRow> known, Predicate<ScheduleRow> fits) {
    for (ScheduleRow row : known) {
      if (fits.test(row)) {
        known.remove(row);
        return row;
      }
    }
    return null;
  }

  private static boolean sameTimes(ScheduleRow row, ScheduleTiming timing) {
    return ScheduleSpec.of(row).timing().equals(timing);
  }

  private static boolean isEnded(ScheduleRow row) {
    return State.of(row.progress().state()) == State.ENDED;
  }

  private ScheduleRow changed(ScheduleRow row, Wanted wanted) {
    ScheduleRow next = row.with(wanted.position(), ScheduleSpec.document(wanted.trigger()));
    if (!isEnded(row) && sameTimes(row, wanted.trigger().timing())) {
      return next;
    }
    ScheduleRow.Progress was = row.progress();
    String state = isEnded(row) ? State.ACTIVE.name() : was.state();
    Instant nextAt = next(row.key(), wanted.trigger().timing());
    return next.with(progress(row.key(), wanted.trigger().timing(), state, nextAt, was));
  }

  private @Nullable Instant next(ScheduleRow.Key key, ScheduleTiming timing) {
    return times(key, timing).afterDue(engine.now()).orElse(null);
  }

  private DueTicks times(ScheduleRow.Key key, ScheduleTiming timing) {
    ZoneId zone = engine.tenant(key.tenant()).zone();
    return new DueTicks(timing, zone, key.id());
  }

  private ScheduleRow.Progress progress(
      ScheduleRow.Key key,
      ScheduleTiming timing,
      String state,
      @Nullable Instant nextAt,
      ScheduleRow.Progress was) {
    Instant fires =
        State.of(state) == State.ACTIVE && nextAt != null ? times(key, timing).fires(nextAt) : null;
    Instant dueAt = was.queued() > 0 ? engine.now() : fires;
    if (was.retryAt() != null && (dueAt == null || was.retryAt().isBefore(dueAt))) {
      dueAt = was.retryAt();
    }
    return new ScheduleRow.Progress(
        state, nextAt, dueAt, was.running(), was.queued(), was.retryAt());
  }

  /** What waits is dropped by whoever looks at it next. */
  private ScheduleRow ended(ScheduleRow row) {
    ScheduleRow.Progress was = row.progress();
    return row.with(
        new ScheduleRow.Progress(
            State.ENDED.name(),
            null,
            was.queued() > 0 ? engine.now() : was.retryAt(),
            was.running(),
            was.queued(),
            was.retryAt()));
  }

  private ScheduleRow created(
      TenantId tenant, String workflow, Wanted wanted, DefinitionRow newest) {
    ScheduleRow.Key key = new ScheduleRow.Key(tenant, UuidCreator.getTimeOrderedEpochPlus1());
    Instant next = next(key, wanted.trigger().timing());
    return new ScheduleRow(
        key,
        null,
        workflow,
        wanted.position(),
        ScheduleSpec.document(wanted.trigger()),
        engine.now(),
        newest.createdBy(),
        progress(
            key,
            wanted.trigger().timing(),
            State.ACTIVE.name(),
            next,
            new ScheduleRow.Progress(State.ACTIVE.name(), null, null, 0, 0, null)));
  }
}
