package dev.workflow.internal;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.AccessDeniedException;
import dev.workflow.Actor;
import dev.workflow.ConflictException;
import dev.workflow.InstanceId;
import dev.workflow.InvalidInputException;
import dev.workflow.Json;
import dev.workflow.Page;
import dev.workflow.Problems;
import dev.workflow.Tasks;
import dev.workflow.TenantId;
import dev.workflow.definition.StepSettings;
import dev.workflow.execution.Gate;
import dev.workflow.execution.Work;
import dev.workflow.instance.InstanceSnapshot;
import dev.workflow.instance.StepKey;
import dev.workflow.instance.StepRun;
import dev.workflow.instance.StepState;
import dev.workflow.instance.StepTree;
import dev.workflow.instance.Stimulus;
import dev.workflow.spi.ActorDirectory;
import dev.workflow.spi.store.InstanceKey;
import dev.workflow.spi.store.InstanceRows;
import dev.workflow.spi.store.TaskRow;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

final class TaskService implements Tasks {

  private final Gate gate;
  private final InstanceViews views;

  TaskService(Gate gate) {
    this.gate = gate;
    this.views = new InstanceViews(gate);
  }

  @Override
  public void claim(TenantId tenant, InstanceId instance, String step, Actor actor) {
    gate.wiring().tenant(tenant);
    StepKey key = StepKey.parse(step);
    gate.change(
        work -> {
          Work.Locked locked = work.lock(tenant, instance);
          require(locked, key, actor);
          StepRun run = locked.snapshot().step(key);
          if (run.claimedBy() != null && !run.claimedBy().equals(actor)) {
            throw new ConflictException(
                "step \"" + key + "\" is claimed by " + run.claimedBy() + " already");
          }
          return run.claimedBy() != null || locked.stimulate(new Stimulus.Claim(key, actor));
        });
  }

  @Override
  public void release(TenantId tenant, InstanceId instance, String step, Actor actor) {
    gate.wiring().tenant(tenant);
    StepKey key = StepKey.parse(step);
    gate.change(
        work -> {
          Work.Locked locked = work.lock(tenant, instance);
          requireClaimant(locked, key, actor);
          return locked.stimulate(new Stimulus.Release(key, actor));
        });
  }

  @Override
  public void complete(
      TenantId tenant, InstanceId instance, String step, Actor actor, JsonNode payload) {
    gate.wiring().tenant(tenant);
    Problems problems = Problems.none();
    Json.check(payload, gate.wiring().options().maxDataBytes(), problems);
    problems.throwIfAny(list -> new InvalidInputException("The answer", list));
    answer(tenant, instance, step, actor, new Work.Answering(payload, null));
  }

  @Override
  public void fail(TenantId tenant, InstanceId instance, String step, Actor actor, String reason) {
    gate.wiring().tenant(tenant);
    answer(tenant, instance, step, actor, new Work.Answering(null, reason));
  }

  private void answer(
      TenantId tenant, InstanceId instance, String step, Actor actor, Work.Answering answering) {
    StepKey key = StepKey.parse(step);
    gate.changeAlone(
        work -> {
          Work.Locked locked = work.lock(tenant, instance);
          requireClaimant(locked, key, actor);
          locked.answer(key, actor, answering);
          return key;
        });
  }

  @Override
  public void skip(
      TenantId tenant, InstanceId instance, String step, Actor actor, @Nullable String reason) {
    gate.wiring().tenant(tenant);
    StepKey key = StepKey.parse(step);
    gate.change(
        work -> {
          Work.Locked locked = work.lock(tenant, instance);
          boolean required = performer(locked.tree(), key).required();
          if (required
              && !ActorDirectory.has(roles(locked.snapshot(), actor), ActorDirectory.ADMIN)) {
            throw new AccessDeniedException(
                "step \""
                    + key
                    + "\" is required: only "
                    + ActorDirectory.ADMIN
                    + " may skip it, and "
                    + actor
                    + " is not");
          }
          require(locked, key, actor);
          return locked.stimulate(new Stimulus.Skip(key, actor, reason));
        });
  }

