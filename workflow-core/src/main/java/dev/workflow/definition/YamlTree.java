package dev.workflow.definition;

import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import dev.workflow.internal.text.Wording;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads YAML into a JSON tree. An alias is a copy of what its anchor is at; all copies together are
 * bounded, so that a few lines cannot stand for gigabytes.
 */
final class YamlTree {

  /** The merge key of YAML 1.1 (yaml.org/type/merge.html). */
  private static final String MERGE = "<<";

  private static final int MAX_NODES = 200_000;
  private static final JsonNodeFactory NODES = JsonNodeFactory.withExactBigDecimals(true);

  private final YAMLParser parser;
  private final Map<String, JsonNode> anchors = new HashMap<>();
  private final Map<String, Integer> sizes = new HashMap<>();
  private final ScalarAnchors scalars;
  private int nodes;

  private YamlTree(YAMLParser parser, ScalarAnchors scalars) {
    this.parser = parser;
    this.scalars = scalars;
  }

  /** What is wrong with a YAML document that a parser would let pass. */
  static final class RefusedException extends IOException {

    private static final long serialVersionUID = 1L;

    RefusedException(String message) {
      super(message);
    }
  }

  /** The one document of the text; null if there is none. */
  static @Nullable JsonNode read(YAMLParser parser, ScalarAnchors scalars) throws IOException {
    YamlTree tree = new YamlTree(parser, scalars);
    if (parser.nextToken() == null) {
      return null;
    }
    JsonNode root = tree.value(0);
    if (parser.nextToken() != null) {
      throw tree.refused("a second document begins");
    }
    return root;
  }

  private JsonNode value(int depth) throws IOException {
    if (depth > CanonicalTree.MAX_DEPTH) {
      throw refused("it is nested deeper than " + CanonicalTree.MAX_DEPTH + " levels");
    }
    if (parser.isCurrentAlias()) {
      return alias(parser.getText());
    }
    String anchor =
        parser.getObjectId() == null
            ? scalars.at(parser.currentTokenLocation())
            : String.valueOf(parser.getObjectId());
    int before = nodes;
    count(1);
    JsonNode value =
        switch (parser.currentToken()) {
          case START_OBJECT -> object(depth);
          case START_ARRAY -> array(depth);
          default -> scalar();
        };
    if (anchor != null) {
      anchors.put(anchor, value);
      sizes.put(anchor, nodes - before);
    }
    return value;
  }

  private JsonNode alias(String anchor) throws IOException {
    JsonNode value = anchors.get(anchor);
    if (value == null) {
      throw refused(
          "the alias *" + Wording.clip(anchor) + " has no anchor that is complete before it");
    }
    count(sizes.getOrDefault(anchor, 1));
    return value.deepCopy();
  }

  private void count(int more) throws IOException {
    nodes += more;
    if (nodes > MAX_NODES) {
      throw refused("it expands to more than " + MAX_NODES + " values");
    }
  }

  private ObjectNode object(int depth) throws IOException {
    ObjectNode object = NODES.objectNode();
    JsonNode merged = null;
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String key = parser.currentName();
      if (object.has(key) || (key.equals(MERGE) && merged != null)) {
        throw refused("the key " + Wording.quoted(key) + " appears twice in one object");
      }
      parser.nextToken();
      JsonNode value = value(depth + 1);
      if (key.equals(MERGE)) {
        merged = value;
      } else {
        object.set(key, value);
      }
    }
    if (merged != null) {
      merge(merged, object);
    }
    return object;
  }

  /** Adds the keys that an object does not have itself; of several objects the first one counts. */
  private void merge(JsonNode merged, ObjectNode object) throws IOException {
    for (JsonNode one : merged.isArray() ? merged : List.of(merged)) {
      if (!one.isObject()) {
        throw refused("the merge key << takes an object or a list of objects");
      }
      one.properties().forEach(field -> object.putIfAbsent(field.getKey(), field.getValue()));
    }
  }

  private ArrayNode array(int depth) throws IOException {
    ArrayNode array = NODES.arrayNode();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      array.add(value(depth + 1));
    }
    return array;
  }

  private JsonNode scalar() throws IOException {
    return switch (parser.currentToken()) {
      case VALUE_NUMBER_INT -> NODES.numberNode(parser.getBigIntegerValue());
      case VALUE_NUMBER_FLOAT -> {
        if (parser.isNaN()) {
          throw refused(Wording.clip(parser.getText()) + " is not a number of JSON");
        }
        yield NODES.numberNode(parser.getDecimalValue());
      }
      case VALUE_TRUE -> NODES.booleanNode(true);
      case VALUE_FALSE -> NODES.booleanNode(false);
      case VALUE_NULL -> NullNode.instance;
      case VALUE_STRING -> NODES.textNode(parser.getText());
      default -> throw refused("it holds " + parser.currentToken() + ", which has no JSON form");
    };
  }

  private RefusedException refused(String message) {
    return new RefusedException(
        "in line " + parser.currentTokenLocation().getLineNr() + ": " + message);
  }
}
