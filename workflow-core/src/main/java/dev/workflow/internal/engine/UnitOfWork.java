package dev.workflow.internal.engine;

import dev.workflow.Event;
import dev.workflow.InstanceId;
import dev.workflow.PublishReceipt;
import dev.workflow.TenantId;
import dev.workflow.WorkflowRef;
import dev.workflow.instance.InstanceState;
import dev.workflow.internal.decide.Budget;
import dev.workflow.internal.decide.DecisionContext;
import dev.workflow.internal.decide.InstanceInput;
import dev.workflow.internal.decide.InstanceSnapshot;
import dev.workflow.internal.decide.StepTree;
import dev.workflow.spi.store.EventRow;
import dev.workflow.spi.store.EventRows;
import dev.workflow.spi.store.InstanceChange;
import dev.workflow.spi.store.InstanceKey;
import dev.workflow.spi.store.InstanceRow;
import dev.workflow.spi.store.StaleWriteException;
import dev.workflow.spi.store.StoreTransaction;
import dev.workflow.spi.store.StoredInstance;
import dev.workflow.trigger.TenantWorkflows;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
  private final Map<InstanceKey, InstanceUpdate> workings = new LinkedHashMap<>();
  private final List<EventRow> events = new ArrayList<>();
  private final List<Accepted> accepted = new ArrayList<>();
  private final Map<InstanceKey, InstanceRow> written = new HashMap<>();
  private final Map<TenantId, Budget> budgets = new HashMap<>();

  /** Instances whose lease this node holds, and whose rows are locked besides. */
  private final Set<InstanceKey> secured = new HashSet<>();

  private final Map<Event, EventPreparation> foreseen = new IdentityHashMap<>(0);
  private final EventIntake intake;
  private final Effects effects;
  private final Map<TenantId, Long> revisions = new HashMap<>();
  private final Map<TenantId, TenantWorkflows> workflows = new HashMap<>();
  private final Map<TenantId, Long> assumed = new HashMap<>();
  private Set<TenantId> expected = Set.of();
  private boolean assumes;
  private boolean ofHost;
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
    this.intake = new EventIntake(this, repeats);
    this.effects = new Effects(this);
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

  /**
   * Decides by the workflows that this node saw last, without asking whether they have changed.
   * {@link #finish} asks, together with the writing.
   */
  UnitOfWork assumingDefinitions() {
    assumes = true;
    return this;
  }

  /** The revisions of definitions that were assumed. */
  Map<TenantId, Long> assumed() {
    return assumed;
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

  Collection<InstanceUpdate> workings() {
    return workings.values();
  }

  /** Locks and reads an instance, or finds it among those already touched. */
  Optional<InstanceUpdate> load(InstanceKey key) {
    InstanceUpdate known = workings.get(key);
    if (known != null && secure(known)) {
      return Optional.of(known);
    }
    return transaction.instances().lock(List.of(key)).stream().findFirst().map(this::readable);
  }

  private InstanceUpdate readable(StoredInstance stored) {
    try {
      return locked(stored);
    } catch (RuntimeException e) {
      throw SetAsides.ofTheRow(e) ? SetAsideInstances.unreadable(stored.row().key(), e) : e;
    }
  }

  /** The same; one that cannot be read is left out. */
  Optional<InstanceUpdate> find(InstanceKey key) {
    try {
      return load(key);
    } catch (UnreadableException e) {
      return Optional.empty();
    }
  }

  /**
   * The same for what happens to an instance. One that cannot be read is set aside, and what
   * happens to it is kept until it continues.
   */
  Optional<InstanceUpdate> reach(InstanceKey key, InstanceInput what) {
    try {
      return load(key);
    } catch (UnreadableException e) {
      transaction.instances().lock(List.of(key)).stream()
          .findFirst()
          .ifPresent(
              stored -> engine.setAsides().instances().missed(transaction, stored.row(), what, e));
      return Optional.empty();
    }
  }

  /** Does the same with many at once, for whoever asks for them afterwards. */
  void preload(Collection<InstanceKey> keys) {
    List<InstanceKey> unknown = keys.stream().filter(key -> !touches(key)).toList();
    if (unknown.size() > 1) {
      transaction.instances().lock(unknown).forEach(this::lockedIfReadable);
    }
  }

  /** One that cannot be read is met again by whoever asks for it. */
  private void lockedIfReadable(StoredInstance stored) {
    try {
      readable(stored);
    } catch (UnreadableException e) {
      return;
    }
  }

  private InstanceUpdate locked(StoredInstance stored) {
    return add(
        new InstanceUpdate(
            InstanceUpdate.Hold.LOCKED, tree(stored), InstanceRowMapper.stored(stored)));
  }

  private StepTree tree(StoredInstance stored) {
    return engine
        .workflows()
        .tree(transaction, stored.row().key().tenant(), stored.row().workflow());
  }

  /** Takes part in what is written. */
  InstanceUpdate add(InstanceUpdate working) {
    InstanceUpdate other = workings.putIfAbsent(working.key(), working);
    if (other != null) {
      throw new IllegalStateException(
          "instance " + working.key() + " is changed twice in one transaction");
    }
    return working;
  }

  /** Whether it takes part in what is written. */
  boolean has(InstanceUpdate working) {
    return workings.get(working.key()) == working;
  }

  /** Whether the transaction already touches an instance. */
  boolean touches(InstanceKey key) {
    return workings.containsKey(key);
  }

  /** A new instance that has not begun. */
  InstanceUpdate create(
      InstanceSnapshot.Identity identity, @Nullable String eventId, StepTree tree) {
    InstanceSnapshot draft = InstanceSnapshot.draft(identity);
    return add(
        new InstanceUpdate(
            InstanceUpdate.Hold.NEW,
            tree,
            new InstanceUpdate.Stored(InstanceRowMapper.created(identity, eventId), draft, 0)));
  }

  boolean stimulate(InstanceUpdate working, InstanceInput stimulus) {
    boolean changed = working.stimulate(stimulus, surroundings(working));
    working.takeNews().forEach(this::foresee);
    return changed;
  }

  /** What an event is going to start counts now: before anything else of its tenant is begun. */
  private void foresee(Event event) {
    EventPreparation known =
        EventPreparation.of(engine, event, workflows(event.tenant()), now, this::charge);
    foreseen.put(event, known);
    budget(event.tenant()).spend(known.moves());
  }

  /** What was found out about an event that a step publishes. */
  @Nullable EventPreparation foreseen(Event published) {
    return foreseen.get(published);
  }

  /** What a decision about an instance may know. */
  DecisionContext surroundings(InstanceUpdate working) {
    return surroundings(working.key().tenant(), working.tree());
  }

  DecisionContext surroundings(TenantId tenant, StepTree tree) {
    return engine.surroundings(
        transaction, tenant, tree, now, budget(tenant), () -> workflows(tenant));
  }

  private Budget budget(TenantId tenant) {
    return budgets.computeIfAbsent(tenant, key -> engine.budget(shared));
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

  /** Asks about the revisions of these tenants' workflows together, as soon as one is needed. */
  void expect(Set<TenantId> tenants) {
    expected = tenants;
  }

  /** The tenant's workflows as they are now: asked about once in each unit of work at most. */
  TenantWorkflows workflows(TenantId tenant) {
    return workflows.computeIfAbsent(tenant, this::newestWorkflows);
  }

  private TenantWorkflows newestWorkflows(TenantId tenant) {
    Optional<TenantWorkflows> last = assumes ? engine.workflows().known(tenant) : Optional.empty();
    last.ifPresent(workflows -> assumed.put(tenant, workflows.revision()));
    return last.orElseGet(() -> engine.workflows().at(transaction, tenant, revision(tenant)));
  }

  private long revision(TenantId tenant) {
    if (!expected.isEmpty()) {
      revisions.putAll(transaction.definitions().revisions(expected));
      expected = Set.of();
    }
    Long known = revisions.get(tenant);
    return known != null ? known : transaction.definitions().revision(tenant);
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

  void accepted(EventRow event) {
    events.add(event);
  }

  /** An event that was published, for the first time or again, and what it did. */
  record Accepted(Event event, PublishReceipt receipt) {}

  void accepted(Event event, PublishReceipt receipt) {
    accepted.add(new Accepted(event, receipt));
  }

  List<Accepted> accepted() {
    return accepted;
  }

  /** Which instances an ending reaches; see {@link EndingReach}. */
  EndingReach reach() {
    return new EndingReach(this);
  }

  Pausing pausing() {
    return new Pausing(this);
  }

  /** Open instances with a concurrency key, stored or touched here, oldest first. */
  List<InstanceKey> openWithKey(TenantId tenant, String workflow, String concurrencyKey) {
    return openWithKey(tenant, workflow, concurrencyKey, Integer.MAX_VALUE);
  }

  /** The first of them: however long a queue is, only its head is read. */
  Optional<InstanceKey> firstWithKey(TenantId tenant, String workflow, String concurrencyKey) {
    int ended = (int) workings.values().stream().filter(one -> hasEnded(one.key())).count();
    return openWithKey(tenant, workflow, concurrencyKey, ended + 1).stream().findFirst();
  }

  private List<InstanceKey> openWithKey(
      TenantId tenant, String workflow, String concurrencyKey, int limit) {
    Set<InstanceKey> open = new java.util.LinkedHashSet<>();
    transaction
        .instances()
        .openWithKey(tenant, workflow, concurrencyKey, limit)
        .forEach(row -> open.add(row.key()));
    for (InstanceUpdate working : workings.values()) {
      InstanceSnapshot.Identity identity = working.snapshot().identity();
      if (identity.tenant().equals(tenant)
          && workflow.equals(identity.workflow().key())
          && concurrencyKey.equals(identity.concurrencyKey())) {
        open.add(working.key());
      }
    }
    open.removeIf(this::hasEnded);
    return List.copyOf(open);
  }

  private boolean hasEnded(InstanceKey key) {
    InstanceUpdate working = workings.get(key);
    return working != null && working.snapshot().state().ended();
  }

  /** The state of an instance as this transaction sees it. */
  InstanceState state(InstanceKey key) {
    try {
      return load(key).orElseThrow().snapshot().state();
    } catch (UnreadableException e) {
      return InstanceState.valueOf(
          transaction.instances().lock(List.of(key)).get(0).row().progress().state());
    }
  }

  /** Starts a workflow, now or queued behind others; see {@link Starts}. */
  Starts starts() {
    return new Starts(this);
  }

  InstanceId newId() {
    return EngineContext.newInstanceId();
  }

  StepTree tree(TenantId tenant, WorkflowRef workflow) {
    return engine.workflows().tree(transaction, tenant, workflow);
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
    return write((events, changes) -> transaction.finish(events, changes, assumed));
  }

  private Set<InstanceKey> write(
      BiFunction<List<EventRow>, List<InstanceChange>, Set<InstanceKey>> writer) {
    effects.runAll();
    StartThrottle admission = new StartThrottle(this);
    while (!ofHost && admission.giveTurns()) {
      effects.runAll();
    }
    List<InstanceChange> changes = changes();
    Set<InstanceKey> fenced =
        events.isEmpty() && changes.isEmpty() && assumed.isEmpty()
            ? Set.of()
            : writer.apply(events, changes);
    changes.forEach(change -> written.put(change.key(), change.row()));
    for (InstanceUpdate working : workings.values()) {
      if (working.hold() != InstanceUpdate.Hold.LEASED && fenced.contains(working.key())) {
        throw new StaleWriteException();
      }
    }
    return fenced;
  }

  private List<InstanceChange> changes() {
    InstanceRowMapper rows =
        new InstanceRowMapper(engine, now, local, engine.modules().sideRows(transaction));
    List<InstanceChange> changes = new ArrayList<>();
    for (InstanceUpdate working : workings.values()) {
      rows.change(working).ifPresent(changes::add);
    }
    return changes;
  }

  /** An instance as it is stored after {@link #flush()}. */
  InstanceUpdate.Stored storedAfter(InstanceUpdate working) {
    InstanceRow row = written.getOrDefault(working.key(), working.stored().row());
    int seq = working.stored().seq() + (working.transitions().isEmpty() ? 0 : 1);
    return new InstanceUpdate.Stored(row, working.snapshot(), seq);
  }

  /**
   * Makes sure that this node still holds an instance before others are changed on its behalf;
   * drops it otherwise.
   */
  boolean secure(InstanceUpdate working) {
    secure(List.of(working));
    return has(working);
  }

  /** The same with many at once; those that it drops are not among {@link #workings} any more. */
  void secure(Collection<InstanceUpdate> some) {
    List<InstanceUpdate> unsure =
        some.stream()
            .filter(one -> one.hold() == InstanceUpdate.Hold.LEASED && !secured.contains(one.key()))
            .toList();
    if (unsure.isEmpty()) {
      return;
    }
    Map<InstanceKey, Long> revisions =
        transaction.instances().lockRevisions(unsure.stream().map(InstanceUpdate::key).toList());
    for (InstanceUpdate one : unsure) {
      Long revision = revisions.get(one.key());
      if (revision != null && revision == one.stored().row().progress().revision()) {
        secured.add(one.key());
      } else {
        workings.remove(one.key());
      }
    }
  }
}
