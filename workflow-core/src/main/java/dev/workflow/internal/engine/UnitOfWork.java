package dev.workflow.internal.engine;

import dev.workflow.Event;
import dev.workflow.InstanceId;
import dev.workflow.PublishReceipt;
import dev.workflow.TenantId;
import dev.workflow.internal.decide.Budget;
import dev.workflow.internal.decide.DecisionContext;
import dev.workflow.internal.decide.Effect;
import dev.workflow.internal.decide.InstanceInput;
import dev.workflow.internal.decide.InstanceSnapshot;
import dev.workflow.internal.decide.StepTree;
import dev.workflow.spi.store.EventRow;
import dev.workflow.spi.store.EventRows;
import dev.workflow.spi.store.EventSubscriptionRow;
import dev.workflow.spi.store.InstanceChange;
import dev.workflow.spi.store.InstanceKey;
import dev.workflow.spi.store.InstanceRow;
import dev.workflow.spi.store.StaleWriteException;
import dev.workflow.spi.store.StoreTransaction;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Everything that one transaction changes: the instances that are touched, each decided on in
 * memory, and the events that are accepted. Nothing is written before {@link #flush()}, which
 * writes all of it in batches.
 */
final class UnitOfWork {

  /** How events that were published before are recognised. */
  enum Repeats {
    /** By a look before anything is done. */
    LOOKED_UP,
    /** Not at all: storing them fails, and the transaction runs again with a look. */
    REFUSED
  }

  /** All instances are left due. */
  static final Predicate<TenantId> ELSEWHERE = tenant -> false;

  private final EngineContext engine;
  private final StoreTransaction transaction;
  private final Predicate<TenantId> local;
  private final Instant now;
  private final TouchedInstances instances;
  private final DefinitionsInUse definitions;
  private final List<EventRow> events = new ArrayList<>();
  private final List<Answer> answers = new ArrayList<>();
  private final Map<InstanceKey, InstanceRow> written = new HashMap<>();
  private final Map<TenantId, Budget> budgets = new HashMap<>();
  private final Budget.Written bytes = new Budget.Written();

  private final Map<Event, EventPreparation> foreseen = new IdentityHashMap<>(0);
  private final EventIntake intake;
  private final Effects effects;
  private final LeftToEnd left;
  private @Nullable GivenTasks givenTasks;
  private boolean ofHost;
  private boolean rehearses;
  private boolean shared;
  private boolean leavesContinuation;

  /**
   * @param local whether this node continues with instances of a tenant itself after the commit;
   *     otherwise they are left due, for whoever claims them
   * @param repeats how events that were published before are recognised
   */
  UnitOfWork(
      EngineContext engine,
      StoreTransaction transaction,
      Predicate<TenantId> local,
      Repeats repeats) {
    this.engine = engine;
    this.transaction = transaction;
    this.local = local;
    this.now = engine.now();
    this.instances = new TouchedInstances(engine, transaction, this::meet);
    this.definitions = new DefinitionsInUse(engine, transaction);
    this.intake = new EventIntake(this, repeats);
    this.effects = new Effects(this);
    this.left = new LeftToEnd(this);
  }

  private void meet(InstanceUpdate marked) {
    left.meet(marked);
  }

  /** What is too much to end here; see {@link LeftToEnd}. */
  LeftToEnd left() {
    return left;
  }

  /** Nothing of it stays: no code of the host that people's answers go through is called. */
  UnitOfWork asRehearsal() {
    rehearses = true;
    return this;
  }

  boolean rehearses() {
    return rehearses;
  }

  /** In a transaction of the host, which may last: no row that others wait for is locked. */
  UnitOfWork ofHost() {
    ofHost = true;
    return this;
  }

  /** Whether several tenants are at work, so that each gets a smaller share. */
  void shared(boolean several) {
    shared = several;
  }

  /** The instances that the transaction touches. */
  TouchedInstances instances() {
    return instances;
  }

  /** The workflows that it decides by. */
  DefinitionsInUse definitions() {
    return definitions;
  }

  EngineContext engine() {
    return engine;
  }

  StoreTransaction transaction() {
    return transaction;
  }

  Instant now() {
    return now;
  }

  EventIntake intake() {
    return intake;
  }

  /** A new instance that has not begun. */
  InstanceUpdate create(
      InstanceSnapshot.Identity identity, @Nullable String eventId, StepTree tree) {
    InstanceSnapshot draft = InstanceSnapshot.draft(identity);
    InstanceRow row = InstanceRowMapper.created(identity, eventId);
    String input = row.origin().input();
    if (input != null) {
      budget(identity.tenant()).spendOnBytes(input.length());
    }
    return instances.add(
        new InstanceUpdate(
            InstanceUpdate.Access.NEW, tree, new InstanceUpdate.Stored(row, draft, 0)));
  }

  private GivenTasks givenTasks() {
    if (givenTasks == null) {
      givenTasks = new GivenTasks(engine.actors(), transaction);
    }
    return givenTasks;
  }

  boolean handle(InstanceUpdate working, InstanceInput input) {
    boolean changed = working.handle(input, context(working));
    for (Effect.Given given : working.takeGiven()) {
      InstanceSnapshot.Identity identity = working.snapshot().identity();
      givenTasks()
          .given(
              identity.tenant(),
              identity.workflow().key(),
              given.step(),
              given.actor(),
              given.number());
    }
    working.takeNews().forEach(this::foresee);
    return changed;
  }

  /** What an event is going to start counts now: before anything else of its tenant is begun. */
  private void foresee(Event event) {
    EventPreparation known =
        EventPreparation.of(engine, event, definitions.of(event.tenant()), now, this::charge);
    foreseen.put(event, known);
    budget(event.tenant()).spend(known.moves());
  }

  /** What was found out about an event that a step publishes. */
  @Nullable EventPreparation foreseen(Event published) {
    return foreseen.get(published);
  }

  /** What a decision about an instance may know. */
  DecisionContext context(InstanceUpdate working) {
    return context(working.key().tenant(), working.tree());
  }

  DecisionContext context(TenantId tenant, StepTree tree) {
    return engine.context(
        transaction,
        tenant,
        tree,
        now,
        budget(tenant),
        new EngineContext.Sources(() -> definitions.of(tenant), () -> givenTasks().of(tenant)));
  }

  private Budget budget(TenantId tenant) {
    return budgets.computeIfAbsent(tenant, key -> engine.budget(shared, bytes));
  }

  /** Whether more may be done for a tenant in this transaction. */
  boolean affords(TenantId tenant) {
    return !budget(tenant).spent();
  }

  /** Counts what the conditions of a tenant's triggers have cost. */
  void charge(TenantId tenant, long effort) {
    if (effort > 0) {
      budget(tenant).spendOnConditions(effort);
    }
  }

  /** An event has more to reach than this transaction may change. */
  void continueLater(EventRows.Continuation continuation) {
    leavesContinuation = true;
    transaction.events().putContinuation(continuation, now);
  }

  /** Whether an event that it accepted continues in other transactions. */
  boolean leavesContinuation() {
    return leavesContinuation;
  }

  /** Starts the next one in a queue. */
  void releaseQueue(TenantId tenant, String workflow, String concurrencyKey) {
    effects.release(tenant, workflow, concurrencyKey);
  }

  /** The row of an event is written with everything else. */
  void insert(EventRow event) {
    budget(event.tenant()).spendOnBytes(event.body().length());
    events.add(event);
  }

  /** An event that was published, for the first time or again, and what it did. */
  record Answer(Event event, PublishReceipt receipt) {}

  /** The publisher and the listeners get this receipt after the commit. */
  void answer(Event event, PublishReceipt receipt) {
    answers.add(new Answer(event, receipt));
  }

  List<Answer> answers() {
    return answers;
  }

  /** Which instances an ending reaches; see {@link EndingReach}. */
  EndingReach reach() {
    return new EndingReach(this);
  }

  /** Triggers that wait until their subject is quiet; see {@link Settling}. */
  Settling settling() {
    return new Settling(this);
  }

  /** Which steps want which locks. */
  LockQueues locks() {
    return new LockQueues(this);
  }

  Pausing pausing() {
    return new Pausing(this);
  }

  /** Starts a workflow, now or queued behind others; see {@link Starts}. */
  Starts starts() {
    return new Starts(this);
  }

  InstanceId newId() {
    return EngineContext.newInstanceId();
  }

  /**
   * Writes everything.
   *
   * @return the instances that this node turned out not to hold any more: nothing of them is
   *     written
   */
  Set<InstanceKey> flush() {
    return write(transaction::write);
  }

  /**
   * The same as the last thing of the transaction.
   *
   * @throws StaleWriteException if definitions are not as they were assumed to be
   */
  Set<InstanceKey> finish() {
    return write((events, changes) -> transaction.finish(events, changes, definitions.assumed()));
  }

  private Set<InstanceKey> write(
      BiFunction<List<EventRow>, List<InstanceChange>, Set<InstanceKey>> writer) {
    effects.runAll();
    StartThrottle admission = new StartThrottle(this);
    while (!ofHost && admission.givePermits()) {
      effects.runAll();
    }
    FindingChanges.write(this);
    List<InstanceChange> changes = changes();
    Set<InstanceKey> fenced =
        events.isEmpty() && changes.isEmpty() && definitions.assumed().isEmpty()
            ? Set.of()
            : writer.apply(events, changes);
    changes.forEach(change -> written.put(change.key(), change.row()));
    for (InstanceUpdate working : instances.all()) {
      if (working.access() != InstanceUpdate.Access.LEASED && fenced.contains(working.key())) {
        throw new StaleWriteException();
      }
    }
    return fenced;
  }

  private List<InstanceChange> changes() {
    SideRowWriter side = engine.modules().sideRows(transaction);
    InstanceRowMapper rows = new InstanceRowMapper(engine, now, local, side);
    List<InstanceChange> changes = new ArrayList<>();
    for (InstanceUpdate working : instances.all()) {
      rows.change(working).ifPresent(changes::add);
    }
    changes.stream()
        .filter(UnitOfWork::waitsOfEdited)
        .map(change -> change.row().key().tenant())
        .distinct()
        .sorted()
        .forEach(transaction.definitions()::raise);
    side.flush();
    return changes;
  }

  /** Whether nodes have to look for waits that no workflow has. */
  private static boolean waitsOfEdited(InstanceChange change) {
    return change.side().subscriptionsAdded().stream()
        .anyMatch(added -> added.eventType().equals(EventSubscriptionRow.OF_EDITED));
  }

  /** An instance as it is stored after {@link #flush()}. */
  InstanceUpdate.Stored storedAfter(InstanceUpdate working) {
    InstanceRow row = written.getOrDefault(working.key(), working.stored().row());
    int seq = working.stored().seq() + (working.transitions().isEmpty() ? 0 : 1);
    return new InstanceUpdate.Stored(row, working.snapshot(), seq);
  }
}
