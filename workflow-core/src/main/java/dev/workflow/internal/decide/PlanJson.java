package dev.workflow.internal.decide;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.Actor;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A change of the steps as it stands in the journal. */
final class PlanJson {

  private PlanJson() {}

  static void write(JsonGenerator json, Transition.OfPlan plan) throws IOException {
    json.writeNumberField("p", plan.revision());
    if (plan.change() instanceof Plan.Edit edit) {
      edit(json, edit);
    } else if (plan.change() instanceof Plan.Migration migration) {
      json.writeNumberField("to", migration.version());
      if (!migration.ids().isEmpty()) {
        json.writeObjectFieldStart("ids");
        for (Map.Entry<String, String> id : migration.ids().entrySet()) {
          json.writeStringField(id.getKey(), id.getValue());
        }
        json.writeEndObject();
      }
      json.writeArrayFieldStart("edits");
      for (Plan.Edit edit : migration.edits()) {
        json.writeStartObject();
        edit(json, edit);
        json.writeEndObject();
      }
      json.writeEndArray();
    }
    if (!plan.dropped().isEmpty()) {
      json.writeArrayFieldStart("gone");
      for (StepKey key : plan.dropped()) {
        json.writeString(key.toString());
      }
      json.writeEndArray();
    }
    json.writeFieldName("diff");
    json.writeTree(plan.difference());
  }

  private static void edit(JsonGenerator json, Plan.Edit edit) throws IOException {
    json.writeFieldName("edit");
    json.writeTree(edit.changes());
    if (!edit.begun().isEmpty()) {
      json.writeObjectFieldStart("begun");
      for (Map.Entry<String, Integer> loop : edit.begun().entrySet()) {
        json.writeNumberField(loop.getKey(), loop.getValue());
      }
      json.writeEndObject();
    }
  }

  static Transition read(JsonNode json, Actor actor, Instant at) {
    List<StepKey> gone = new ArrayList<>();
    json.path("gone").forEach(key -> gone.add(StepKey.parse(key.textValue())));
    return new Transition.OfPlan(
        json.get("p").intValue(), change(json), gone, json.path("diff"), actor, at);
  }

  private static Plan.Change change(JsonNode json) {
    if (!json.has("to")) {
      return edit(json);
    }
    Map<String, String> ids = new LinkedHashMap<>();
    json.path("ids").properties().forEach(id -> ids.put(id.getKey(), id.getValue().textValue()));
    List<Plan.Edit> edits = new ArrayList<>();
    json.path("edits").forEach(one -> edits.add(edit(one)));
    return new Plan.Migration(json.get("to").intValue(), ids, edits);
  }

  private static Plan.Edit edit(JsonNode json) {
    Map<String, Integer> begun = new LinkedHashMap<>();
    json.path("begun")
        .properties()
        .forEach(loop -> begun.put(loop.getKey(), loop.getValue().intValue()));
    return new Plan.Edit(json.path("edit"), begun);
  }
}
