package dev.workflow.internal.engine;

import dev.workflow.Actor;
import dev.workflow.Cause;
import dev.workflow.InstanceId;
import dev.workflow.InvalidInputException;
import dev.workflow.TenantId;
import dev.workflow.definition.Concurrency;
import dev.workflow.definition.WorkflowDefinition;
import dev.workflow.expression.ExpressionException;
import dev.workflow.instance.InstanceState;
import dev.workflow.internal.decide.ConcurrencyKey;
import dev.workflow.internal.decide.Effect;
import dev.workflow.internal.decide.InstanceInput;
import dev.workflow.internal.decide.InstanceSnapshot;
import dev.workflow.internal.decide.StepTree;
import dev.workflow.spi.store.InstanceKey;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Creates instances and starts them as far as their workflow's concurrency allows. */
final class Starts {

  private static final String REPLACED = "replaced by a newer instance with the same key";

  private final UnitOfWork work;

  Starts(UnitOfWork work) {
    this.work = work;
  }

  /** The instance, or empty if one with the same key is active and the policy is to skip. */
  Optional<InstanceUpdate> start(StartRequest request) {
    return start(request, null);
  }

  /**
   * The same.
   *
   * @param begins not before, if its subject is quiet until then; null: at once
   */
  Optional<InstanceUpdate> start(StartRequest request, @Nullable Instant begins) {
    Admitted admitted = admit(request.tenant(), request.workflow(), request.concurrencyKey());
    if (admitted == Admitted.NOT) {
      return Optional.empty();
    }
    InstanceUpdate created = create(request, work.newId(), null, request.data().cause());
    if (begins != null) {
      work.handle(created, Settling.until(begins));
    }
    if (admitted == Admitted.NOW) {
      work.handle(created, new InstanceInput.Start(request.actor()));
    }
    return Optional.of(created);
  }

  /** An instance that somebody is to begin. */
  InstanceUpdate draft(StartRequest request) {
    return create(request, work.newId(), null, new Cause(List.of()));
  }

  /** What the concurrency of its workflow lets become of an instance. */
  private enum Admitted {
    NOW,
    /** It is created, and starts when its turn comes. */
    LATER,
    NOT
  }

  /** Ends those that a new instance replaces. */
  private Admitted admit(TenantId tenant, StepTree tree, @Nullable String key) {
    Concurrency.Policy policy = tree.definition().concurrency().policy();
    if (key == null || policy == Concurrency.Policy.ALLOW) {
      return Admitted.NOW;
    }
    String workflow = tree.definition().key();
    if (policy == Concurrency.Policy.REPLACE) {
      replace(tenant, workflow, key);
      return Admitted.NOW;
    }
    if (work.instances().firstWithKey(tenant, workflow, key).isEmpty()) {
      return Admitted.NOW;
    }
    return policy == Concurrency.Policy.SKIP ? Admitted.NOT : Admitted.LATER;
  }

  /** The others end for good: those that are open, have failed, or have left messages behind. */
  private void replace(TenantId tenant, String workflow, String concurrencyKey) {
    Set<InstanceKey> others =
        new LinkedHashSet<>(work.instances().openWithKey(tenant, workflow, concurrencyKey));
    others.addAll(work.reach().unfinished(tenant, workflow, concurrencyKey));
    others.removeAll(work.left().replaced(others, REPLACED));
    others.forEach(key -> work.reach().end(key, Actor.ENGINE, REPLACED));
  }

