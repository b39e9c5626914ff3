package dev.workflow.examples.host.engine.log;

import com.fasterxml.jackson.databind.JsonNode;
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
      return plain(entry, "instance").moved(move.from().name(), move.to().name(), outcome);
    } else if (entry instanceof HistoryEntry.StepMove move) {
      return plain(entry, "step")
          .at(move.step())
          .moved(move.from().name(), move.to().name(), null)
          .how(move.how());
    } else if (entry instanceof HistoryEntry.TaskAct act) {
      return plain(entry, "task").at(act.step()).did(act.act()).with(act.detail());
    } else if (entry instanceof HistoryEntry.LaterBegin later) {
      return plain(entry, "later_begin")
          .with(Json.object().put("begins", later.begins().toString()));
    } else if (entry instanceof HistoryEntry.StepsChanged changed) {
      return plain(entry, "edit").with(changed.difference());
    } else if (entry instanceof HistoryEntry.RecordsRead read) {
      var records = Json.object();
      read.records().forEach((name, record) -> records.set(name, record.value()));
      return plain(entry, "records").with(records);
    } else if (entry instanceof HistoryEntry.VariableSet set) {
      return plain(entry, "variable").with(Json.object().set(set.name(), set.value()));
    }
    return plain(entry, "unreadable");
  }

  private static ActView plain(HistoryEntry entry, String kind) {
    return new ActView(
        kind,
        entry.stamp().id(),
        entry.instance().toString(),
        entry.at(),
        entry.actor().id(),
        entry.onBehalfOf() == null ? null : entry.onBehalfOf().id(),
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        entry.reason(),
        null);
  }

  private ActView at(String where) {
    return new ActView(
        kind,
        id,
        instanceId,
        at,
        actor,
        onBehalfOf,
        where,
        from,
        to,
        outcome,
        act,
        attempt,
        dueAt,
        holder,
        reason,
        detail);
  }

  private ActView moved(String before, String after, @Nullable String ended) {
    return new ActView(
        kind,
        id,
        instanceId,
        at,
        actor,
        onBehalfOf,
        step,
        before,
        after,
        ended,
        act,
        attempt,
        dueAt,
        holder,
        reason,
        detail);
  }

  private ActView did(String what) {
    return new ActView(
        kind,
        id,
        instanceId,
        at,
        actor,
        onBehalfOf,
        step,
        from,
        to,
        outcome,
        what,
        attempt,
        dueAt,
        holder,
        reason,
        detail);
  }

  private ActView how(HistoryEntry.StepStatus how) {
    return new ActView(
        kind,
        id,
        instanceId,
        at,
        actor,
        onBehalfOf,
        step,
        from,
        to,
        outcome,
        act,
        how.attempt(),
        how.dueAt(),
        how.holder(),
        reason,
        how.output());
  }

  private ActView with(JsonNode more) {
    return new ActView(
        kind,
        id,
        instanceId,
        at,
        actor,
        onBehalfOf,
        step,
        from,
        to,
        outcome,
        act,
        attempt,
        dueAt,
        holder,
        reason,
        more);
  }
}
