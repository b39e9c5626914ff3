package dev.workflow.execution;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Actor;
import dev.workflow.Event;
import dev.workflow.InstanceId;
import dev.workflow.Json;
import dev.workflow.instance.InstanceState;
import dev.workflow.instance.StepKey;
import dev.workflow.instance.Stimulus;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What could not reach an instance that is set aside, as JSON. */
final class MissedStimuli {

  private MissedStimuli() {}

  /** Null: it need not be kept, because time or the next look brings it again. */
  static @Nullable ObjectNode json(Stimulus what) {
    if (what instanceof Stimulus.Arrival arrival) {
      return (ObjectNode) Json.object().set("event", arrival.event().toJson());
    } else if (what instanceof Stimulus.Cancel cancel) {
      return Json.object().put("cancel", cancel.reason() == null ? "" : cancel.reason());
    } else if (what instanceof Stimulus.ChildEnded child) {
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
    return null;
  }

  static Stimulus stimulus(JsonNode json) {
    if (json.has("event")) {
      return new Stimulus.Arrival(Event.parse(json.get("event")), Set.of());
    } else if (json.has("cancel")) {
      return new Stimulus.Cancel(Actor.ENGINE, json.get("cancel").textValue());
    }
    return new Stimulus.ChildEnded(
        StepKey.parse(json.get("step").textValue()),
        InstanceId.parse(json.get("child").textValue()),
        InstanceState.valueOf(json.get("state").textValue()),
        json.get("output"),
        json.path("reason").textValue());
  }
}
