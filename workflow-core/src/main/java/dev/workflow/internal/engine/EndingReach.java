package dev.workflow.internal.engine;

import dev.workflow.Actor;
import dev.workflow.SubjectRef;
import dev.workflow.TenantId;
import dev.workflow.internal.decide.InstanceInput;
import dev.workflow.internal.decide.InstanceSnapshot;
import dev.workflow.internal.decide.SubWorkflows;
import dev.workflow.spi.store.InstanceKey;
import dev.workflow.spi.store.InstanceRow;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which instances an ending reaches besides those that are open: a FAILED one, because it could be
 * retried, and one that has ended and left messages behind, which are still to be sent. So a
 * customer who says yes after the last step gets no message of it any more.
 */
final class EndingReach {

  /** So many instances are read rather than judged by their version. */
  private static final int FEW = 50;

  private final UnitOfWork work;

  EndingReach(UnitOfWork work) {
    this.work = work;
  }

  /**
   * What an event may end.
   *
   * @param instances those of the workflows, and what such ones wait for or have waited for
   * @param heirs what sub-workflows have left behind, with the instances above each, nearest first
   */
  record Reached(Set<InstanceKey> instances, Map<InstanceKey, List<InstanceKey>> heirs) {

    Reached and(Reached others) {
      Set<InstanceKey> both = new LinkedHashSet<>(instances);
      both.addAll(others.instances);
      Map<InstanceKey, List<InstanceKey>> all = new LinkedHashMap<>(heirs);
      all.putAll(others.heirs);
      return new Reached(both, all);
    }
  }

  /** The instances of a subject that an event may end by the exit of one of the workflows. */
  Reached by(TenantId tenant, SubjectRef subject, Collection<String> workflows) {
    Set<InstanceKey> instances = new LinkedHashSet<>();
    Map<InstanceKey, List<InstanceKey>> heirs = new LinkedHashMap<>();
    for (InstanceRow row : work.transaction().instances().reachable(tenant, subject, workflows)) {
      if (workflows.contains(row.workflow().key())) {
        instances.add(row.key());
      }
      if (row.origin().parent() != null && row.progress().endedAt() != null) {
        heirs.put(row.key(), List.of());
      }
    }
    for (InstanceUpdate working : List.copyOf(work.instances().all())) {
      InstanceSnapshot snapshot = working.snapshot();
      InstanceSnapshot.Identity identity = snapshot.identity();
      if (identity.tenant().equals(tenant)
          && subject.equals(identity.subject())
          && mayGoOn(working)) {
        if (workflows.contains(identity.workflow().key())) {
          instances.add(working.key());
        }
        if (identity.parent() != null && snapshot.state().ended()) {
          heirs.put(working.key(), List.of());
        }
      }
    }
    Set<InstanceKey> unread = new LinkedHashSet<>();
    heirs.replaceAll((heir, none) -> above(heir, unread));
    for (List<InstanceKey> chain : heirs.values()) {
      chain.stream().filter(key -> workflows.contains(workflow(key))).forEach(instances::add);
    }
    work.transaction().instances().rows(unread).stream()
        .filter(row -> workflows.contains(row.workflow().key()))
        .forEach(row -> instances.add(row.key()));
    return new Reached(instances, heirs);
  }

  /** Whether something may happen to an instance that this transaction touches. */
  private static boolean mayGoOn(InstanceUpdate working) {
    InstanceSnapshot snapshot = working.snapshot();
    return !snapshot.state().ended()
        || (!snapshot.over() && (working.sends() || snapshot.mayBeRetried()));
  }

  /**
   * The instances that wait, or have waited, for an heir, the nearest first.
   *
   * @param unread takes those of them that cannot be read: they are reached when they continue
   */
  private List<InstanceKey> above(InstanceKey heir, Set<InstanceKey> unread) {
    List<InstanceKey> chain = new ArrayList<>();
    InstanceKey parent = parent(heir);
    while (parent != null) {
      (work.instances().find(parent).isPresent() ? chain : unread).add(parent);
      parent = parent(parent);
    }
    return chain;
  }

