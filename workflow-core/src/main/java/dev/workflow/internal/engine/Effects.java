package dev.workflow.internal.engine;

import dev.workflow.InstanceId;
import dev.workflow.TenantId;
import dev.workflow.instance.InstanceState;
import dev.workflow.internal.decide.Effect;
import dev.workflow.internal.decide.InstanceInput;
import dev.workflow.spi.store.InstanceKey;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Carries out what decisions want done inside the store: other instances, events, queues. */
final class Effects {

  private final UnitOfWork work;
  private final Set<String> released = new HashSet<>(0);

  Effects(UnitOfWork work) {
    this.work = work;
  }

  /**
   * Runs until no effect is left. Effects give rise to effects, but only as long as the {@link
   * dev.workflow.internal.decide.Budget} of their tenant lasts: then nothing more is begun, and
   * what began continues in other transactions.
   */
  void runAll() {
    List<InstanceUpdate> some = withEffects();
    while (!some.isEmpty()) {
      work.instances()
          .secure(some.stream().filter(one -> one.hasEffects(effect -> !beside(effect))).toList());
      some.stream().filter(work.instances()::has).forEach(this::run);
      some = withEffects();
    }
  }

  private List<InstanceUpdate> withEffects() {
    return work.instances().all().stream().filter(InstanceUpdate::hasEffects).toList();
  }

  private void run(InstanceUpdate working) {
    List<Effect> effects = working.takeEffects();
    Set<InstanceKey> left = work.left().children(working, effects);
    for (Effect effect : effects) {
      if (beside(effect)) {
        working.keep(effect);
      } else if (!(effect instanceof Effect.CancelChild cancel
          && left.contains(new InstanceKey(working.key().tenant(), cancel.child())))) {
        run(working, effect);
      }
    }
  }

  private static boolean beside(Effect effect) {
    return effect instanceof Effect.Send || effect instanceof Effect.CancelMessages;
  }

  private void run(InstanceUpdate working, Effect effect) {
    if (effect instanceof Effect.Publish publish) {
      work.intake().accept(publish.event(), working, working.begunSince(publish));
    } else if (effect instanceof Effect.StartWorkflow start) {
      work.starts().child(working, start);
    } else if (effect instanceof Effect.TellParent tell) {
      InstanceId child = working.key().id();
      InstanceInput ended =
          new InstanceInput.ChildEnded(
              tell.parent().step(), child, tell.state(), tell.output(), tell.reason());
      work.instances()
          .reach(new InstanceKey(working.key().tenant(), tell.parent().instance()), ended)
          .ifPresent(parent -> work.handle(parent, ended));
    } else if (effect instanceof Effect.CancelChild cancel) {
      work.reach()
          .end(
              new InstanceKey(working.key().tenant(), cancel.child()),
              dev.workflow.Actor.ENGINE,
              cancel.reason());
    } else if (effect instanceof Effect.NotEvaluable found) {
      MaskedConditions.found(work, working, found);
    } else if (effect instanceof Effect.EndSince end) {
      work.reach()
          .endUnfinished(
              end.children().stream()
                  .map(child -> new InstanceKey(working.key().tenant(), child))
                  .toList(),
              end.reason());
    } else if (effect instanceof Effect.AnswerEarly early) {
      TaskCompletion.early(work, working, early);
    } else if (effect instanceof Effect.ClaimLock claim) {
      work.locks().claim(working, claim.lock());
    } else if (effect instanceof Effect.ReleaseLock release) {
      work.locks().release(working.key(), release.lock());
    } else if (effect instanceof Effect.ReleaseQueue release) {
      release(working, release);
    } else {
      work.pausing().run(working, effect);
    }
  }

  /** Of many that end and were marked before, which nobody has waited for since, one tells. */
  private void release(InstanceUpdate ended, Effect.ReleaseQueue release) {
    boolean marked = EndMark.of(ended.stored().row()) != null;
    String queue = ended.key().tenant() + "/" + release.workflow() + "/" + release.concurrencyKey();
    if (!marked || released.add(queue)) {
      release(ended.key().tenant(), release.workflow(), release.concurrencyKey());
    }
  }

  /** One that waits for a paused instance stays in its place until that is resumed. */
  void release(TenantId tenant, String workflow, String concurrencyKey) {
    work.instances()
        .firstWithKey(tenant, workflow, concurrencyKey)
        .filter(key -> !work.instances().isAsked(key))
        .filter(key -> work.instances().state(key) == InstanceState.DRAFT)
        .flatMap(work.instances()::load)
        .filter(next -> work.pausing().pausedAbove(next).isEmpty())
        .ifPresent(next -> work.handle(next, new InstanceInput.Start(dev.workflow.Actor.ENGINE)));
  }
}
