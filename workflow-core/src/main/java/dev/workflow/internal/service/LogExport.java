package dev.workflow.internal.service;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Actor;
import dev.workflow.Json;
import dev.workflow.instance.HistoryEntry;
import dev.workflow.instance.StepState;
import dev.workflow.internal.text.Csv;
import dev.workflow.operations.ExecutionLog.Entry;
import dev.workflow.operations.ExecutionLog.Format;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Writes acts as lines. Used by one thread. */
public final class LogExport {

  /** What is known of an act, in the order of the file. */
  public static final List<String> COLUMNS =
      List.of(
          "at",
          "instance",
          "id",
          "workflow",
          "version",
          "subject_type",
          "subject_id",
          "act",
          "step",
          "action",
          "from",
          "to",
          "outcome",
          "actor",
          "on_behalf_of",
          "reason",
          "detail");

  private final Format format;
  private final Appendable sink;

  LogExport(Format format, Appendable sink) {
    this.format = format;
    this.sink = sink;
  }

  void begin() throws IOException {
    if (format == Format.CSV) {
      sink.append(String.join(",", COLUMNS)).append(Csv.END);
    }
  }

  void write(Entry entry) throws IOException {
    ObjectNode line = line(entry);
    sink.append(format == Format.CSV ? Csv.line(COLUMNS, line) + Csv.END : Json.write(line) + "\n");
  }

  /** An act as values of the columns. */
  public static ObjectNode line(Entry entry) {
    HistoryEntry act = entry.act();
    ObjectNode line = Json.object();
    line.put("at", act.at().toString());
    line.put("instance", act.instance().toString());
    line.put("id", act.stamp().id());
    line.put("workflow", entry.workflow().key());
    line.put("version", entry.workflow().version());
    if (entry.subject() != null) {
      line.put("subject_type", entry.subject().type());
      line.put("subject_id", entry.subject().id());
    }
    put(line, "step", entry.step());
    put(line, "action", entry.action());
    put(line, "outcome", entry.outcome());
    line.put("actor", act.actor().id());
    Actor other = act.onBehalfOf();
    put(line, "on_behalf_of", other == null ? null : other.id());
    put(line, "reason", act.reason());
    what(line, act);
    return line;
  }

  private static void what(ObjectNode line, HistoryEntry act) {
    if (act instanceof HistoryEntry.StepMove move) {
      line.put("act", "step");
      line.put("from", move.from().name());
      line.put("to", move.to().name());
      line.set("detail", move.how().output());
    } else if (act instanceof HistoryEntry.InstanceMove move) {
      line.put("act", "instance");
      line.put("from", move.from().name());
      line.put("to", move.to().name());
    } else if (act instanceof HistoryEntry.TaskAct task) {
      line.put("act", task.act());
      line.set("detail", task.detail());
    } else if (act instanceof HistoryEntry.LaterBegin later) {
      line.put("act", "later");
      line.set("detail", Json.object().put("begins", later.begins().toString()));
    } else if (act instanceof HistoryEntry.StepsChanged changed) {
      line.put("act", "steps_changed");
      line.set("detail", changed.difference());
    } else if (act instanceof HistoryEntry.VariableSet set) {
      line.put("act", "set");
      ObjectNode value = Json.object();
      value.set(set.name(), set.value());
      line.set("detail", value);
    } else {
      line.put("act", "unreadable");
    }
    if (line.path("detail").isNull()) {
      line.remove("detail");
    }
  }

  private static void put(ObjectNode line, String name, @Nullable String value) {
    if (value != null) {
      line.put(name, value);
    }
  }

  /** The step that something happened to. */
  static @Nullable String step(HistoryEntry act) {
    if (act instanceof HistoryEntry.StepMove move) {
      return move.step();
    }
    return act instanceof HistoryEntry.TaskAct task ? task.step() : null;
  }

  /** How an instance or a step ended. */
  static @Nullable String outcome(HistoryEntry act) {
    if (act instanceof HistoryEntry.InstanceMove move) {
      return move.outcome() == null ? null : move.outcome().text();
    }
    return act instanceof HistoryEntry.StepMove move && ended(move.to()) && move.from() != move.to()
        ? move.to().name().toLowerCase(Locale.ROOT)
        : null;
  }

  private static boolean ended(StepState state) {
    return state == StepState.COMPLETED || state == StepState.FAILED || state == StepState.SKIPPED;
  }
}
