package dev.workflow.internal.service;

import dev.workflow.Actor;
import dev.workflow.InstanceId;
import dev.workflow.Json;
import dev.workflow.instance.HistoryEntry;
import dev.workflow.instance.HistoryEntry.Stamp;
import dev.workflow.internal.decide.Plan;
import dev.workflow.internal.decide.StepKey;
import dev.workflow.internal.decide.StepRun;
import dev.workflow.internal.decide.TaskCommands;
import dev.workflow.internal.decide.Transition;
import dev.workflow.internal.decide.TransitionJson;
import dev.workflow.spi.store.InstanceRows.JournalRow;
import dev.workflow.spi.store.JournalEntry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The journal as users see it. */
public final class HistoryEntries {

  private HistoryEntries() {}

  /** All of one instance. */
  public static List<HistoryEntry> of(InstanceId instance, List<JournalEntry> journal) {
    List<HistoryEntry> entries = new ArrayList<>();
    journal.forEach(entry -> entries.addAll(of(instance, entry)));
    return entries;
  }

  /** One of several instances: what cannot be read is told in its place. */
  static List<HistoryEntry> of(JournalRow row) {
    InstanceId instance = row.instance().id();
    try {
      return of(instance, row.entry());
    } catch (RuntimeException e) {
      Stamp stamp = new Stamp(instance, id(row.entry(), 0), row.entry().at(), Actor.ENGINE, null);
      return List.of(new HistoryEntry.Unreadable(stamp, String.valueOf(e.getMessage())));
    }
  }

  private static List<HistoryEntry> of(InstanceId instance, JournalEntry entry) {
    List<HistoryEntry> entries = new ArrayList<>();
    Transition.OfTask substitution = null;
    for (Transition transition : TransitionJson.read(entry.body(), entry.at())) {
      if (transition instanceof Transition.OfTask task && task.act().equals(TaskCommands.FOR)) {
        substitution = task;
        continue;
      } else if (transition instanceof Transition.OfCommand) {
        continue; // what it did is told
      }
      Stamp stamp =
          new Stamp(
              instance,
              id(entry, entries.size()),
              transition.at(),
              transition.actor(),
              onBehalfOf(transition, substitution));
      entries.add(of(stamp, transition));
    }
    return entries;
  }

  private static String id(JournalEntry entry, int act) {
    return entry.seq() + "." + act;
  }

  private static HistoryEntry of(Stamp stamp, Transition transition) {
    if (transition instanceof Transition.OfStep move) {
      return new HistoryEntry.StepMove(
          stamp, move.after().key().toString(), move.from(), move.to(), status(move.after()));
    } else if (transition instanceof Transition.OfInstance move) {
      return new HistoryEntry.InstanceMove(
          stamp, move.from(), move.to(), move.outcome(), move.reason());
    } else if (transition instanceof Transition.OfTask task) {
      return new HistoryEntry.TaskAct(stamp, task.step().toString(), task.act(), task.detail());
    } else if (transition instanceof Transition.OfStartPermit later) {
      return new HistoryEntry.LaterBegin(stamp, later.permit().begins(), later.reason());
    }
    if (transition instanceof Transition.OfVisit visit) {
      return new HistoryEntry.TaskAct(stamp, visit.step().toString(), "do_anew", Json.object());
    }
    if (transition instanceof Transition.OfPlan plan) {
      return changed(stamp, plan);
    }
    if (transition instanceof Transition.OfRecords records) {
      Map<String, HistoryEntry.ReadRecord> read = new LinkedHashMap<>();
      records
          .read()
          .forEach(
              (name, one) ->
                  read.put(name, new HistoryEntry.ReadRecord(one.record(), one.value())));
      return new HistoryEntry.RecordsRead(stamp, read, records.fault());
    }
    Transition.OfVariable set = (Transition.OfVariable) transition;
    return new HistoryEntry.VariableSet(stamp, set.name(), set.value());
  }

  private static HistoryEntry changed(Stamp stamp, Transition.OfPlan plan) {
    Plan.Migration migration = plan.change() instanceof Plan.Migration to ? to : null;
    return new HistoryEntry.StepsChanged(
        stamp,
        plan.revision(),
        migration == null ? null : migration.version(),
        migration == null ? Map.of() : migration.ids(),
        plan.dropped().stream().map(StepKey::toString).toList(),
        plan.difference());
  }

  private static HistoryEntry.StepStatus status(StepRun run) {
    String holder = run.claimedBy() == null ? run.memory().assignee() : run.claimedBy().id();
    return new HistoryEntry.StepStatus(
        run.attempt(),
        run.state().open() ? run.dueAt() : null,
        holder == null || holder.isEmpty() ? null : holder,
        run.output(),
        run.reason());
  }

  /** A substitute acts for whoever is away, a delegate for the owner. */
  private static @Nullable Actor onBehalfOf(
      Transition transition, Transition.@Nullable OfTask substitution) {
    if (substitution != null && substitution.actor().equals(transition.actor())) {
      return Actor.of(substitution.detail().path("for").asText());
    }
    if (transition instanceof Transition.OfStep move) {
      String owner = move.after().task().owner();
      boolean delegate = transition.actor().id().equals(move.after().memory().assignee());
      return owner == null || !delegate ? null : Actor.of(owner);
    }
    return null;
  }
}
