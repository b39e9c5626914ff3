package dev.workflow.internal.service;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.Actor;
import dev.workflow.HistoryEntry;
import dev.workflow.Limits;
import dev.workflow.instance.StepState;
import dev.workflow.internal.decide.InstanceSnapshot;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The history of an instance for people: a line for each act, whatever stands in it. */
final class Story {

  /** Of an answer or another value in a line. */
  private static final int MAX_VALUE = 1_000;

  private Story() {}

  static String of(InstanceSnapshot.Identity identity, List<HistoryEntry> entries) {
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
      story.append(Limits.oneLine(line(entry))).append('\n');
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

  private static String line(HistoryEntry entry) {
    if (entry instanceof HistoryEntry.InstanceMove move) {
      String outcome = move.outcome() == null ? "" : " (" + move.outcome() + ")";
      return "instance " + move.from() + " -> " + move.to() + outcome + by(entry) + because(entry);
    } else if (entry instanceof HistoryEntry.StepMove move) {
      String change =
          move.from() == move.to() ? " " + move.to() : " " + move.from() + " -> " + move.to();
      String due = move.how().dueAt() == null ? "" : ", due " + move.how().dueAt();
      return move.step() + change + due + by(entry) + because(entry) + answer(move);
    } else if (entry instanceof HistoryEntry.TaskAct act) {
      return act.step() + ": " + who(act) + " " + TaskActWords.of(act);
    } else if (entry instanceof HistoryEntry.LaterBegin later) {
      return "begins at " + later.begins() + because(entry);
    } else if (entry instanceof HistoryEntry.StepsChanged changed) {
      return StoryOfPlans.line(changed) + by(entry) + StoryOfPlans.changes(changed);
    } else if (entry instanceof HistoryEntry.VariableSet set) {
      return set.name() + " = " + shortened(set.value().toString());
    }
    return "cannot be read" + because(entry);
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
    return answered && output != null && !output.isEmpty()
        ? ": " + shortened(output.toString())
        : "";
  }

  private static String because(HistoryEntry entry) {
    return entry.reason() == null ? "" : ": " + entry.reason();
  }

  static String shortened(String text) {
    return text.length() > MAX_VALUE ? text.substring(0, MAX_VALUE) + "…" : text;
  }
}
