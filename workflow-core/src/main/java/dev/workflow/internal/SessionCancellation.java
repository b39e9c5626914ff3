package dev.workflow.internal;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.Instances;
import dev.workflow.action.ProviderAction;
import dev.workflow.instance.StepState;
import dev.workflow.internal.engine.Handlers;
import dev.workflow.internal.log.Log;
import dev.workflow.spi.ActionHandler;
import dev.workflow.spi.EngineListener;
import dev.workflow.spi.ProviderSession;
import dev.workflow.spi.TaskProvider;
import org.jspecify.annotations.Nullable;

/**
 * Cancels the sessions at providers whose steps have ended otherwise: skipped, timed out, cancelled
 * with their instance, or answered by a person.
 */
final class SessionCancellation implements EngineListener {

  private static final Log log = Log.of(SessionCancellation.class);

  private @Nullable Instances instances;
  private @Nullable Handlers<ActionHandler> actions;

  void of(Instances all, Handlers<ActionHandler> handlers) {
    instances = all;
    actions = handlers;
  }

  @Override
  public void stepMoved(StepMove move) {
    StepState to = move.to();
    boolean ended = !to.open() && to != StepState.PENDING;
    if (!ended
        || instances == null
        || actions == null
        || !(actions.find(move.action()) instanceof ProviderAction<?> action)) {
      return;
    }
    JsonNode output = instances.get(move.tenant(), move.instance()).step(move.step()).output();
    ProviderSession session = output == null ? null : action.session(output);
    if (output == null || session == null || action.byProvider(output)) {
      return;
    }
    TaskProvider<?> provider = action.provider(output.path("provider").asText());
    if (provider == null) {
      return;
    }
    try {
      provider.cancel(session);
    } catch (Exception e) {
      log.warn(
          "The session {} of step {} of instance {} could not be cancelled at {}: {}",
          session.id(),
          move.step(),
          move.instance(),
          provider.name(),
          e.toString());
    }
  }
}
