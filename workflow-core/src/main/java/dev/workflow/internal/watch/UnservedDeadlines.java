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

  private record StepOfWorkflow(String workflow, String step)
      implements Comparable<StepOfWorkflow> {

    @Override
    public int compareTo(StepOfWorkflow other) {
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
    Map<StepOfWorkflow, List<TaskRow>> overdueOf = new TreeMap<>();
    for (TaskRow row : rows) {
      StepOfWorkflow step = new StepOfWorkflow(row.workflow(), row.step().split("[\\[#]", 2)[0]);
      if (row.offer().holder() == null && !isServed(look, step)) {
        overdueOf.computeIfAbsent(step, none -> new ArrayList<>()).add(row);
      }
    }
    List<Observed> found = new ArrayList<>();
    overdueOf.forEach((step, tasks) -> found.add(observed(step, tasks)));
    return found;
  }

  private static boolean isServed(Look look, StepOfWorkflow of) {
    StepTree tree = look.workflows().newest().get(of.workflow());
    StepKey key = StepKey.of(of.step());
    if (tree == null || !tree.has(key)) {
      return false;
    }
    Step step = tree.node(key).step();
    return step.settings().failure().timeout() != null
        || !step.settings().performer().deadlines().escalations().isEmpty()
        || !step.settings().performer().notices().reminders().isEmpty();
  }

  private static Observed observed(StepOfWorkflow step, List<TaskRow> tasks) {
    Samples samples = new Samples();
    tasks.forEach(task -> samples.add(task.instance().id() + "/" + task.step()));
    Instant oldest = tasks.get(0).times().dueAt();
    ObjectNode evidence =
        Json.object().put("tasks", tasks.size()).put("oldestDue", String.valueOf(oldest));
    evidence.set("samples", samples.json());
    return new Observed(
        Findings.Kind.DEADLINE_UNSERVED,
        "step " + step.step(),
        step.workflow(),
        step.step(),
        evidence);
  }
}