  @Override
  public boolean canPerform(TenantId tenant, InstanceId instance, String step, Actor actor) {
    var stored = views.read(tenant, instance);
    return refusal(stored.tree(), stored.snapshot(), StepKey.parse(step), actor) == null;
  }

  private void requireClaimant(Work.Locked locked, StepKey key, Actor actor) {
    require(locked, key, actor);
    Actor claimant = locked.snapshot().step(key).claimedBy();
    boolean admin = ActorDirectory.has(roles(locked.snapshot(), actor), ActorDirectory.ADMIN);
    if (claimant != null && !claimant.equals(actor) && !admin) {
      throw new AccessDeniedException(
          "step \"" + key + "\" is claimed by " + claimant + "; " + actor + " cannot answer it");
    }
  }

  private void require(Work.Locked locked, StepKey key, Actor actor) {
    String refusal = refusal(locked.tree(), locked.snapshot(), key, actor);
    if (refusal != null) {
      throw new AccessDeniedException(refusal);
    }
  }

  private @Nullable String refusal(
      StepTree tree, InstanceSnapshot snapshot, StepKey key, Actor actor) {
    StepSettings.Performer performer = performer(tree, key);
    Set<String> roles = roles(snapshot, actor);
    if (ActorDirectory.has(roles, ActorDirectory.ADMIN)) {
      return null;
    }
    String assignee = snapshot.step(key).memory().assignee();
    if (assignee != null && !assignee.equals(actor.id())) {
      return "step \"" + key + "\" is assigned to " + assignee + ", not to " + actor;
    }
    if (assignee == null && performer.role() != null && !roles.contains(performer.role())) {
      return "step \""
          + key
          + "\" needs the role "
          + performer.role()
          + "; "
          + actor
          + " has "
          + roles;
    }
    return null;
  }

  private static StepSettings.Performer performer(StepTree tree, StepKey key) {
    return tree.place(key.id()).step().settings().performer();
  }

  private Set<String> roles(InstanceSnapshot snapshot, Actor actor) {
    return gate.wiring()
        .actors()
        .roles(snapshot.identity().tenant(), actor, snapshot.identity().subject());
  }

  @Override
  public Page<Task> inbox(TenantId tenant, Actor actor, @Nullable String cursor, int limit) {
    gate.wiring().tenant(tenant);
    Set<String> roles = gate.wiring().actors().roles(tenant, actor, null);
    boolean all = ActorDirectory.has(roles, ActorDirectory.ADMIN);
    return page(
        new InstanceRows.TaskFilter(tenant, all ? null : actor.id(), roles, null), cursor, limit);
  }

  @Override
  public Page<Task> list(TenantId tenant, @Nullable String cursor, int limit) {
    gate.wiring().tenant(tenant);
    return page(new InstanceRows.TaskFilter(tenant, null, Set.of(), null), cursor, limit);
  }

  private Page<Task> page(InstanceRows.TaskFilter filter, @Nullable String cursor, int limit) {
    return gate.query(
        transaction -> {
          TaskRow after =
              cursor == null ? null : after(transaction.instances(), filter.tenant(), cursor);
          List<TaskRow> rows = transaction.instances().tasks(filter, after, Cursors.limit(limit));
          return new Page<>(
              rows.stream().map(TaskService::task).toList(),
              Cursors.next(rows, limit, row -> row.instance().id() + "/" + row.step()));
        });
  }

  private static @Nullable TaskRow after(InstanceRows rows, TenantId tenant, String cursor) {
    int slash = cursor.indexOf('/');
    if (slash < 0) {
      return null;
    }
    InstanceKey key = new InstanceKey(tenant, InstanceId.parse(cursor.substring(0, slash)));
    return rows.task(key, cursor.substring(slash + 1)).orElse(null);
  }

  private static Task task(TaskRow row) {
    return new Task(
        row.instance().id(),
        row.step(),
        row.action(),
        row.label(),
        row.workflow(),
        row.subject(),
        StepState.valueOf(row.state()),
        row.role(),
        row.assignee(),
        row.claimedBy() == null ? null : Actor.of(row.claimedBy()),
        row.readyAt(),
        row.dueAt());
  }
}
