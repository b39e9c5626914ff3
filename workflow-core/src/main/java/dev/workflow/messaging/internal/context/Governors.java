package dev.workflow.messaging.internal.context;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Event;
import dev.workflow.condition.EvaluationContext;
import dev.workflow.internal.assignment.Governing;
import dev.workflow.internal.decide.StepTree;
import dev.workflow.internal.engine.EngineContext;
import dev.workflow.messaging.internal.routing.Governor;
import dev.workflow.spi.store.StoreTransaction;
import dev.workflow.trigger.TenantWorkflows;
import java.util.Optional;

/** What assignments say to routing. */
public final class Governors {

  private Governors() {}

  /** By what a transaction sees. */
  public static Governor of(
      EngineContext engine,
      StoreTransaction transaction,
      TenantWorkflows workflows,
      Event event,
      ObjectNode data,
      EvaluationContext context) {
    Governing.Asked asked =
        engine
            .governing()
            .ask(
                transaction,
                event.tenant(),
                event.subject(),
                data,
                key -> Optional.ofNullable(workflows.newest().get(key)).map(StepTree::definition),
                context);
    return workflow -> {
      Governing.Refusal refusal = asked.refusal(workflow);
      return refusal == null ? null : new Governor.Refusal(refusal.none(), refusal.because());
    };
  }
}
