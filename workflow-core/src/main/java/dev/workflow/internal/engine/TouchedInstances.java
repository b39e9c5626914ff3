package dev.workflow.internal.engine;

import dev.workflow.TenantId;
import dev.workflow.instance.InstanceState;
import dev.workflow.internal.decide.InstanceInput;
import dev.workflow.internal.decide.InstanceSnapshot;
import dev.workflow.internal.decide.StepTree;
import dev.workflow.spi.store.InstanceKey;
import dev.workflow.spi.store.StoreTransaction;
import dev.workflow.spi.store.StoredInstance;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The instances that one transaction touches, each of them locked, leased by this node, or new.
 * What was changed in memory is found again here, so that it is read and written once.
 */
final class TouchedInstances {

  private final EngineContext engine;
  private final StoreTransaction transaction;
  private final Map<InstanceKey, InstanceUpdate> touched = new LinkedHashMap<>();
  private final Consumer<InstanceUpdate> ends;

  /** Instances of queues that events reach before anything else. */
  private final Set<InstanceKey> asked = new HashSet<>();

  /** Instances whose lease this node holds, and whose rows are locked besides. */
  private final Set<InstanceKey> secured = new HashSet<>();

  /**
   * @param ends does what {@link LeftToEnd} has left, before anything else happens to it
   */
  TouchedInstances(
      EngineContext engine, StoreTransaction transaction, Consumer<InstanceUpdate> ends) {
    this.ends = ends;
    this.engine = engine;
    this.transaction = transaction;
  }

  /** In the order in which they were touched. */
  Collection<InstanceUpdate> all() {
    return touched.values();
  }

  /** Locks and reads an instance, or finds it among those already touched. */
  Optional<InstanceUpdate> load(InstanceKey key) {
    InstanceUpdate known = touched.get(key);
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
    InstanceUpdate.Stored known = InstanceRowMapper.stored(engine.events(), stored);
    StepTree tree = engine.workflows().tree(transaction, known.snapshot());
    InstanceUpdate working = add(new InstanceUpdate(InstanceUpdate.Access.LOCKED, tree, known));
    if (EndMark.of(known.row()) != null) {
      ends.accept(working);
    }
    return working;
  }

  /** Takes part in what is written. */
  InstanceUpdate add(InstanceUpdate working) {
    InstanceUpdate other = touched.putIfAbsent(working.key(), working);
    if (other != null) {
      throw new IllegalStateException(
          "instance " + working.key() + " is changed twice in one transaction");
    }
    return working;
  }

  /** Whether it takes part in what is written. */
  boolean has(InstanceUpdate working) {
    return touched.get(working.key()) == working;
  }

  /** Whether the transaction already touches an instance. */
  boolean touches(InstanceKey key) {
    return touched.containsKey(key);
  }

  /** Open instances with a concurrency key, stored or touched here, oldest first. */
  List<InstanceKey> openWithKey(TenantId tenant, String workflow, String concurrencyKey) {
    return openWithKey(tenant, workflow, concurrencyKey, Integer.MAX_VALUE);
  }

  /** The first of them: however long a queue is, only its head is read. */
  Optional<InstanceKey> firstWithKey(TenantId tenant, String workflow, String concurrencyKey) {
    int ended = (int) touched.values().stream().filter(one -> hasEnded(one.key())).count();
    return openWithKey(tenant, workflow, concurrencyKey, ended + 1).stream().findFirst();
  }

  /** Whether it is still open whether an instance, first in its queue, ends. */
  boolean isAsked(InstanceKey key) {
    return asked.contains(key) && !touches(key);
  }

  private List<InstanceKey> openWithKey(
      TenantId tenant, String workflow, String concurrencyKey, int limit) {
    Set<InstanceKey> open = new LinkedHashSet<>();
    transaction
        .instances()
        .openWithKey(tenant, workflow, concurrencyKey, limit)
        .forEach(
            row -> {
              open.add(row.key());
              if (EndMark.of(row) != null) {
                asked.add(row.key());
              }
            });
    for (InstanceUpdate working : touched.values()) {
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
    InstanceUpdate working = touched.get(key);
    return working != null && working.snapshot().state().ended();
  }

  /** The state of an instance as this transaction sees it. */
  InstanceState state(InstanceKey key) {
    try {
      return load(key).orElseThrow().snapshot().state();
    } catch (UnreadableException e) {
      return InstanceState.of(
          transaction.instances().lock(List.of(key)).get(0).row().progress().state());
    }
  }

  /**
   * Makes sure that this node still holds an instance before others are changed on its behalf;
   * drops it otherwise.
   */
  boolean secure(InstanceUpdate working) {
    secure(List.of(working));
    return has(working);
  }

  /** The same with many at once; those that it drops are not among {@link #all} any more. */
  void secure(Collection<InstanceUpdate> some) {
    List<InstanceUpdate> unsure =
        some.stream()
            .filter(
                one -> one.access() == InstanceUpdate.Access.LEASED && !secured.contains(one.key()))
            .toList();
    if (unsure.isEmpty()) {
      return;
    }
    Map<InstanceKey, Long> revisions = new HashMap<>();
    transaction
        .instances()
        .lockRows(unsure.stream().map(InstanceUpdate::key).toList())
        .forEach(row -> revisions.put(row.key(), row.progress().revision()));
    for (InstanceUpdate one : unsure) {
      Long revision = revisions.get(one.key());
      if (revision != null && revision == one.stored().row().progress().revision()) {
        secured.add(one.key());
      } else {
        touched.remove(one.key());
      }
    }
  }
}
