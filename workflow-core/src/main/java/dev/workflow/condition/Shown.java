package dev.workflow.condition;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Iterator;
import java.util.Map;

/**
 * JSON values for people: on one line and of bounded length, whatever the size and depth of the
 * value.
 */
final class Shown {

  private static final int LINE = 80;
  private static final int TREE = 1_000;

  private final StringBuilder out = new StringBuilder();
  private final int limit;

  private Shown(int limit) {
    this.limit = limit;
  }

  /** The value as JSON that fits a line; {@code missing} where there is none. */
  static String line(JsonNode value) {
    return value.isMissingNode() ? "missing" : Texts.clip(text(value, LINE), LINE);
  }

  /** A copy of the value if it is small, else its beginning as a text. */
  static JsonNode tree(JsonNode value) {
    String text = text(value, TREE);
    return text.length() <= TREE ? value.deepCopy() : TextNode.valueOf(Texts.clip(text, TREE));
  }

  private static String text(JsonNode value, int limit) {
    Shown shown = new Shown(limit);
    shown.write(value);
    return shown.out.toString();
  }

  /** Every level writes a character, so the limit bounds the depth too. */
  private void write(JsonNode value) {
    if (out.length() > limit) {
      return;
    }
    switch (value.getNodeType()) {
      case OBJECT -> writeObject(value);
      case ARRAY -> writeArray(value);
      case STRING -> writeString(value.textValue());
      case MISSING -> out.append("null");
      case POJO, BINARY -> out.append('(').append(Values.type(value)).append(')');
      default -> out.append(value.isBigInteger() ? bounded(value) : value.asText());
    }
  }

  private String bounded(JsonNode integer) {
    return integer.bigIntegerValue().bitLength() > limit * 4
        ? "(a number of more than " + limit + " digits)"
        : integer.asText();
  }

  private void writeObject(JsonNode object) {
    out.append('{');
    Iterator<Map.Entry<String, JsonNode>> fields = object.properties().iterator();
    while (fields.hasNext() && out.length() <= limit) {
      Map.Entry<String, JsonNode> field = fields.next();
      writeString(field.getKey());
      out.append(':');
      write(field.getValue());
      out.append(fields.hasNext() ? "," : "");
    }
    out.append('}');
  }

  private void writeArray(JsonNode array) {
    out.append('[');
    for (int i = 0; i < array.size() && out.length() <= limit; i++) {
      out.append(i == 0 ? "" : ",");
      write(array.get(i));
    }
    out.append(']');
  }

  private void writeString(String text) {
    String start = text.length() > limit ? text.substring(0, limit) : text;
    out.append('"');
    JsonStringEncoder.getInstance().quoteAsString(start, out);
    out.append(text.length() > limit ? "…\"" : "\"");
  }
}