  /** What waits for an instance, which may be one that cannot be read; null: nothing does. */
  private @Nullable InstanceKey parent(InstanceKey key) {
    Optional<InstanceUpdate> found = work.instances().find(key);
    InstanceSnapshot.Parent parent =
        found.isPresent()
            ? found.get().snapshot().identity().parent()
            : work.transaction().instances().rows(List.of(key)).stream()
                .findFirst()
                .map(row -> InstanceRowMapper.parent(row.origin().parent()))
                .orElse(null);
    return parent == null ? null : new InstanceKey(key.tenant(), parent.instance());
  }

  private String workflow(InstanceKey key) {
    return work.instances()
        .find(key)
        .map(one -> one.snapshot().identity().workflow().key())
        .orElse("");
  }

  /**
   * Whether an instance has ended and something may happen nevertheless: of it, or of what it has
   * waited for.
   */
  boolean isUnfinished(InstanceUpdate instance) {
    if (!instance.snapshot().state().ended() || instance.snapshot().over()) {
      return false;
    }
    return mayGoOn(instance)
        || !work.transaction().instances().unfinished(List.of(instance.key())).isEmpty()
        || below(instance).stream().anyMatch(this::isUnfinished);
  }

  private List<InstanceUpdate> below(InstanceUpdate instance) {
    return SubWorkflows.ended(instance.snapshot().steps().values(), instance.tree()).stream()
        .flatMap(id -> work.instances().find(new InstanceKey(instance.key().tenant(), id)).stream())
        .toList();
  }

  /** Ends for good what sub-workflows of instances that are over have left behind. */
  void endHeirs(Reached reached) {
    reached
        .heirs()
        .forEach(
            (heir, above) ->
                above.stream()
                    .flatMap(key -> work.instances().find(key).stream())
                    .filter(one -> one.snapshot().over())
                    .findFirst()
                    .ifPresent(
                        one ->
                            end(
                                heir,
                                Actor.ENGINE,
                                "instance "
                                    + one.key().id()
                                    + ", which it belongs to, has ended")));
  }

  /**
   * Ends an instance for good: cancels it if it is open; of one that has ended nothing happens any
   * more.
   */
  void end(InstanceKey key, Actor actor, String reason) {
    work.instances()
        .reach(key, new InstanceInput.Cancel(actor, reason))
        .filter(instance -> !instance.snapshot().over())
        .ifPresent(
            instance ->
                work.handle(
                    instance,
                    instance.snapshot().state().ended()
                        ? new InstanceInput.EndSince(actor, reason)
                        : new InstanceInput.Cancel(actor, reason)));
  }

  /** Ends for good what is unfinished of instances that have ended, and of what they waited for. */
  void endUnfinished(Collection<InstanceKey> ended, String reason) {
    Set<InstanceKey> unfinished = work.transaction().instances().unfinished(ended);
    Set<InstanceKey> toEnd = new LinkedHashSet<>();
    List<InstanceRow> rows = work.transaction().instances().rows(ended);
    for (InstanceRow row : rows) {
      if (row.progress().endedAt() == null
          || unfinished.contains(row.key())
          || mayHaveStarted(row, rows.size())) {
        toEnd.add(row.key());
      }
    }
    ended.stream().filter(work.instances()::touches).forEach(toEnd::add);
    toEnd.forEach(key -> end(key, Actor.ENGINE, reason));
  }

  /**
   * Whether an instance may have started sub-workflows. An edit may have given it steps that its
   * version does not have: where there are few, each is read and tells.
   */
  boolean mayHaveStarted(InstanceRow row, int among) {
    return among <= FEW
        || SubWorkflows.in(work.definitions().tree(row.key().tenant(), row.workflow()));
  }

  /** The unfinished instances with a concurrency key, stored or touched here. */
  List<InstanceKey> unfinished(TenantId tenant, String workflow, String concurrencyKey) {
    Set<InstanceKey> keys =
        new LinkedHashSet<>(
            work.transaction().instances().unfinishedWithKey(tenant, workflow, concurrencyKey));
    for (InstanceUpdate working : work.instances().all()) {
      InstanceSnapshot.Identity identity = working.snapshot().identity();
      if (identity.tenant().equals(tenant)
          && workflow.equals(identity.workflow().key())
          && concurrencyKey.equals(identity.concurrencyKey())
          && working.snapshot().state().ended()
          && mayGoOn(working)) {
        keys.add(working.key());
      }
    }
    return List.copyOf(keys);
  }
}
