package dev.workflow.execution;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.Actor;
import dev.workflow.Cause;
import dev.workflow.Event;
import dev.workflow.InstanceId;
import dev.workflow.SubjectRef;
import dev.workflow.TenantId;
import dev.workflow.definition.Concurrency;
import dev.workflow.definition.WorkflowDefinition;
import dev.workflow.instance.Effect;
import dev.workflow.instance.InstanceSnapshot;
import dev.workflow.instance.InstanceState;
import dev.workflow.instance.StepTree;
import dev.workflow.instance.Stimulus;
import dev.workflow.spi.store.InstanceKey;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Creates instances and starts them as far as their workflow's concurrency allows. */
final class Starts {

  private final UnitOfWork work;

  Starts(UnitOfWork work) {
    this.work = work;
  }

  /**
   * What to start.
   *
   * @param event the accepted event with its id; null: started otherwise, with {@code input}
   */
  record Request(
      TenantId tenant,
      StepTree workflow,
      @Nullable SubjectRef subject,
      @Nullable Event event,
      @Nullable JsonNode eventJson,
      @Nullable JsonNode input,
      @Nullable String concurrencyKey,
      Actor actor) {}

  /** The instance, or empty if one with the same key is active and the policy is to skip. */
  Optional<Working> start(Request request) {
    Concurrency.Policy policy = request.workflow().definition().concurrency().policy();
    boolean queued = false;
    if (request.concurrencyKey() != null && policy != Concurrency.Policy.ALLOW) {
      String workflow = request.workflow().definition().key();
      if (policy == Concurrency.Policy.REPLACE) {
        replace(request, work.openWithKey(request.tenant(), workflow, request.concurrencyKey()));
      } else {
        boolean open =
            work.firstWithKey(request.tenant(), workflow, request.concurrencyKey()).isPresent();
        if (open && policy == Concurrency.Policy.SKIP) {
          return Optional.empty();
        }
        queued = open;
      }
    }
    Cause cause =
        request.event() == null || request.event().cause() == null
            ? new Cause(List.of())
            : request.event().cause();
    Working created = create(request, work.newId(), null, cause);
    if (!queued) {
      work.stimulate(created, new Stimulus.Start(request.actor()));
    }
    return Optional.of(created);
  }

  /** The others end for good: those that are open, have failed, or have left messages behind. */
  private void replace(Request request, List<InstanceKey> open) {
    Set<InstanceKey> others = new LinkedHashSet<>(open);
    others.addAll(
        work.reach()
            .unfinished(
                request.tenant(),
                request.workflow().definition().key(),
                String.valueOf(request.concurrencyKey())));
    others.forEach(
        key ->
            work.reach().end(key, Actor.ENGINE, "replaced by a newer instance with the same key"));
  }

  /** A sub-workflow of a step. */
  void child(Working parent, Effect.StartWorkflow start) {
    InstanceSnapshot.Identity identity = parent.snapshot().identity();
    StepTree tree = work.tree(identity.tenant(), start.workflow());
    Request request =
        new Request(
            identity.tenant(),
            tree,
            identity.subject(),
            null,
            identity.event(),
            start.input(),
            null,
            Actor.ENGINE);
    InstanceSnapshot.Parent answers =
        start.answers() == null
            ? null
            : new InstanceSnapshot.Parent(identity.id(), start.answers());
    Cause cause = identity.cause().then(identity.workflow().key(), identity.id());
    Working child = create(request, start.id(), answers, cause);
    work.stimulate(child, new Stimulus.Start(Actor.ENGINE));
  }

  private Working create(
      Request request, InstanceId id, InstanceSnapshot.@Nullable Parent parent, Cause cause) {
    WorkflowDefinition definition = request.workflow().definition();
    work.wiring().chains().started(request.tenant(), cause);
    InstanceSnapshot.Identity identity =
        new InstanceSnapshot.Identity(
            request.tenant(),
            id,
            definition.ref(),
            request.subject(),
            request.eventJson(),
            request.input(),
            parent,
            request.concurrencyKey(),
            cause,
            work.now());
    return work.create(
        identity, request.event() == null ? null : request.event().id(), request.workflow());
  }

  /** Whether an instance waits in a queue. */
  static boolean queued(Working working) {
    return working.snapshot().state() == InstanceState.DRAFT;
  }
}
