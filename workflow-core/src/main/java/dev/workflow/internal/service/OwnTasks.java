package dev.workflow.internal.service;

import dev.workflow.Actor;
import dev.workflow.SubjectRef;
import dev.workflow.TenantId;
import dev.workflow.WorkflowException;
import dev.workflow.internal.engine.Transactions;
import dev.workflow.spi.ActorDirectory;
import dev.workflow.spi.ActorDirectory.Membership;
import dev.workflow.spi.store.InstanceRows.Performer;
import dev.workflow.spi.store.InstanceRows.TaskCount;
import dev.workflow.spi.store.InstanceRows.TaskGroup;
import dev.workflow.spi.store.TaskFilter;
import dev.workflow.spi.store.TaskRow;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The tasks that one person may do for themselves. A directory that lists memberships lets the
 * store find them; with any other all open tasks are gone through, each subject asked about once.
 * {@link Inbox} has those of whom they substitute, too.
 */
final class OwnTasks {

  /** How many tasks are read at once, and at most for one page, where each is asked about. */
  private static final int PORTION = 1_000;

  private static final int MOST = 10 * PORTION;

  private final Transactions transactions;
  private final TaskFilter filter;
  private final Actor actor;

  /**
   * @param filter what is asked for, of anybody
   */
  OwnTasks(Transactions transactions, TaskFilter filter, Actor actor) {
    this.transactions = transactions;
    this.filter = filter;
    this.actor = actor;
  }

  long count(int atMost) {
    Optional<TaskFilter> theirs = theirs();
    return theirs.isPresent()
        ? transactions.transact(
            transaction -> transaction.instances().countTasks(theirs.get(), atMost))
        : goneThrough(null, atMost).rows().size();
  }

  List<TaskCount> countBy(TaskGroup group) {
    TaskFilter theirs =
        theirs()
            .orElseThrow(
                () ->
                    new WorkflowException(
                        "the host's actor directory lists no memberships: an actor's tasks cannot be"
                            + " counted by a value; override memberships"));
    return transactions.transact(transaction -> transaction.instances().countTasks(theirs, group));
  }

  /**
   * @param last where the next page begins; null: there is none
   */
  record Found(List<TaskRow> rows, @Nullable TaskRow last) {}

  Found find(@Nullable TaskRow after, int limit) {
    Optional<TaskFilter> theirs = theirs();
    if (theirs.isEmpty()) {
      return goneThrough(after, limit);
    }
    List<TaskRow> rows = tasks(theirs.get(), after, limit);
    return new Found(rows, rows.size() < limit ? null : rows.get(rows.size() - 1));
  }

  /** What the store finds by memberships; empty: the directory does not list them. */
  Optional<TaskFilter> theirs() {
    ActorDirectory directory = transactions.engine().actors();
    TenantId tenant = filter.tenant();
    return ActorRoles.ask(
        actor,
        () ->
            directory
                .memberships(tenant, actor)
                .map(memberships -> performer(memberships))
                .map(filter::of));
  }

  private Performer performer(Collection<Membership> memberships) {
    Set<String> everywhere = new HashSet<>();
    Map<SubjectRef, Set<String>> on = new HashMap<>();
    Set<SubjectRef> everything = new HashSet<>();
    for (Membership one : memberships) {
      SubjectRef subject = one.subject();
      if (subject == null) {
        everywhere.add(one.role());
      } else if (one.role().equals(ActorDirectory.ADMIN)) {
        everything.add(subject);
      } else {
        on.computeIfAbsent(subject, any -> new HashSet<>()).add(one.role());
      }
    }
    boolean all = everywhere.contains(ActorDirectory.ADMIN);
    return new Performer(actor.id(), everywhere, on, everything, all);
  }

  private Found goneThrough(@Nullable TaskRow start, int limit) {
    Map<Optional<SubjectRef>, Set<String>> roles = new HashMap<>();
    List<TaskRow> theirs = new ArrayList<>();
    TaskRow after = start;
    for (int read = 0; read < MOST; read += PORTION) {
      List<TaskRow> rows = tasks(filter, after, PORTION);
      for (TaskRow row : rows) {
        if (isTheirs(row, roles)) {
          theirs.add(row);
        }
        after = row;
        if (theirs.size() == limit) {
          return new Found(theirs, row);
        }
      }
      if (rows.size() < PORTION) {
        return new Found(theirs, null);
      }
    }
    return new Found(theirs, after);
  }

  private boolean isTheirs(TaskRow row, Map<Optional<SubjectRef>, Set<String>> known) {
    Set<String> roles =
        known.computeIfAbsent(
            Optional.ofNullable(row.subject()),
            any -> ActorRoles.of(transactions.engine(), filter.tenant(), actor, row.subject()));
    boolean admin = roles.contains(ActorDirectory.ADMIN);
    return admin
        ? !row.offer().excluded().contains(actor.id())
        : row.offer().opens(actor.id(), roles);
  }

  private List<TaskRow> tasks(TaskFilter which, @Nullable TaskRow after, int limit) {
    return transactions.transact(transaction -> transaction.instances().tasks(which, after, limit));
  }
}
