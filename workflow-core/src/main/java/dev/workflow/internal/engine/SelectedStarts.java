package dev.workflow.internal.engine;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Actor;
import dev.workflow.Cause;
import dev.workflow.Json;
import dev.workflow.SubjectRef;
import dev.workflow.TenantId;
import dev.workflow.WorkflowException;
import dev.workflow.condition.EvaluationContext;
import dev.workflow.internal.assignment.Governing;
import dev.workflow.internal.decide.ConcurrencyKey;
import dev.workflow.internal.decide.Effect;
import dev.workflow.internal.decide.InstanceData;
import dev.workflow.internal.decide.InstanceSnapshot;
import dev.workflow.internal.decide.StepTree;
import dev.workflow.internal.log.Log;
import dev.workflow.spi.TenantDirectory;
import dev.workflow.spi.store.StoreException;
import java.time.Duration;
import java.util.Optional;

/** Starts workflows for records that a step has listed, each once. */
final class SelectedStarts {

  private static final Log log = Log.of(SelectedStarts.class);

  /** For so long it is known that one has been started. */
  private static final Duration KNOWN = Duration.ofDays(90);

  private final UnitOfWork work;
  private final Starts starts;

  SelectedStarts(UnitOfWork work, Starts starts) {
    this.work = work;
    this.starts = starts;
  }

  void start(InstanceUpdate parent, Effect.StartWorkflow start, Effect.Other other) {
    InstanceSnapshot.Identity by = parent.snapshot().identity();
    StepTree tree = work.definitions().tree(by.tenant(), start.workflow());
    String once = "for " + other.once() + " " + other.subject();
    boolean first =
        work.transaction()
            .events()
            .openWindow(
                by.tenant(), start.workflow().key(), once, work.now(), work.now().plus(KNOWN));
    if (!first || refused(by.tenant(), tree, other.subject(), start)) {
      return;
    }
    Cause cause = by.cause().then(by.workflow().key(), by.id());
    InstanceSnapshot.Identity identity =
        new InstanceSnapshot.Identity(
            by.tenant(),
            start.id(),
            start.workflow(),
            other.subject(),
            null,
            start.input(),
            null,
            null,
            cause,
            work.now());
    String key;
    try {
      key = ConcurrencyKey.of(identity, work.context(by.tenant(), tree));
    } catch (StoreException e) {
      throw e;
    } catch (WorkflowException e) {
      log.warn(
          "Workflow {} of {} was not started for {}: {}",
          start.workflow(),
          by.tenant(),
          other.subject(),
          e.getMessage());
      return;
    }
    StartRequest request =
        new StartRequest(
            by.tenant(),
            tree,
            other.subject(),
            StartRequest.Data.ofInput(start.input()),
            key,
            Actor.ENGINE,
            parent.tree().principal(by));
    starts.selected(request, start.id(), cause);
  }

  /** Whether the workflow is governed, and another one is assigned to the subject. */
  private boolean refused(
      TenantId tenant, StepTree tree, SubjectRef subject, Effect.StartWorkflow start) {
    if (!tree.definition().governed()) {
      return false;
    }
    TenantDirectory.Settings settings = work.engine().tenant(tenant);
    ObjectNode event = Json.object();
    event.set("payload", start.input());
    ObjectNode data = InstanceData.ofEvent(tenant, settings, subject, event);
    Governing.Asked asked =
        work.engine()
            .governing()
            .ask(
                work.transaction(),
                tenant,
                subject,
                data,
                key ->
                    Optional.ofNullable(work.definitions().of(tenant).newest().get(key))
                        .map(StepTree::definition),
                EvaluationContext.of(work.now(), settings.zone()));
    return asked.refusal(tree.definition()) != null;
  }
}
