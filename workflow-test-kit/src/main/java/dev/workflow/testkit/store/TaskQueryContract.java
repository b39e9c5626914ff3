package dev.workflow.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.workflow.SubjectRef;
import dev.workflow.instance.StepState;
import dev.workflow.spi.store.InstanceRows.Performer;
import dev.workflow.spi.store.InstanceRows.TaskCount;
import dev.workflow.spi.store.InstanceRows.TaskGroup;
import dev.workflow.spi.store.TaskFilter;
import dev.workflow.spi.store.TaskRow;
import dev.workflow.task.TaskQuery;
import dev.workflow.task.TaskQuery.Order;
import dev.workflow.task.TaskQuery.Phase;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tasks are found by all that can be asked: as many of each kind as a plain look at all finds. */
abstract class TaskQueryContract extends StoreContract {

  private static final SubjectRef MATTER = SubjectRef.of("matter", "17");
  private static final TaskFilter ALL = new TaskFilter(ACME, null, TaskQuery.all(), NOW, false);

  /** What can be asked, each alone; a query asks for one or two of them. */
  private static final List<UnaryOperator<TaskQuery>> PARTS =
      List.of(
          query -> query.withRole("LAWYER"),
          query -> query.withRole("CLERK"),
          query -> query.withCandidate("anna"),
          query -> query.withAssignee("bob"),
          query -> query.withClaimant("anna"),
          query -> query.withHolder("anna"),
          query -> query.withInvolved("anna"),
          query -> query.withSubject(MATTER),
          query -> query.withWorkflow("intake"),
          query -> query.withAction("checklist"),
          query -> query.withLabel("aPProve"),
          query -> query.withStates(StepState.READY, StepState.BLOCKED),
          query -> query.withDue(NOW, NOW.plusSeconds(3)),
          query -> query.withDue(NOW, null),
          query -> query.withDueBefore(NOW.plusSeconds(2)),
          query -> query.withCreated(NOW.minusSeconds(4), NOW.minusSeconds(1)),
          query -> query.withFollowUp(NOW, null),
          query -> query.withPriority(40, 60),
          query -> query.withPriority(51, 100),
          query -> query.withDeferred(false),
          query -> query.withFinishedBy("anna"),
          query -> query.withFinishedFor("carl"),
          query -> query.withFinished(null, null),
          query -> query.withFinished(NOW.plusSeconds(11), NOW.plusSeconds(13)));

  private final List<TaskRow> rows = new ArrayList<>();

  @BeforeEach
  void writeTasks() {
    Random random = new Random(7);
    for (int i = 1; i <= 8; i++) {
      List<TaskRow> tasks = new ArrayList<>();
      for (int step = 0; step < 6; step++) {
        tasks.add(task(i, "s" + step, random));
      }
      for (int step = 6; step < 9; step++) {
        tasks.add(finished(task(i, "s" + step, random), random));
      }
      write(insert(instance(key(i), active(null)), tasks(tasks, List.of())));
      rows.addAll(tasks);
    }
    write(
        insert(
            instance(key(OTHER, 99), active(null)),
            tasks(List.of(task(99, "x", random)), List.of())));
  }

  private static <T> T any(Random random, List<T> values) {
    return values.get(random.nextInt(values.size()));
  }

  private static TaskRow task(int instance, String step, Random random) {
    List<String> people = List.of("anna", "bob", "carl");
    List<List<String>> lists = List.of(List.of(), List.of("anna"), List.of("bob", "anna", "carl"));
    List<List<String>> roles = List.of(List.of(), List.of("LAWYER"), List.of("CLERK", "LAWYER"));
    @Nullable String assignee = random.nextInt(3) == 0 ? any(random, people) : null;
    @Nullable String claimant =
        random.nextInt(3) > 0 ? null : assignee == null ? any(random, people) : assignee;
    TaskRow.Offer offer =
        new TaskRow.Offer(
            false,
            any(random, roles),
            any(random, lists),
            random.nextInt(4) == 0 ? List.of(any(random, people)) : List.of(),
            assignee,
            claimant,
            assignee != null && random.nextBoolean() ? any(random, people) : null);
    @Nullable Instant due = random.nextInt(4) == 0 ? null : NOW.plusSeconds(random.nextInt(5) - 1);
    return new TaskRow(
        instance == 99 ? key(OTHER, 99) : key(instance),
        step,
        random.nextBoolean() ? "approval" : "checklist",
        random.nextBoolean() ? "Approve it" : "Check",
        random.nextBoolean() ? "intake" : "w",
        random.nextInt(3) == 0 ? MATTER : LEAD,
        claimant == null ? any(random, List.of("READY", "BLOCKED")) : "IN_PROGRESS",
        offer,
        new TaskRow.Times(
            NOW.minusSeconds(random.nextInt(6)),
            due,
            random.nextInt(4) == 0 ? NOW.plusSeconds(random.nextInt(3) - 1) : null,
            any(random, List.of(0, 40, 50, 60, 100))));
  }

