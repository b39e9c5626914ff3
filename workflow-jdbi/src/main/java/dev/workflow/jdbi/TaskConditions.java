package dev.workflow.jdbi;

import dev.workflow.SubjectRef;
import dev.workflow.jdbi.internal.TaskTable;
import dev.workflow.jdbi.internal.sql.Conditions;
import dev.workflow.spi.store.InstanceRows.Performer;
import dev.workflow.spi.store.TaskFilter;
import dev.workflow.task.TaskQuery;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a filter asks of offers {@code o} and of their tasks {@code t}, which are joined only if
 * something is asked that the offers cannot tell.
 */
final class TaskConditions {

  private final Conditions where;
  private final TaskFilter filter;
  private boolean ofTask;

  private TaskConditions(TaskFilter filter, Conditions where) {
    this.filter = filter;
    this.where = where;
  }

  /** Adds the conditions. Returns whether they need the tasks. */
  static boolean add(TaskFilter filter, Conditions where) {
    TaskConditions conditions = new TaskConditions(filter, where);
    conditions.ofOffer();
    conditions.ofScope(filter.query().scope());
    conditions.ofKind(filter.query().kind());
    conditions.ofSubject(filter.query().subject());
    conditions.ofPeople(filter.query().people());
    conditions.ofTimes(filter.query().times());
    return conditions.ofTask;
  }

  private void ofOffer() {
    if (!filter.query().deferred()) {
      where.and(
          "(o.follow_up_at IS NULL OR o.follow_up_at <= :shown_at)", "shown_at", filter.now());
    }
    if (filter.unclaimed()) {
      where.and("o.claimed_by IS NULL");
    }
    Performer whose = filter.whose();
    if (whose != null) {
      where.and(
          "(o.excluded IS NULL OR position(:excluded_actor IN o.excluded) = 0)",
          "excluded_actor",
          line(whose.actor()));
    }
  }

  private static String line(String name) {
    return "\n" + name + "\n";
  }

  /** A condition on the tasks. */
  private void task(String condition, String name, @Nullable Object value) {
    if (value != null) {
      where.and(condition, name, value);
      ofTask = true;
    }
  }

  /** Whether the tasks are found by who may do them, and not by what the query asks for. */
  private boolean byPerformer() {
    return filter.whose() != null && !filter.whose().all();
  }

  private void ofScope(TaskQuery.Scope scope) {
    task("t.instance_id = :of_instance", "of_instance", scope.instance());
    if (scope.step() != null) {
      task(
          "(t.step = :of_step OR position(:of_round IN t.step) = 1 OR position(:of_visit IN t.step) = 1)",
          "of_step",
          scope.step());
      where.bind("of_round", scope.step() + "[").bind("of_visit", scope.step() + "#");
    }
    int index = 0;
    for (Map.Entry<String, String> field : scope.fields().entrySet()) {
      String name = "field_" + index++;
      String line = line(TaskTable.field(field.getKey(), field.getValue()));
      task("position(:" + name + " IN t.fields) > 0", name, line);
    }
  }

  private void ofKind(TaskQuery.Kind kind) {
    TaskQuery query = filter.query();
    boolean found =
        foundBy(TaskQuery.People.ANY) && (finished() || query.scope().fields().isEmpty());
    if (!found) {
      task("t.workflow = :workflow", "workflow", kind.workflow());
    }
    task("t.action = :action", "action", kind.action());
    String label = kind.label() == null ? null : kind.label().toLowerCase(Locale.ROOT);
    task("position(:label IN lower(t.label)) > 0", "label", label);
    if (!kind.states().isEmpty()) {
      task("t.state IN (:states)", "states", kind.states().stream().map(Enum::name).toList());
    }
  }

  private void ofSubject(@Nullable SubjectRef subject) {
    if (subject != null && byPerformer()) {
      task("t.subject_type = :subject_type", "subject_type", subject.type());
      task("t.subject_id = :subject_id", "subject_id", subject.id());
    }
  }

  private void ofPeople(TaskQuery.People people) {
    task("t.assignee = :assignee", "assignee", people.assignee());
    task("t.claimed_by = :claimant", "claimant", people.claimant());
    named("t.actors", "candidate", people.candidate());
    if (finished()
        || !foundBy(
            new TaskQuery.People(null, null, null, null, people.holder(), null, null, null))) {
      task("coalesce(t.claimed_by, t.assignee) = :holder", "holder", people.holder());
    }
    if (finished()
        || !foundBy(
            new TaskQuery.People(people.role(), null, null, null, null, null, null, null))) {
      named("t.roles", "role", people.role());
    }
    if (finished()
        || !foundBy(
            new TaskQuery.People(null, null, null, null, null, people.involved(), null, null))) {
      involved(people.involved());
    }
    task("t.ended_for = :finished_for", "finished_for", people.finishedFor());
    if (people.finishedBy() != null) {
      task(
          "(t.ended_by = :finished_by OR position(:finished_line IN t.answered_by) > 0)",
          "finished_by",
          people.finishedBy());
      where.bind("finished_line", line(people.finishedBy()));
    }
  }

  private boolean finished() {
    return filter.query().scope().phase() == TaskQuery.Phase.FINISHED;
  }

  /** Whether the tasks are found by nothing but these people, so that nothing is left to ask. */
  private boolean foundBy(TaskQuery.People only) {
    return !byPerformer()
        && filter.query().scope().phase() != TaskQuery.Phase.UPCOMING
        && filter.query().subject() == null
        && filter.query().people().equals(only);
  }

  /** That one of the names that are kept as lines is this one. */
  private void named(String column, String name, @Nullable String value) {
    task(
        "position(:%1$s IN chr(10) || %2$s || chr(10)) > 0".formatted(name, column),
        name,
        value == null ? null : line(value));
  }

  private void involved(@Nullable String actor) {
    if (actor != null) {
      task(
          """
          (t.claimed_by = :involved OR t.assignee = :involved OR t.owner = :involved
           OR position(:involved_line IN chr(10) || coalesce(t.actors, '') || chr(10)) > 0)""",
          "involved",
          actor);
      where.bind("involved_line", line(actor));
    }
  }

  private void ofTimes(TaskQuery.Times times) {
    TaskQuery.Range due = times.due();
    if (due != null) {
      range("o.due_at", "due", due);
      // what has no due date is kept as due at the end of time
      where.and("o.due_at < :end_of_time", "end_of_time", TaskTable.END_OF_TIME);
    }
    range(finished() ? "t.ready_at" : "o.ready_at", "created", times.created());
    ofTask |= finished() && times.created() != null;
    range("o.ready_at", "finished", times.finished());
    if (times.followUp() != null) {
      range("o.follow_up_at", "follow_up", times.followUp());
      where.and("o.follow_up_at IS NOT NULL");
    }
    if (times.leastPriority() > 0) {
      where.and("o.rank <= :most_rank", "most_rank", 100 - times.leastPriority());
    }
    if (times.mostPriority() < 100) {
      where.and("o.rank >= :least_rank", "least_rank", 100 - times.mostPriority());
    }
  }

  private void range(String column, String name, TaskQuery.@Nullable Range range) {
    if (range != null) {
      where.andIfGiven(column + " >= :" + name + "_from", name + "_from", range.from());
      where.andIfGiven(column + " < :" + name + "_to", name + "_to", range.to());
    }
  }
}
