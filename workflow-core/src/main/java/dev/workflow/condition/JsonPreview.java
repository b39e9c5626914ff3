package dev.workflow.condition;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Iterator;
import java.util.Map;

/**
 * JSON values for people: on one line and of bounded length, regardless of the size and depth of
 * the value.
 */
final class JsonPreview {

  private static final int LINE = 80;
  private static final int TREE = 1_000;
  private static final int BITS_PER_DIGIT = 4;

  private final StringBuilder out = new StringBuilder();
  private final int limit;

  /** Whether something was left out that the length does not tell of. */
  private boolean cut;

  private JsonPreview(int limit) {
    this.limit = limit;
  }

  /** The value as JSON that fits a line; {@code missing} where there is none. */
  static String line(JsonNode value) {
    if (value.isMissingNode()) {
      return "missing";
    }
    JsonPreview shown = new JsonPreview(LINE);
    shown.write(value);
    return Texts.clip(shown.out.toString(), LINE);
  }

  /** A copy of the value if it is small, else its beginning as a text. */
  static JsonNode tree(JsonNode value) {
    JsonPreview shown = new JsonPreview(TREE);
    shown.write(value);
    String text = shown.out.toString();
    return shown.cut || text.length() > TREE
        ? TextNode.valueOf(Texts.clip(text, TREE))
        : value.deepCopy();
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
      case POJO, BINARY -> writeRemark(Values.type(value));
      case NUMBER -> writeNumber(value);
      default -> out.append(value.asText());
    }
  }

  private void writeRemark(String remark) {
    cut = true;
    out.append('(').append(remark).append(')');
  }

  private void writeNumber(JsonNode number) {
    int bits =
        number.isBigInteger()
            ? number.bigIntegerValue().bitLength()
            : number.isBigDecimal() ? number.decimalValue().unscaledValue().bitLength() : 0;
    if (bits > limit * BITS_PER_DIGIT) {
      writeRemark("a number of more than " + limit + " digits");
    } else {
      out.append(number.asText());
    }
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
