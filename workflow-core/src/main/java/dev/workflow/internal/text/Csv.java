package dev.workflow.internal.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Json;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Lines as RFC 4180 has them. A cell that a spreadsheet would take for a formula begins with an
 * apostrophe.
 */
public final class Csv {

  public static final String END = "\r\n";

  private static final String FORMULA = "=+-@\t\r";

  private Csv() {}

  /** The values of an object in the order of some columns; without the end of the line. */
  public static String line(List<String> columns, ObjectNode values) {
    return columns.stream()
        .map(column -> cell(text(values.get(column))))
        .collect(Collectors.joining(","));
  }

  /** A value as it stands in a cell; what is missing is empty. */
  public static String text(@Nullable JsonNode value) {
    if (value == null || value.isNull()) {
      return "";
    }
    return value.isValueNode() ? value.asText() : Json.write(value);
  }

  private static String cell(String value) {
    String safe = !value.isEmpty() && FORMULA.indexOf(value.charAt(0)) >= 0 ? "'" + value : value;
    boolean quoted = safe.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
    return quoted ? '"' + safe.replace("\"", "\"\"") + '"' : safe;
  }
}
