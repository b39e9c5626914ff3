package dev.workflow.jackson3;

import com.fasterxml.jackson.databind.JsonNode;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueSerializer;

/** Writes a Jackson 2 tree with Jackson 3. Thread-safe. */
final class TreeSerializer extends ValueSerializer<JsonNode> {

  @Override
  public void serialize(JsonNode tree, JsonGenerator out, SerializationContext context) {
    if (tree.isObject()) {
      out.writeStartObject();
      tree.properties()
          .forEach(
              field -> {
                out.writeName(field.getKey());
                serialize(field.getValue(), out, context);
              });
      out.writeEndObject();
    } else if (tree.isArray()) {
      out.writeStartArray();
      tree.forEach(element -> serialize(element, out, context));
      out.writeEndArray();
    } else if (tree.isTextual()) {
      out.writeString(tree.textValue());
    } else if (tree.isIntegralNumber()) {
      out.writeNumber(tree.bigIntegerValue());
    } else if (tree.isNumber()) {
      out.writeNumber(tree.decimalValue());
    } else if (tree.isBoolean()) {
      out.writeBoolean(tree.booleanValue());
    } else {
      out.writeNull();
    }
  }

  @Override
  public boolean isEmpty(SerializationContext context, JsonNode tree) {
    return tree.isContainerNode() && tree.isEmpty();
  }
}
