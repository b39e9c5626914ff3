package dev.workflow.internal.service;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Actor;
import dev.workflow.instance.HistoryEntry;
import dev.workflow.instance.StepState;
import dev.workflow.internal.decide.InstanceSnapshot;
import dev.workflow.internal.decide.StepKey;
import dev.workflow.internal.text.Limits;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The history of an instance for people: a line for each act, whatever stands in it. */
final class Story {

  /** Of an answer or another value in a line. */
  private static final int MAX_VALUE = 1_000;

  private final Map<String, String> labels;

  private Story(Map<String, String> labels) {
    this.labels = labels;
  }

  /**
   * @param labels how people call the steps, by id
   */
  static String of(
      InstanceSnapshot.Identity identity, List<HistoryEntry> entries, Map<String, String> labels) {
    Story words = new Story(labels);
    StringBuilder story = new StringBuilder();
    story.append(identity.workflow());
    if (identity.subject() != null) {
      story.append(" about ").append(Limits.oneLine(identity.subject().toString()));
    }
    if (identity.event() != null) {
      story.append(", started by ").append(identity.event().path("type").asText());
    }
    if (identity.restarts() != null) {
      story.append(", a restart of ").append(identity.restarts());
    }
    story.append('\n');
    for (HistoryEntry entry : told(entries)) {
      story.append("  ").append(entry.at()).append("  ");
      story.append(Limits.oneLine(words.line(entry))).append('\n');
    }
    return story.toString();
  }

  /** Without the changes of a step that an act just before them tells. */
  private static List<HistoryEntry> told(List<HistoryEntry> entries) {
    List<HistoryEntry> told = new ArrayList<>();
    for (HistoryEntry entry : entries) {
      HistoryEntry before = told.isEmpty() ? null : told.get(told.size() - 1);
      if (!isToldBy(before, entry)) {
        told.add(entry);
      }
    }
    return told;
  }

  private static boolean isToldBy(@Nullable HistoryEntry before, HistoryEntry entry) {
    return before instanceof HistoryEntry.TaskAct act
        && entry instanceof HistoryEntry.StepMove move
        && act.step().equals(move.step())
        && act.at().equals(move.at())
        && move.from() == move.to();
  }

  private String line(HistoryEntry entry) {
    if (entry instanceof HistoryEntry.InstanceMove move) {
      String outcome = move.outcome() == null ? "" : " (" + move.outcome().text() + ")";
      return "instance " + move.from() + " -> " + move.to() + outcome + by(entry) + because(entry);
    } else if (entry instanceof HistoryEntry.StepMove move) {
      String change =
          move.from() == move.to() ? " " + move.to() : " " + move.from() + " -> " + move.to();
      String due = move.how().dueAt() == null ? "" : ", due " + move.how().dueAt();
      String by = byItself(move) ? "" : by(entry);
      return move.step() + name(move) + change + due + by + because(entry) + answer(move);
    } else if (entry instanceof HistoryEntry.TaskAct act) {
      return act.step() + ": " + who(act) + " " + TaskActWords.of(act);
    } else if (entry instanceof HistoryEntry.LaterBegin later) {
      return "begins at " + later.begins() + because(entry);
    } else if (entry instanceof HistoryEntry.StepsChanged changed) {
      return StoryOfPlans.line(changed) + by(entry) + StoryOfPlans.changes(changed);
    } else if (entry instanceof HistoryEntry.VariableSet set) {
      return set.name() + " = " + shortened(set.value().toString());
    } else if (entry instanceof HistoryEntry.RecordsRead read) {
      return records(read);
    }
    return "cannot be read" + because(entry);
  }

  private static String records(HistoryEntry.RecordsRead read) {
    if (read.reason() != null) {
      return "records cannot be read: " + read.reason();
    }
    if (read.records().isEmpty()) {
      return "records read again";
    }
    List<String> values = new ArrayList<>();
    read.records()
        .forEach(
            (name, one) ->
                values.add(
                    name
                        + (one.value().isNull()
                            ? " is gone"
                            : " = " + shortened(one.value().toString()))));
    return "records read: " + String.join(", ", values);
  }

  /** How people call a step, where its turn comes. */
  private String name(HistoryEntry.StepMove move) {
    String id = StepKey.parse(move.step()).id();
    String label = labels.getOrDefault(id, id);
    return move.to() == StepState.READY && move.from() == StepState.PENDING && !label.equals(id)
        ? " (" + label + ")"
        : "";
  }

  /** Whether it is a consequence of what somebody did elsewhere. */
  private static boolean byItself(HistoryEntry.StepMove move) {
    boolean begins = move.from() == StepState.READY && move.to() == StepState.IN_PROGRESS;
    return move.from() == StepState.PENDING && move.to() == StepState.READY
        || begins && !move.actor().id().equals(move.how().holder());
  }

  private static String by(HistoryEntry entry) {
    return entry.actor().equals(Actor.ENGINE) ? "" : " by " + who(entry);
  }

  private static String who(HistoryEntry entry) {
    String who = entry.actor().equals(Actor.ENGINE) ? "the engine" : entry.actor().id();
    Actor forWhom = entry.onBehalfOf();
    return forWhom == null ? who : who + " for " + forWhom;
  }

  /** What a person answered, such as whether they approved and their comment. */
  private static String answer(HistoryEntry.StepMove move) {
    JsonNode output = move.how().output();
    boolean answered =
        move.to() == StepState.COMPLETED
            && move.from() != move.to()
            && !move.actor().equals(Actor.ENGINE);
    if (!answered || output == null || output.isEmpty()) {
      return "";
    }
    if (output instanceof ObjectNode voted && voted.path("votes").isArray()) {
      ObjectNode result = voted.deepCopy();
      result.remove("votes"); // each of them has a line of its own
      return ": " + shortened(result.toString());
    }
    return ": " + shortened(output.toString());
  }

  private static String because(HistoryEntry entry) {
    return entry.reason() == null ? "" : ": " + entry.reason();
  }

  static String shortened(String text) {
    return text.length() > MAX_VALUE ? text.substring(0, MAX_VALUE) + "…" : text;
  }
}
