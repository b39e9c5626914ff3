package dev.workflow.internal.watch;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Json;
import dev.workflow.definition.Step;
import dev.workflow.internal.decide.StepKey;
import dev.workflow.internal.decide.StepTree;
import dev.workflow.operations.Findings;
import dev.workflow.spi.store.TaskFilter;
import dev.workflow.spi.store.TaskRow;
import dev.workflow.task.TaskQuery;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Tasks that were due more than an hour ago, that nobody holds, and about which nothing happens:
 * their step has neither an escalation nor a reminder nor a timeout. Of the 500 that were due
 * first.
 */
final class UnservedDeadlines {

  private static final Duration PATIENCE = Duration.ofHours(1);
  private static final int MOST_TASKS = 500;

  private record Place(String workflow, String step) implements Comparable<Place> {

    @Override
    public int compareTo(Place other) {
      int byWorkflow = workflow.compareTo(other.workflow);
      return byWorkflow != 0 ? byWorkflow : step.compareTo(other.step);
    }
  }

  private UnservedDeadlines() {}

  static List<Observed> find(Look look) {
    TaskFilter overdue =
        TaskFilter.all(look.tenant())
            .with(TaskQuery.all().withDueBefore(look.now().minus(PATIENCE)))
            .free();
    List<TaskRow> rows =
        look.transactions()
            .transact(transaction -> transaction.instances().tasks(overdue, null, MOST_TASKS));
    Map<Place, List<TaskRow>> places = new TreeMap<>();
    for (TaskRow row : rows) {
      Place place = new Place(row.workflow(), row.step().split("[\\[#]", 2)[0]);
      if (row.offer().holder() == null && !isServed(look, place)) {
        places.computeIfAbsent(place, none -> new ArrayList<>()).add(row);
      }
    }
    List<Observed> found = new ArrayList<>();
    places.forEach((place, tasks) -> found.add(observed(place, tasks)));
    return found;
  }

  private static boolean isServed(Look look, Place place) {
    StepTree tree = look.workflows().newest().get(place.workflow());
    StepKey key = StepKey.of(place.step());
    if (tree == null || !tree.has(key)) {
      return false;
    }
    Step step = tree.place(key).step();
    return step.settings().failure().timeout() != null
        || !step.settings().performer().deadlines().escalations().isEmpty()
        || !step.settings().performer().notices().reminders().isEmpty();
  }

  private static Observed observed(Place place, List<TaskRow> tasks) {
    Samples samples = new Samples();
    tasks.forEach(task -> samples.add(task.instance().id() + "/" + task.step()));
    Instant oldest = tasks.get(0).times().dueAt();
    ObjectNode evidence =
        Json.object().put("tasks", tasks.size()).put("oldestDue", String.valueOf(oldest));
    evidence.set("samples", samples.json());
    return new Observed(
        Findings.Kind.DEADLINE_UNSERVED,
        "step " + place.step(),
        place.workflow(),
        place.step(),
        evidence);
  }
}
