package dev.workflow.expression;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Map;
import org.jsoup.parser.Parser;

/** Carries out {@link Escaping}. */
final class Escaper {

  private static final int MAX_DEPTH = 1_000;
  private static final int REPLACEMENT = 0xFFFD;
  private static final String HEX = "0123456789ABCDEF";
  private static final String UNRESERVED = "-._~";

  private Escaper() {}

  static void escape(String text, boolean raw, Rendering rendering, StringBuilder out) {
    switch (rendering.context().escaping()) {
      case NONE -> out.append(text);
      case TEXT -> out.append(raw ? text : inert(text, rendering));
      case HEADER -> out.append(inert(checkHeader(text, rendering), rendering));
      case HTML -> {
        if (LinkSchemes.beginsLink(out)
            && !LinkSchemes.isHarmless(raw ? Parser.unescapeEntities(text, true) : text)) {
          out.append("unsafe:");
        }
        if (raw) {
          out.append(text);
        } else {
          html(text, rendering, out);
        }
      }
      case URL -> {
        if (raw) {
          out.append(text);
        } else {
          url(text, out);
        }
      }
    }
  }

  /** The value with every text in it escaped; the keys of objects stay. */
  static JsonNode escape(JsonNode value, boolean raw, Rendering rendering) {
    Escaping escaping = rendering.context().escaping();
    if (escaping == Escaping.NONE || raw && escaping != Escaping.HEADER) {
      return value;
    }
    return copy(value, raw, rendering, 0);
  }

  private static JsonNode copy(JsonNode value, boolean raw, Rendering rendering, int depth) {
    if (depth > MAX_DEPTH) {
      throw rendering.failure("is nested deeper than 1000; correct the data");
    }
    rendering.spend(1);
    if (value.isTextual()) {
      StringBuilder out = new StringBuilder(value.textValue().length());
      escape(value.textValue(), raw, rendering, out);
      rendering.produced(out);
      return TextNode.valueOf(out.toString());
    }
    if (value.isArray()) {
      ArrayNode array = JsonNodeFactory.instance.arrayNode(value.size());
      for (JsonNode element : value) {
        array.add(copy(element, raw, rendering, depth + 1));
      }
      return array;
    }
    if (value.isObject()) {
      ObjectNode object = JsonNodeFactory.instance.objectNode();
      for (Map.Entry<String, JsonNode> field : value.properties()) {
        object.set(field.getKey(), copy(field.getValue(), raw, rendering, depth + 1));
      }
      return object;
    }
    return value;
  }

  private static String checkHeader(String text, Rendering rendering) {
    if (text.indexOf('\r') >= 0 || text.indexOf('\n') >= 0) {
      throw rendering.failure(
          "holds a line break, which a header or an address must not; correct the data");
    }
    return text;
  }

  /** The text in which nothing is the place of a link to unsubscribe: nothing to see is put in. */
  private static String inert(String text, Rendering rendering) {
    return rendering.context().isGathered() || text.indexOf('%') < 0
        ? text
        : text.replace(
            Escaping.UNSUBSCRIBE_PLACE, "%\u2060" + Escaping.UNSUBSCRIBE_PLACE.substring(1));
  }

  private static void html(String text, Rendering rendering, StringBuilder out) {
    boolean gathered = rendering.context().isGathered();
    int done = 0;
    for (int i = 0; i < text.length(); i++) {
      String entity =
          switch (text.charAt(i)) {
            case '&' -> "&amp;";
            case '<' -> "&lt;";
            case '>' -> "&gt;";
            case '"' -> "&quot;";
            case '\'' -> "&#39;";
            case '%' -> !gathered && text.startsWith(Escaping.UNSUBSCRIBE_PLACE, i) ? "&#37;" : "";
            default -> "";
          };
      if (!entity.isEmpty()) {
        out.append(text, done, i).append(entity);
        done = i + 1;
      }
    }
    out.append(text, done, text.length());
  }

  private static void url(String text, StringBuilder out) {
    int i = 0;
    while (i < text.length()) {
      int point = text.codePointAt(i);
      if (isUnreserved(point)) {
        out.append((char) point);
      } else {
        utf8(Character.getType(point) == Character.SURROGATE ? REPLACEMENT : point, out);
      }
      i += Character.charCount(point);
    }
  }

  private static boolean isUnreserved(int point) {
    return point >= 'a' && point <= 'z'
        || point >= 'A' && point <= 'Z'
        || point >= '0' && point <= '9'
        || UNRESERVED.indexOf(point) >= 0;
  }

  private static void utf8(int point, StringBuilder out) {
    if (point < 0x80) {
      percent(point, out);
    } else if (point < 0x800) {
      percent(0xC0 | point >> 6, out);
      percent(0x80 | point & 0x3F, out);
    } else if (point < 0x10000) {
      percent(0xE0 | point >> 12, out);
      percent(0x80 | point >> 6 & 0x3F, out);
      percent(0x80 | point & 0x3F, out);
    } else {
      percent(0xF0 | point >> 18, out);
      percent(0x80 | point >> 12 & 0x3F, out);
      percent(0x80 | point >> 6 & 0x3F, out);
      percent(0x80 | point & 0x3F, out);
    }
  }

  private static void percent(int octet, StringBuilder out) {
    out.append('%').append(HEX.charAt(octet >> 4)).append(HEX.charAt(octet & 0xF));
  }
}
