package dev.workflow.internal.service;

import dev.workflow.Actor;
import dev.workflow.Page;
import dev.workflow.SubjectRef;
import dev.workflow.Tasks;
import dev.workflow.TenantId;
import dev.workflow.internal.engine.Transactions;
import dev.workflow.spi.ActorDirectory;
import dev.workflow.spi.ActorDirectory.Membership;
import dev.workflow.spi.store.InstanceRows.Performer;
import dev.workflow.spi.store.InstanceRows.TaskFilter;
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
 * The tasks that an actor may do. A directory that lists memberships lets the store find them; with
 * any other all open tasks are gone through, each subject asked about once.
 */
final class Inbox {

  /** How many tasks are read at once, and at most for one page, where each is asked about. */
  private static final int PORTION = 1_000;

  private static final int MOST = 10 * PORTION;

  private final Transactions gate;
  private final TenantId tenant;
  private final Actor actor;

  Inbox(Transactions gate, TenantId tenant, Actor actor) {
    this.gate = gate;
    this.tenant = tenant;
    this.actor = actor;
  }

  Page<Tasks.Task> page(@Nullable TaskRow after, int limit) {
    ActorDirectory directory = gate.wiring().actors();
    Optional<Performer> known =
        ActorRoles.ask(
            actor,
            () -> directory.memberships(tenant, actor).map(memberships -> performer(memberships)));
    return known.isPresent() ? found(known.get(), after, limit) : goneThrough(after, limit);
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
    return new Performer(actor.id(), everywhere, on, everything);
  }

  private Page<Tasks.Task> found(Performer performer, @Nullable TaskRow after, int limit) {
    boolean all = performer.roles().contains(ActorDirectory.ADMIN);
    TaskFilter filter = new TaskFilter(tenant, all ? null : performer, null);
    List<TaskRow> rows = tasks(filter, after, limit);
    return page(rows, rows.size() < limit ? null : rows.get(rows.size() - 1));
  }

  private Page<Tasks.Task> goneThrough(@Nullable TaskRow start, int limit) {
    Map<Optional<SubjectRef>, Set<String>> roles = new HashMap<>();
    List<TaskRow> theirs = new ArrayList<>();
    TaskRow after = start;
    for (int read = 0; read < MOST; read += PORTION) {
      List<TaskRow> rows = tasks(TaskFilter.all(tenant), after, PORTION);
      for (TaskRow row : rows) {
        if (isTheirs(row, roles)) {
          theirs.add(row);
        }
        after = row;
        if (theirs.size() == limit) {
          return page(theirs, row);
        }
      }
      if (rows.size() < PORTION) {
        return page(theirs, null);
      }
    }
    return page(theirs, after);
  }

  private boolean isTheirs(TaskRow row, Map<Optional<SubjectRef>, Set<String>> known) {
    Set<String> roles =
        known.computeIfAbsent(
            Optional.ofNullable(row.subject()),
            any -> ActorRoles.of(gate.wiring(), tenant, actor, row.subject()));
    return roles.contains(ActorDirectory.ADMIN) || Performer.of(actor.id(), roles).opens(row);
  }

  private List<TaskRow> tasks(TaskFilter filter, @Nullable TaskRow after, int limit) {
    return gate.query(transaction -> transaction.instances().tasks(filter, after, limit));
  }

  private Page<Tasks.Task> page(List<TaskRow> rows, @Nullable TaskRow last) {
    return new Page<>(
        new TaskViews(gate).of(rows),
        Optional.ofNullable(last).map(row -> TaskCursor.of("inbox", row)));
  }
}
