package dev.workflow.jackson3;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.deser.std.StdDeserializer;

/**
 * Reads a Jackson 2 tree with Jackson 3; the parser's limits bound its depth. Thread-safe.
 *
 * @param <T> the kind of tree
 */
final class TreeDeserializer<T extends JsonNode> extends StdDeserializer<T> {

  private static final JsonNodeFactory NODES = JsonNodeFactory.withExactBigDecimals(true);

  private final Class<T> kind;

  TreeDeserializer(Class<T> kind) {
    super(kind);
    this.kind = kind;
  }

  @Override
  public T deserialize(JsonParser in, DeserializationContext context) {
    JsonNode tree = read(in);
    if (!kind.isInstance(tree)) {
      return context.reportInputMismatch(
          kind, "expected %s", kind == ObjectNode.class ? "an object" : "a list");
    }
    return kind.cast(tree);
  }

  /** JSON null is a value of its own, as everywhere in the engine. */
  @Override
  public @Nullable Object getNullValue(DeserializationContext context) {
    return kind.isInstance(NODES.nullNode()) ? NODES.nullNode() : null;
  }

  /** What is not there is no JSON null. */
  @Override
  public @Nullable Object getAbsentValue(DeserializationContext context) {
    return null;
  }

  private static JsonNode read(JsonParser in) {
    return switch (in.currentToken()) {
      case START_OBJECT -> object(in);
      case START_ARRAY -> array(in);
      case VALUE_NUMBER_INT -> integer(in);
      case VALUE_NUMBER_FLOAT -> NODES.numberNode(in.getDecimalValue());
      case VALUE_TRUE -> NODES.booleanNode(true);
      case VALUE_FALSE -> NODES.booleanNode(false);
      case VALUE_NULL -> NODES.nullNode();
      default -> NODES.textNode(in.getString());
    };
  }

  /**
   * In the smallest node that holds it, so that trees that are read by either Jackson are equal.
   */
  private static JsonNode integer(JsonParser in) {
    return switch (in.getNumberType()) {
      case INT -> NODES.numberNode(in.getIntValue());
      case LONG -> NODES.numberNode(in.getLongValue());
      default -> NODES.numberNode(in.getBigIntegerValue());
    };
  }

  private static ObjectNode object(JsonParser in) {
    ObjectNode object = NODES.objectNode();
    while (in.nextToken() != JsonToken.END_OBJECT) {
      String name = in.currentName();
      in.nextToken();
      object.set(name, read(in));
    }
    return object;
  }

  private static ArrayNode array(JsonParser in) {
    ArrayNode array = NODES.arrayNode();
    while (in.nextToken() != JsonToken.END_ARRAY) {
      array.add(read(in));
    }
    return array;
  }
}
