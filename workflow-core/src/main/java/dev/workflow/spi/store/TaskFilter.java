package dev.workflow.spi.store;

import dev.workflow.SubjectRef;
import dev.workflow.TenantId;
import dev.workflow.spi.store.InstanceRows.Performer;
import dev.workflow.task.TaskQuery;
import java.time.Instant;
import java.util.Comparator;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Which tasks of a tenant to list or count.
 *
 * @param whose the tasks that are somebody's; null: all
 * @param query what must fit besides, and the order; its actor does not count
 * @param now leaves out what is hidden until later if the query says so; overdue is what is due
 *     before
 * @param unclaimed leaves out those that somebody has claimed
 */
public record TaskFilter(
    TenantId tenant, @Nullable Performer whose, TaskQuery query, Instant now, boolean unclaimed) {

  /** All tasks of a tenant. */
  public static TaskFilter all(TenantId tenant) {
    return new TaskFilter(tenant, null, TaskQuery.all(), Instant.EPOCH, false);
  }

  /** Those of somebody. */
  public TaskFilter of(@Nullable Performer somebody) {
    return new TaskFilter(tenant, somebody, query, now, unclaimed);
  }

  /** What fits a query. */
  public TaskFilter with(TaskQuery other) {
    return new TaskFilter(tenant, whose, other, now, unclaimed);
  }

  /** Those about a subject. */
  public TaskFilter about(@Nullable SubjectRef one) {
    return with(query.withSubject(one));
  }

  /** Those that nobody has claimed. */
  public TaskFilter free() {
    return new TaskFilter(tenant, whose, query, now, true);
  }

  /** Those that are not hidden at a time; null: the hidden ones too. */
  public TaskFilter shownAt(@Nullable Instant time) {
    return new TaskFilter(
        tenant, whose, query.withDeferred(time == null), time == null ? now : time, unclaimed);
  }

  /** The order of the tasks. */
  public Comparator<TaskRow> order() {
    Comparator<TaskRow> oldest =
        Comparator.<TaskRow, Instant>comparing(TaskRow::since)
            .thenComparing(TaskRow::instance)
            .thenComparing(TaskRow::step);
    return switch (query.order()) {
      case DUE ->
          Comparator.comparing(
                  (TaskRow row) -> row.times().dueAt(),
                  Comparator.nullsLast(Comparator.<Instant>naturalOrder()))
              .thenComparing(row -> -row.times().priority())
              .thenComparing(oldest);
      case OLDEST_FIRST -> oldest;
      case NEWEST_FIRST -> oldest.reversed();
    };
  }

  /** Whether a task is among them, said as plainly as can be. */
  public boolean fits(TaskRow row) {
    return row.instance().tenant().equals(tenant)
        && fits(query.subject(), row.subject())
        && ofScope(row)
        && ofKind(row)
        && ofPeople(row.offer())
        && ofFinish(row.finish())
        && ofTimes(row.times())
        && !(unclaimed && row.offer().claimedBy() != null)
        && (whose == null || whose.opens(row));
  }

  private static boolean fits(@Nullable Object asked, @Nullable Object has) {
    return asked == null || asked.equals(has);
  }

  private boolean ofScope(TaskRow row) {
    TaskQuery.Scope scope = query.scope();
    return scope.phase() == row.phase()
        && fits(scope.instance(), row.instance().id())
        && fits(scope.step(), row.step().split("[\\[#]", 2)[0])
        && row.sight().fields().entrySet().containsAll(scope.fields().entrySet());
  }

  private boolean ofKind(TaskRow row) {
    TaskQuery.Kind kind = query.kind();
    return fits(kind.workflow(), row.workflow())
        && fits(kind.action(), row.action())
        && (kind.states().isEmpty()
            || kind.states().stream().map(Enum::name).anyMatch(row.state()::equals))
        && (kind.label() == null
            || row.label()
                .toLowerCase(Locale.ROOT)
                .contains(kind.label().toLowerCase(Locale.ROOT)));
  }

  private boolean ofPeople(TaskRow.Offer offer) {
    TaskQuery.People people = query.people();
    return (people.role() == null || offer.roles().contains(people.role()))
        && (people.candidate() == null || offer.actors().contains(people.candidate()))
        && fits(people.assignee(), offer.assignee())
        && fits(people.claimant(), offer.claimedBy())
        && fits(people.holder(), offer.holder())
        && (people.involved() == null || offer.involves(people.involved()));
  }

  private boolean ofFinish(TaskRow.@Nullable Finish finish) {
    TaskQuery.People people = query.people();
    TaskQuery.Range range = query.times().finished();
    return (people.finishedBy() == null || (finish != null && finish.isBy(people.finishedBy())))
        && (people.finishedFor() == null
            || (finish != null && people.finishedFor().equals(finish.forWhom())))
        && (range == null || (finish != null && range.contains(finish.at())));
  }

  private boolean ofTimes(TaskRow.Times has) {
    TaskQuery.Times times = query.times();
    boolean hidden = has.followUpAt() != null && has.followUpAt().isAfter(now);
    return (query.deferred() || !hidden)
        && (times.due() == null || times.due().contains(has.dueAt()))
        && (times.created() == null || times.created().contains(has.readyAt()))
        && (times.followUp() == null || times.followUp().contains(has.followUpAt()))
        && has.priority() >= times.leastPriority()
        && has.priority() <= times.mostPriority();
  }
}
