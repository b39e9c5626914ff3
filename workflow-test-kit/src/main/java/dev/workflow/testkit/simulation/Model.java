package dev.workflow.testkit.simulation;

import dev.workflow.instance.InstanceState;
import dev.workflow.instance.StepState;
import dev.workflow.internal.decide.Transition;
import dev.workflow.spi.store.InstanceChange;
import dev.workflow.spi.store.InstanceKey;
import dev.workflow.spi.store.StoredInstance;
import dev.workflow.spi.store.WorkflowStore;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The model of what must be stored after every transaction, made from what the store acknowledged
 * and from the workflows themselves. Knows nothing of how the engine decides.
 */
final class Model {

  private final WorkflowStore store;
  private final Workload workload;
  private final ModelEvents events;
  private final ModelCalls calls;
  private final Map<InstanceKey, ModelInstance> instances = new LinkedHashMap<>();
  private @Nullable Broken broken;

  Model(WorkflowStore store, Workload workload) {
    this.store = store;
    this.workload = workload;
    this.events = new ModelEvents(workload);
    this.calls = new ModelCalls(this);
  }

  ModelCalls calls() {
    return calls;
  }

  ModelEvents events() {
    return events;
  }

  @Nullable ModelInstance find(InstanceKey key) {
    return instances.get(key);
  }

  /** The first thing that was broken: a node's engine may not swallow it. */
  @Nullable Broken broken() {
    return broken;
  }

  /** Runs a check whose outcome is kept. */
  void checking(Runnable check) {
    if (broken != null) {
      return;
    }
    try {
      check.run();
    } catch (Broken e) {
      broken = e;
    }
  }

  /** A node's transaction was committed. */
  void committed(String node, List<Deed> deeds) {
    if (!deeds.isEmpty()) {
      checking(() -> apply(node, deeds));
    }
  }

  private void apply(String node, List<Deed> deeds) {
    ModelEvents.Expectations expected = events.expect(deeds, List.copyOf(instances.values()));
    Set<InstanceKey> touched = new LinkedHashSet<>();
    List<Deed.Row> rows = new ArrayList<>();
    Set<String> completed = new HashSet<>();
    for (Deed deed : deeds) {
      if (deed instanceof Deed.Claimed claimed) {
        InstanceKey key = claimed.instance().row().key();
        known(key).claimed(node, claimed.instance());
        touched.add(key);
      } else if (deed instanceof Deed.Seen seen) {
        known(seen.instance().row().key()).seen(node, seen.instance());
      } else if (deed instanceof Deed.Written written && !written.fenced()) {
        touched.add(written.change().key());
        completed.addAll(written(node, written.change()));
      } else if (deed instanceof Deed.Row row) {
        rows.add(row);
      }
    }
    calls.committed(rows, completed);
    expected.check(this);
    verify(touched);
  }

  private Set<String> written(String node, InstanceChange change) {
    InstanceKey key = change.key();
    if (change.kind() == InstanceChange.Kind.INSERT) {
      if (instances.putIfAbsent(key, new ModelInstance(change.row(), workload)) != null) {
        throw new Broken(Guarantee.DURABLE_IN_ORDER, key, key + " was created twice");
      }
    }
    ModelInstance instance = known(key);
    Set<String> completed = new LinkedHashSet<>();
    for (Transition move : instance.write(node, change)) {
      if (move instanceof Transition.OfStep step && step.to() == StepState.COMPLETED) {
        calls.completed(node, instance, step.after());
        completed.add(key.id() + "/" + step.after().key());
      }
    }
    return completed;
  }

  private ModelInstance known(InstanceKey key) {
    ModelInstance instance = instances.get(key);
    if (instance == null) {
      throw new Broken(
          Guarantee.DURABLE_IN_ORDER, key, key + " is there and no committed transaction made it");
    }
    return instance;
  }

  private void verify(Set<InstanceKey> keys) {
    if (keys.isEmpty()) {
      return;
    }
    Map<InstanceKey, StoredInstance> stored = new LinkedHashMap<>();
    store
        .transact(transaction -> transaction.instances().read(keys))
        .forEach(instance -> stored.put(instance.row().key(), instance));
    keys.forEach(key -> known(key).verify(stored.get(key)));
  }

  /** What has not ended. */
  List<ModelInstance> open() {
    return instances.values().stream().filter(instance -> !instance.state().ended()).toList();
  }

  /** What must hold when everything has ended. */
  void finish() {
    verify(instances.keySet());
    events.finish(store);
    calls.finish(store);
    for (ModelInstance instance : instances.values()) {
      if (instance.state() == InstanceState.COMPLETED && !events.exited(instance)) {
        workload.first(instance.row().workflow().key()).stream()
            .filter(step -> !ModelInstance.ended(instance.step(step)))
            .findFirst()
            .ifPresent(
                step -> {
                  throw instance.broken(
                      Guarantee.NOTHING_IS_STUCK,
                      "it is COMPLETED and step " + step + " is " + instance.step(step));
                });
      }
    }
  }
}
