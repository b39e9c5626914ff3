package dev.workflow.internal.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Actor;
import dev.workflow.Event;
import dev.workflow.InstanceId;
import dev.workflow.Json;
import dev.workflow.instance.InstanceState;
import dev.workflow.internal.decide.InstanceInput;
import dev.workflow.internal.decide.StepKey;
import dev.workflow.internal.decide.StepLock;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Inputs that could not reach an instance that is set aside, as JSON. */
final class MissedInputs {

  private MissedInputs() {}

  /** Null: it need not be kept, because time or the next look brings it again. */
  static @Nullable ObjectNode json(InstanceInput what) {
    if (what instanceof InstanceInput.Arrival arrival) {
      return (ObjectNode) Json.object().set("event", arrival.event().toJson());
    } else if (what instanceof InstanceInput.Cancel cancel) {
      return Json.object().put("cancel", cancel.reason() == null ? "" : cancel.reason());
    } else if (what instanceof InstanceInput.ExitHolds exit) {
      return Json.object().put("exit", exit.reason());
    } else if (what instanceof InstanceInput.ChildEnded child) {
      ObjectNode json =
          Json.object()
              .put("step", child.step().toString())
              .put("child", child.child().toString())
              .put("state", child.state().name())
              .put("reason", child.reason());
      if (child.output() != null) {
        json.set("output", child.output());
      }
      return json;
    }
    if (what instanceof InstanceInput.LockGranted granted) {
      return Json.object().put("lock", granted.lock().key()).put("claim", granted.lock().claim());
    }
    return null;
  }

  static InstanceInput input(JsonNode json) {
    if (json.has("event")) {
      return new InstanceInput.Arrival(Event.parse(json.get("event")), Set.of());
    } else if (json.has("cancel")) {
      return new InstanceInput.Cancel(Actor.ENGINE, json.get("cancel").textValue());
    }
    if (json.has("exit")) {
      return new InstanceInput.ExitHolds(json.get("exit").textValue());
    } else if (json.has("lock")) {
      return new InstanceInput.LockGranted(
          new StepLock(json.get("lock").textValue(), json.path("claim").textValue(), false));
    }
    return new InstanceInput.ChildEnded(
        StepKey.parse(json.get("step").textValue()),
        InstanceId.parse(json.get("child").textValue()),
        InstanceState.of(json.get("state").textValue()),
        json.get("output"),
        json.path("reason").textValue());
  }
}