  /** A workflow that a step starts. The step hears of it if it does not start. */
  void child(InstanceUpdate parent, Effect.StartWorkflow start) {
    if (start.other() != null) {
      new SelectedStarts(work, this).start(parent, start, start.other());
      return;
    }
    InstanceSnapshot.Identity identity = parent.snapshot().identity();
    StepTree tree = work.definitions().tree(identity.tenant(), start.workflow());
    InstanceSnapshot.Parent answers =
        start.awaited() ? new InstanceSnapshot.Parent(identity.id(), start.by()) : null;
    Cause cause = identity.cause().then(identity.workflow().key(), identity.id());
    String key;
    try {
      key = key(parent, start, tree, answers, cause);
    } catch (ExpressionException | InvalidInputException e) {
      refuse(parent, start, String.valueOf(e.getMessage()), true);
      return;
    }
    if (key != null && start.awaited() && waitsFor(parent, tree, key)) {
      refuse(parent, start, "it would wait for itself: " + held(tree, key), true);
      return;
    }
    Admitted admitted = admit(identity.tenant(), tree, key);
    if (admitted == Admitted.NOT) {
      refuse(parent, start, held(tree, key), false);
      return;
    }
    StartRequest request =
        new StartRequest(
            identity.tenant(),
            tree,
            identity.subject(),
            new StartRequest.Data(null, identity.event(), start.input(), null),
            key,
            Actor.ENGINE,
            parent.tree().principal(identity));
    work.engine().chains().leads(identity);
    InstanceUpdate child = create(request, start.id(), answers, cause);
    if (admitted == Admitted.NOW) {
      work.handle(child, new InstanceInput.Start(Actor.ENGINE));
    }
  }

  private static String held(StepTree tree, @Nullable String key) {
    return "an instance of \"" + tree.definition().key() + "\" with key \"" + key + "\" is active";
  }

  private void refuse(
      InstanceUpdate parent, Effect.StartWorkflow start, String reason, boolean failed) {
    work.handle(parent, new InstanceInput.NotStarted(start.by(), start.id(), reason, failed));
  }

  private @Nullable String key(
      InstanceUpdate parent,
      Effect.StartWorkflow start,
      StepTree tree,
      InstanceSnapshot.@Nullable Parent answers,
      Cause cause) {
    if (tree.definition().concurrency().key() == null) {
      return null;
    }
    InstanceSnapshot.Identity identity = parent.snapshot().identity();
    return ConcurrencyKey.of(
        new InstanceSnapshot.Identity(
            identity.tenant(),
            start.id(),
            start.workflow(),
            identity.subject(),
            identity.event(),
            start.input(),
            answers,
            null,
            cause,
            work.now()),
        work.context(identity.tenant(), tree));
  }

  /** Whether an instance that has the key waits for what is to be started with it. */
  private boolean waitsFor(InstanceUpdate parent, StepTree tree, String key) {
    Concurrency.Policy policy = tree.definition().concurrency().policy();
    if (policy != Concurrency.Policy.QUEUE && policy != Concurrency.Policy.REPLACE) {
      return false;
    }
    InstanceUpdate at = parent;
    while (at != null) {
      InstanceSnapshot.Identity identity = at.snapshot().identity();
      if (key.equals(identity.concurrencyKey())
          && identity.workflow().key().equals(tree.definition().key())
          && !at.snapshot().state().ended()) {
        return true;
      }
      InstanceSnapshot.Parent above = identity.parent();
      at =
          above == null
              ? null
              : work.instances()
                  .load(new InstanceKey(identity.tenant(), above.instance()))
                  .orElse(null);
    }
    return false;
  }

  /** One of many that a step starts for others, if concurrency lets it. */
  void selected(StartRequest request, InstanceId id, Cause cause) {
    Admitted admitted = admit(request.tenant(), request.workflow(), request.concurrencyKey());
    if (admitted != Admitted.NOT) {
      InstanceUpdate created = added(request, id, null, cause);
      if (admitted == Admitted.NOW) {
        work.handle(created, new InstanceInput.Start(request.actor()));
      }
    }
  }

  private InstanceUpdate create(
      StartRequest request, InstanceId id, InstanceSnapshot.@Nullable Parent parent, Cause cause) {
    work.engine().chains().started(request.tenant(), cause);
    return added(request, id, parent, cause);
  }

  private InstanceUpdate added(
      StartRequest request, InstanceId id, InstanceSnapshot.@Nullable Parent parent, Cause cause) {
    WorkflowDefinition definition = request.workflow().definition();
    InstanceSnapshot.Identity identity =
        new InstanceSnapshot.Identity(
            request.tenant(),
            id,
            definition.ref(),
            request.subject(),
            request.data().eventJson(),
            request.data().input(),
            parent,
            request.concurrencyKey(),
            cause,
            work.now(),
            request.data().restarts(),
            request.writtenPrincipal());
    return work.create(identity, request.data().eventId(), request.workflow());
  }

  /** Whether an instance waits in a queue. */
  static boolean queued(InstanceUpdate working) {
    return working.snapshot().state() == InstanceState.DRAFT;
  }
}