  private static TaskRow finished(TaskRow task, Random random) {
    @Nullable String by = random.nextInt(4) == 0 ? null : any(random, List.of("anna", "bob"));
    return task.with(
        any(random, List.of("COMPLETED", "FAILED", "SKIPPED")),
        new TaskRow.Finish(
            by,
            by == null || random.nextBoolean() ? null : "carl",
            random.nextInt(3) == 0 ? List.of("anna", "carl") : List.of(),
            NOW.plusSeconds(10 + random.nextInt(4)),
            random.nextBoolean() ? NOW : null));
  }

  private static Comparator<TaskRow> order(Order order) {
    Comparator<TaskRow> oldestFirst =
        Comparator.<TaskRow, Instant>comparing(TaskRow::since)
            .thenComparing(TaskRow::instance)
            .thenComparing(TaskRow::step);
    return switch (order) {
      case OLDEST_FIRST -> oldestFirst;
      case NEWEST_FIRST -> oldestFirst.reversed();
      case DUE ->
          Comparator.<TaskRow, Instant>comparing(
                  row -> row.times().dueAt(), Comparator.nullsLast(Comparator.naturalOrder()))
              .thenComparing(row -> -row.times().priority())
              .thenComparing(oldestFirst);
    };
  }

  /**
   * One or two of the parts, of anybody, of somebody with a role, of somebody who may all; what has
   * ended is nobody's to do.
   */
  private static Stream<TaskFilter> filters() {
    return PARTS.stream()
        .flatMap(
            one -> PARTS.stream().map(other -> other.apply(one.apply(TaskQuery.all()))).distinct())
        .flatMap(
            query ->
                query.scope().phase() == Phase.FINISHED
                    ? Stream.of(ALL.with(query))
                    : Stream.of(
                        ALL.with(query),
                        ALL.with(query).of(Performer.of("anna", Set.of("CLERK"))),
                        ALL.with(query)
                            .of(new Performer("bob", Set.of(), Map.of(), Set.of(), true)),
                        ALL.with(query).free()));
  }

  @Test
  void each_query_finds_what_a_plain_look_at_all_finds() {
    run(
        transaction ->
            filters()
                .forEach(
                    filter -> {
                      List<TaskRow> fitting = rows.stream().filter(filter::fits).toList();
                      assertThat(transaction.instances().tasks(filter, null, 100))
                          .as("%s", filter)
                          .containsExactlyElementsOf(
                              fitting.stream().sorted(order(Order.DUE)).toList());
                    }));
  }

  @Test
  void each_query_counts_what_a_plain_look_at_all_counts() {
    run(
        transaction ->
            PARTS.stream()
                .map(part -> ALL.with(part.apply(TaskQuery.all())))
                .forEach(
                    filter -> {
                      List<TaskRow> fitting = rows.stream().filter(filter::fits).toList();
                      assertThat(transaction.instances().countTasks(filter, 100))
                          .as("%s", filter)
                          .isEqualTo(fitting.size());
                      for (TaskGroup group : TaskGroup.values()) {
                        Map<@Nullable String, Long> counts = new HashMap<>();
                        transaction
                            .instances()
                            .countTasks(filter, group)
                            .forEach(one -> counts.put(one.value(), one.tasks()));
                        assertThat(counts)
                            .as("%s by %s", filter, group)
                            .isEqualTo(counted(fitting, group));
                      }
                    }));
  }

