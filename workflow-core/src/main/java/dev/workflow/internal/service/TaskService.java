package dev.workflow.internal.service;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.Actor;
import dev.workflow.InstanceId;
import dev.workflow.InvalidInputException;
import dev.workflow.Json;
import dev.workflow.Limits;
import dev.workflow.NotFoundException;
import dev.workflow.Page;
import dev.workflow.Problems;
import dev.workflow.ProviderReceipt;
import dev.workflow.Tasks;
import dev.workflow.TenantId;
import dev.workflow.internal.decide.Command;
import dev.workflow.internal.decide.InstanceInput;
import dev.workflow.internal.decide.StepKey;
import dev.workflow.internal.decide.WaitKeys;
import dev.workflow.internal.engine.CommandContext;
import dev.workflow.internal.engine.Transactions;
import dev.workflow.internal.input.AddressInput;
import dev.workflow.internal.input.Cursors;
import dev.workflow.spi.ProviderCall;
import dev.workflow.spi.store.EventSubscriptionLookup;
import dev.workflow.spi.store.EventSubscriptionRow;
import dev.workflow.spi.store.InstanceRows;
import dev.workflow.spi.store.TaskRow;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

public final class TaskService implements Tasks {

  private static final int MAX_CORRELATION = 200;

  /** How many steps one callback answers at most. */
  private static final int MOST_SUBSCRIPTIONS = 100;

  private final Transactions gate;
  private final InstanceViews views;
  private final TaskPermits permits;

  public TaskService(Transactions gate) {
    this.gate = gate;
    this.views = new InstanceViews(gate);
    this.permits = new TaskPermits(gate.wiring());
  }

  @Override
  public void claim(TenantId tenant, InstanceId instance, String step, Actor actor) {
    command(
        tenant,
        instance,
        step,
        (locked, key) -> {
          permits.require(Command.CLAIM, place(locked, key), actor);
          locked.stimulate(new InstanceInput.Claim(key, actor));
        });
  }

  @Override
  public void release(TenantId tenant, InstanceId instance, String step, Actor actor) {
    command(
        tenant,
        instance,
        step,
        (locked, key) -> {
          permits.require(Command.RELEASE, place(locked, key), actor);
          locked.stimulate(new InstanceInput.Release(key, actor));
        });
  }

  @Override
  public void complete(
      TenantId tenant, InstanceId instance, String step, Actor actor, JsonNode payload) {
    gate.wiring().tenant(tenant);
    Problems problems = Problems.none();
    Json.check(payload, gate.wiring().options().maxDataBytes(), problems);
    problems.throwIfAny(list -> new InvalidInputException("The answer", list));
    CommandContext.Answering answering = new CommandContext.Answering(payload, null);
    answer(Command.COMPLETE, tenant, instance, step, actor, answering);
  }

  @Override
  public void callback(TenantId tenant, String correlation, JsonNode payload) {
    gate.wiring().tenant(tenant);
    AddressInput.text("The correlation", correlation, MAX_CORRELATION);
    Problems problems = Problems.none();
    Json.check(payload, gate.wiring().options().maxDataBytes(), problems);
    problems.throwIfAny(list -> new InvalidInputException("The answer", list));
    EventSubscriptionLookup lookup =
        new EventSubscriptionLookup(
            tenant, EventSubscriptionRow.ANY_EVENT, WaitKeys.correlation(correlation));
    gate.changeAlone(
        work -> {
          boolean answered = false;
          for (EventSubscriptionRow subscription :
              work.transaction()
                  .instances()
                  .subscriptions(List.of(lookup), null, MOST_SUBSCRIPTIONS)) {
            CommandContext.Locked locked = work.lock(tenant, subscription.instance().id());
            StepKey key = StepKey.parse(subscription.step());
            if (correlation.equals(locked.snapshot().step(key).memory().waitingFor())) {
              permits.requireState(Command.COMPLETE, place(locked, key));
              locked.answer(key, Actor.ENGINE, new CommandContext.Answering(payload, null));
              answered = true;
            }
          }
          if (!answered) {
            throw new NotFoundException(
                "no step of tenant "
                    + tenant
                    + " waits under the correlation \""
                    + correlation
                    + "\"");
          }
          return lookup;
        });
  }

  @Override
  public ProviderReceipt callback(TenantId tenant, ProviderCall call) {
    return new ProviderCallbacks(gate, permits).take(tenant, call);
  }

  @Override
  public void fail(TenantId tenant, InstanceId instance, String step, Actor actor, String reason) {
    answer(
        Command.FAIL,
        tenant,
        instance,
        step,
        actor,
        new CommandContext.Answering(null, Limits.reason(reason)));
  }

  private void answer(
      Command command,
      TenantId tenant,
      InstanceId instance,
      String step,
      Actor actor,
      CommandContext.Answering answering) {
    command(
        tenant,
        instance,
        step,
        (locked, key) -> {
          permits.require(command, place(locked, key), actor);
          locked.answer(key, actor, answering);
        });
  }

  @Override
  public void skip(
      TenantId tenant, InstanceId instance, String step, Actor actor, @Nullable String reason) {
    command(
        tenant,
        instance,
        step,
        (locked, key) -> {
          permits.require(Command.SKIP, place(locked, key), actor);
          locked.stimulate(new InstanceInput.Skip(key, actor, Limits.reason(reason)));
        });
  }

  @Override
  public Optional<Refusal> whyNot(TenantId tenant, InstanceId instance, String step, Actor actor) {
    var stored = views.read(tenant, instance);
    var place = new TaskPermits.Place(stored.tree(), stored.snapshot(), StepKey.parse(step));
    return Optional.ofNullable(permits.refusal(Command.COMPLETE, place, actor));
  }

  private interface Act {
    void on(CommandContext.Locked locked, StepKey key);
  }

  /** Alone, since the host's directory is asked meanwhile: nothing else waits for its answer. */
  private void command(TenantId tenant, InstanceId instance, String step, Act act) {
    gate.wiring().tenant(tenant);
    StepKey key = StepKey.parse(step);
    gate.changeAlone(
        work -> {
          act.on(work.lock(tenant, instance), key);
          return key;
        });
  }

  private static TaskPermits.Place place(CommandContext.Locked locked, StepKey key) {
    return new TaskPermits.Place(locked.tree(), locked.snapshot(), key);
  }

  @Override
  public Page<Task> inbox(TenantId tenant, Actor actor, @Nullable String cursor, int limit) {
    gate.wiring().tenant(tenant);
    ActorRoles.requirePerson(actor);
    TaskRow after = cursor == null ? null : TaskCursor.read("inbox", tenant, cursor);
    return new Inbox(gate, tenant, actor).page(after, Cursors.limit(limit));
  }

  @Override
  public Page<Task> list(TenantId tenant, @Nullable String cursor, int limit) {
    gate.wiring().tenant(tenant);
    TaskRow after = cursor == null ? null : TaskCursor.read("tasks", tenant, cursor);
    InstanceRows.TaskFilter all = InstanceRows.TaskFilter.all(tenant);
    List<TaskRow> rows =
        gate.query(transaction -> transaction.instances().tasks(all, after, Cursors.limit(limit)));
    return new Page<>(
        new TaskViews(gate).of(rows),
        Cursors.next(rows, limit, row -> TaskCursor.of("tasks", row)));
  }
}
