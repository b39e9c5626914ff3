package dev.workflow.messaging.internal.recipient;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The data that a template reads besides that of its step. */
public final class RecipientData {

  /** The top-level names it takes. */
  public static final List<String> NAMES = List.of("variables", "recipient");

  private RecipientData() {}

  /** The step's data, the variables over it and under their own name. Parts are shared. */
  public static ObjectNode of(ObjectNode stepData, JsonNode variables) {
    ObjectNode data = Json.object();
    data.setAll(stepData);
    if (variables instanceof ObjectNode object) {
      data.setAll(object);
    }
    data.set("variables", variables.isObject() ? variables : Json.object());
    return data;
  }

  /** The same with whom the message is for. */
  public static ObjectNode with(
      ObjectNode data, String address, @Nullable String name, @Nullable String language) {
    ObjectNode recipient = Json.object().put("address", address);
    if (name != null) {
      recipient.put("name", name);
    }
    if (language != null) {
      recipient.put("language", language);
    }
    ObjectNode all = Json.object();
    all.setAll(data);
    all.set("recipient", recipient);
    return all;
  }
}
