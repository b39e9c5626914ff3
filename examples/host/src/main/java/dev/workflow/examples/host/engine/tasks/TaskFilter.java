package dev.workflow.examples.host.engine.tasks;

import dev.workflow.InstanceId;
import dev.workflow.examples.host.engine.Refusal;
import dev.workflow.examples.host.engine.Subjects;
import dev.workflow.examples.host.security.Caller;
import dev.workflow.instance.StepState;
import dev.workflow.task.TaskQuery;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Which tasks; what is null does not filter.
 *
 * @param view inbox (mine and those that I may take), mine, visible, all, upcoming or finished;
 *     inbox by default
 * @param field values of task fields by name
 * @param order due, oldest_first or newest_first
 */
record TaskFilter(
    @Nullable String view,
    @Nullable String subject,
    @Nullable String instance,
    @Nullable String step,
    @Nullable String workflow,
    @Nullable String action,
    @Nullable String label,
    @Nullable String role,
    @Nullable String candidate,
    @Nullable String assignee,
    @Nullable String holder,
    @Nullable String involved,
    @Nullable String finishedBy,
    @Nullable List<String> state,
    @Nullable Instant dueFrom,
    @Nullable Instant dueBefore,
    @Nullable Integer minPriority,
    @Nullable Integer maxPriority,
    @Nullable Boolean deferred,
    @Nullable String order,
    @Nullable Map<String, String> field) {

  TaskQuery query(Caller caller) {
    TaskQuery query =
        switch (view == null ? "inbox" : view) {
          case "inbox" -> TaskQuery.inbox(caller.actor());
          case "mine" -> TaskQuery.visibleTo(caller.actor()).withHolder(caller.userId());
          case "visible" -> TaskQuery.visibleTo(caller.actor());
          case "all" -> TaskQuery.all();
          case "upcoming" -> TaskQuery.all().withUpcoming(true);
          case "finished" -> TaskQuery.finished();
          default ->
              throw Refusal.of("view", "is none of inbox, mine, visible, all, upcoming, finished");
        };
    query = with(query, Subjects.find(subject), TaskQuery::withSubject);
    query =
        with(query, instance == null ? null : InstanceId.parse(instance), TaskQuery::withInstance);
    query = with(query, step, TaskQuery::withStep);
    query = with(query, workflow, TaskQuery::withWorkflow);
    query = with(query, action, TaskQuery::withAction);
    query = with(query, label, TaskQuery::withLabel);
    query = with(query, role, TaskQuery::withRole);
    query = with(query, candidate, TaskQuery::withCandidate);
    query = with(query, assignee, TaskQuery::withAssignee);
    query = with(query, holder, TaskQuery::withHolder);
    query = with(query, involved, TaskQuery::withInvolved);
    query = with(query, finishedBy, TaskQuery::withFinishedBy);
    query = with(query, deferred, TaskQuery::withDeferred);
    query = with(query, Refusal.word(TaskQuery.Order.class, "order", order), TaskQuery::withOrder);
    if (state != null && !state.isEmpty()) {
      query =
          query.withStates(
              state.stream()
                  .map(word -> Refusal.word(StepState.class, "state", word))
                  .filter(Objects::nonNull)
                  .toArray(StepState[]::new));
    }
    if (dueFrom != null || dueBefore != null) {
      query = query.withDue(dueFrom, dueBefore);
    }
    if (minPriority != null || maxPriority != null) {
      query =
          query.withPriority(
              minPriority == null ? 0 : minPriority, maxPriority == null ? 100 : maxPriority);
    }
    for (Map.Entry<String, String> one :
        Objects.requireNonNullElse(field, Map.<String, String>of()).entrySet()) {
      query = query.withField(one.getKey(), one.getValue());
    }
    return query;
  }

  private static <T> TaskQuery with(
      TaskQuery query, @Nullable T value, BiFunction<TaskQuery, T, TaskQuery> change) {
    return value == null ? query : change.apply(query, value);
  }
}
