package dev.workflow.internal.service;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.instance.HistoryEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** How the story tells that an instance's steps became others. */
final class StoryOfPlans {

  private static final int MOST = 20;

  private StoryOfPlans() {}

  static String line(HistoryEntry.StepsChanged plan) {
    return plan.version() == null ? "edited" : "goes on with version " + plan.version();
  }

  static String changes(HistoryEntry.StepsChanged plan) {
    List<String> changes = new ArrayList<>();
    for (JsonNode change : plan.difference()) {
      String what = change.path("change").asText().replace('_', ' ');
      String where = change.path("step").asText(change.path("pointer").asText());
      if (!changes.contains(what + " " + where)) {
        changes.add(what + " " + where);
      }
    }
    int more = changes.size() - MOST;
    return (changes.isEmpty() ? "" : ": ")
        + String.join(", ", changes.subList(0, Math.min(MOST, changes.size())))
        + (more > 0 ? " and " + more + " more" : "")
        + (plan.withdrawn().isEmpty() ? "" : "; withdrawn: " + names(plan.withdrawn()));
  }

  private static String names(List<String> keys) {
    return keys.stream().limit(MOST).collect(Collectors.joining(", "));
  }
}
