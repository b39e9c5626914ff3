package dev.workflow.internal.service;

import dev.workflow.instance.HistoryEntry;
import dev.workflow.internal.decide.StepKey;
import dev.workflow.internal.decide.StepRun;
import dev.workflow.internal.engine.InstanceReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** What stands beside the steps of an instance in its diagram: visits, reminders, who was told. */
final class DiagramNotes {

  private static final int SHOWN = 5;

  private final InstanceReader.Stored stored;
  private final List<HistoryEntry> entries;

  DiagramNotes(InstanceReader.Stored stored, List<HistoryEntry> entries) {
    this.stored = stored;
    this.entries = entries;
  }

  /** By the ids of steps; steps of which there is nothing to say are left out. */
  Map<String, String> notes() {
    Map<String, Integer> visits = new LinkedHashMap<>();
    for (StepRun run : stored.snapshot().steps().values()) {
      if (run.key().visit() > 1) {
        visits.merge(run.key().id(), run.key().visit(), Math::max);
      }
    }
    Map<String, Integer> reminders = new LinkedHashMap<>();
    Map<String, Integer> escalations = new LinkedHashMap<>();
    Map<String, TreeSet<String>> told = new LinkedHashMap<>();
    for (HistoryEntry entry : entries) {
      if (entry instanceof HistoryEntry.TaskAct act) {
        String step = StepKey.parse(act.step()).id();
        switch (act.act()) {
          case "remind" -> reminders.merge(step, 1, Integer::sum);
          case "escalate" -> escalations.merge(step, 1, Integer::sum);
          case "tell" ->
              act.detail()
                  .path("to")
                  .forEach(
                      actor ->
                          told.computeIfAbsent(step, any -> new TreeSet<>()).add(actor.asText()));
          default -> {}
        }
      }
    }
    Map<String, List<String>> notes = new LinkedHashMap<>();
    visits.forEach((step, visit) -> add(notes, step, "visit " + visit));
    reminders.forEach((step, times) -> add(notes, step, "reminded " + times(times)));
    escalations.forEach((step, times) -> add(notes, step, "escalated " + times(times)));
    told.forEach((step, people) -> add(notes, step, "told " + people(people)));
    Map<String, String> texts = new LinkedHashMap<>();
    notes.forEach((step, some) -> texts.put(step, String.join("; ", some)));
    return texts;
  }

  private static void add(Map<String, List<String>> notes, String step, String note) {
    notes.computeIfAbsent(step, any -> new ArrayList<>()).add(note);
  }

  private static String times(int times) {
    return times == 1 ? "once" : times + " times";
  }

  private static String people(TreeSet<String> people) {
    List<String> some = people.stream().limit(SHOWN).toList();
    String names = String.join(", ", some);
    return people.size() <= SHOWN ? names : names + " and " + (people.size() - SHOWN) + " more";
  }
}