  private static Map<@Nullable String, Long> counted(List<TaskRow> fitting, TaskGroup group) {
    Map<@Nullable String, Long> counts = new HashMap<>();
    for (TaskRow row : fitting) {
      TaskRow.Offer offer = row.offer();
      Instant due = row.times().dueAt();
      List<@Nullable String> values = new ArrayList<>();
      switch (group) {
        case STATE -> values.add(row.state());
        case WORKFLOW -> values.add(row.workflow());
        case ACTION -> values.add(row.action());
        case HOLDER -> values.add(offer.holder());
        case ASSIGNEE -> values.add(offer.assignee());
        case ROLE -> values.addAll(offer.roles());
        case OVERDUE -> {
          Instant by = row.finish() == null ? NOW : row.finish().at();
          values.add(due != null && due.isBefore(by) ? "true" : "false");
        }
        case FINISHED_BY -> values.add(row.finish() == null ? null : row.finish().by());
      }
      if (values.isEmpty()) {
        values.add(null);
      }
      values.forEach(value -> counts.merge(value, 1L, Long::sum));
    }
    return counts;
  }

  @Test
  void the_counts_come_with_the_most_first() {
    for (TaskGroup group : TaskGroup.values()) {
      List<TaskCount> counts = list(transaction -> transaction.instances().countTasks(ALL, group));
      assertThat(counts)
          .as("%s", group)
          .isSortedAccordingTo(
              Comparator.comparing(TaskCount::tasks)
                  .reversed()
                  .thenComparing(
                      TaskCount::value, Comparator.nullsLast(Comparator.naturalOrder())));
    }
  }

  @Test
  void pages_of_each_order_together_are_the_whole_list() {
    List<TaskFilter> some =
        List.of(
            ALL,
            ALL.with(TaskQuery.all().withRole("LAWYER")),
            ALL.with(TaskQuery.all().withInvolved("anna").withAction("approval")),
            ALL.with(TaskQuery.finished()),
            ALL.with(TaskQuery.finished().withFinishedBy("anna")),
            ALL.with(TaskQuery.finished().withSubject(MATTER)),
            ALL.of(Performer.of("anna", Set.of("CLERK"))));
    for (Order order : Order.values()) {
      for (TaskFilter one : some) {
        TaskFilter filter = one.with(one.query().withOrder(order));
        assertThat(pages(filter, 3))
            .as("%s", filter)
            .containsExactlyElementsOf(
                rows.stream().filter(filter::fits).sorted(order(order)).toList());
      }
    }
  }

  @Test
  void a_task_that_has_ended_is_open_for_nobody_and_stays_when_the_steps_cannot_be_read() {
    TaskRow ended = rows.stream().filter(row -> row.finish() != null).findFirst().orElseThrow();
    TaskRow open = rows.stream().filter(row -> row.finish() == null).findFirst().orElseThrow();
    assertThat(maybe(t -> t.instances().task(ended.instance(), ended.step()))).isEmpty();
    assertThat(maybe(t -> t.instances().task(open.instance(), open.step()))).contains(open);
    run(t -> t.instances().withdraw(ended.instance()));
    assertThat(list(t -> t.instances().tasks(ALL, null, 100)))
        .noneMatch(row -> row.instance().equals(ended.instance()));
    assertThat(list(t -> t.instances().tasks(ALL.with(TaskQuery.finished()), null, 100)))
        .contains(ended);
    run(t -> t.instances().remove(ended.instance()));
    assertThat(list(t -> t.instances().tasks(ALL.with(TaskQuery.finished()), null, 100)))
        .isNotEmpty()
        .noneMatch(row -> row.instance().equals(ended.instance()));
  }

  private List<TaskRow> pages(TaskFilter filter, int limit) {
    List<TaskRow> all = new ArrayList<>();
    @Nullable TaskRow after = null;
    while (true) {
      @Nullable TaskRow from = after;
      List<TaskRow> page = list(transaction -> transaction.instances().tasks(filter, from, limit));
      all.addAll(page);
      if (page.size() < limit) {
        return all;
      }
      after = page.get(limit - 1).place();
    }
  }
}
