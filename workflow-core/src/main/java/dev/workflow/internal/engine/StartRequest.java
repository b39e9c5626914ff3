package dev.workflow.internal.engine;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.Actor;
import dev.workflow.Cause;
import dev.workflow.Event;
import dev.workflow.InstanceId;
import dev.workflow.SubjectRef;
import dev.workflow.TenantId;
import dev.workflow.internal.decide.StepTree;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An instance that is to be started.
 *
 * @param principal as whom its actions act; null: as who published its version
 */
record StartRequest(
    TenantId tenant,
    StepTree workflow,
    @Nullable SubjectRef subject,
    Data data,
    @Nullable String concurrencyKey,
    Actor actor,
    @Nullable Actor principal) {

  /**
   * What it begins with.
   *
   * @param event the accepted event with its id; null: started otherwise
   * @param eventJson the event that it sees; null: none
   * @param restarts which instance it starts again; null: none
   */
  record Data(
      @Nullable Event event,
      @Nullable JsonNode eventJson,
      @Nullable JsonNode input,
      @Nullable InstanceId restarts) {

    static Data ofEvent(Event event, JsonNode json) {
      return new Data(event, json, null, null);
    }

    static Data ofInput(@Nullable JsonNode input) {
      return new Data(null, null, input, null);
    }

    /** What led to it. */
    Cause cause() {
      return event == null || event.cause() == null ? new Cause(List.of()) : event.cause();
    }

    @Nullable String eventId() {
      return event == null ? null : event.id();
    }
  }

  /** The principal as it is written down: that of the engine's own workflows is not. */
  @Nullable Actor writtenPrincipal() {
    return Actor.ENGINE.equals(principal) && workflow.publisher().equals(Actor.ENGINE)
        ? null
        : principal;
  }
}
