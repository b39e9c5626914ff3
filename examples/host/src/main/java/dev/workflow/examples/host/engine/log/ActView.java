package dev.workflow.examples.host.engine.log;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Json;
import dev.workflow.instance.HistoryEntry;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An act in the history of an instance.
 *
 * @param kind instance, step, task, later_begin, edit, records, variable or unreadable
 * @param id unique in its instance
 * @param from the state before
 * @param to the state after
 * @param act what was done with a task, such as claim
 * @param detail what else is known: a step's output, a task's details, a difference, a value
 */
public record ActView(
    String kind,
    String id,
    String instanceId,
    Instant at,
    String actor,
    @Nullable String onBehalfOf,
    @Nullable String step,
    @Nullable String from,
    @Nullable String to,
    @Nullable String outcome,
    @Nullable String act,
    @Nullable Integer attempt,
    @Nullable Instant dueAt,
    @Nullable String holder,
    @Nullable String reason,
    @Nullable JsonNode detail) {

  public static ActView of(HistoryEntry entry) {
    if (entry instanceof HistoryEntry.InstanceMove move) {
      String outcome = move.outcome() == null ? null : move.outcome().name();
      return of(
          entry, "instance", new What(null, move.from().name(), move.to().name(), outcome, null));
    } else if (entry instanceof HistoryEntry.StepMove move) {
      return of(
          entry,
          "step",
          new What(move.step(), move.from().name(), move.to().name(), null, null),
          move.how(),
          move.how().output());
    } else if (entry instanceof HistoryEntry.TaskAct act) {
      What what = new What(act.step(), null, null, null, act.act());
      return of(entry, "task", what, null, act.detail());
    } else if (entry instanceof HistoryEntry.LaterBegin later) {
      return detailed(entry, "later_begin", Json.object().put("begins", later.begins().toString()));
    } else if (entry instanceof HistoryEntry.StepsChanged changed) {
      return detailed(entry, "edit", changed.difference());
    } else if (entry instanceof HistoryEntry.RecordsRead read) {
      ObjectNode records = Json.object();
      read.records().forEach((name, record) -> records.set(name, record.value()));
      return detailed(entry, "records", records);
    } else if (entry instanceof HistoryEntry.VariableSet set) {
      return detailed(entry, "variable", Json.object().set(set.name(), set.value()));
    }
    return of(entry, "unreadable", What.UNSAID);
  }

  /** What was done with which step. */
  private record What(
      @Nullable String step,
      @Nullable String from,
      @Nullable String to,
      @Nullable String outcome,
      @Nullable String act) {

    static final What UNSAID = new What(null, null, null, null, null);
  }

  private static ActView of(HistoryEntry entry, String kind, What what) {
    return of(entry, kind, what, null, null);
  }

  private static ActView detailed(HistoryEntry entry, String kind, JsonNode detail) {
    return of(entry, kind, What.UNSAID, null, detail);
  }

  private static ActView of(
      HistoryEntry entry,
      String kind,
      What what,
      HistoryEntry.@Nullable StepStatus how,
      @Nullable JsonNode detail) {
    return new ActView(
        kind,
        entry.stamp().id(),
        entry.instance().toString(),
        entry.at(),
        entry.actor().id(),
        entry.onBehalfOf() == null ? null : entry.onBehalfOf().id(),
        what.step(),
        what.from(),
        what.to(),
        what.outcome(),
        what.act(),
        how == null ? null : how.attempt(),
        how == null ? null : how.dueAt(),
        how == null ? null : how.holder(),
        entry.reason(),
        detail);
  }
}
