package dev.workflow.statistics.internal;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Json;
import dev.workflow.internal.text.Csv;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/**
 * A table as the text of a file, up to a size: a row that does not fit whole is left out, and so
 * are all after it. Used by one thread.
 */
final class ReportFile {

  /** The forms of a file. */
  enum Form {
    CSV("text/csv"),
    NDJSON("application/x-ndjson"),
    HTML("text/html");

    private final String type;

    Form(String type) {
      this.type = type;
    }

    String type() {
      return type;
    }

    String extension() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private static final String STYLE =
      "body{font-family:sans-serif}table{border-collapse:collapse}"
          + "th,td{border:1px solid #ccc;padding:.3em .6em;text-align:left}";
  private static final String END = "</tbody></table></body></html>\n";

  private final Form form;
  private final List<String> columns;
  private final long most;
  private final StringBuilder text = new StringBuilder();
  private long bytes;
  private int rows;
  private boolean whole = true;

  /**
   * @param most how many bytes it has at most
   */
  ReportFile(Form form, String title, List<String> columns, long most) {
    this.form = form;
    this.columns = columns;
    this.most = most - END.length();
    switch (form) {
      case CSV -> write(String.join(",", columns) + Csv.END);
      case NDJSON -> {}
      case HTML -> write(head(title));
    }
  }

  private String head(String title) {
    StringBuilder head = new StringBuilder("<!doctype html>\n<html lang=\"en\"><head>");
    head.append("<meta charset=\"utf-8\"><title>").append(escaped(title)).append("</title>");
    head.append("<style>").append(STYLE).append("</style></head><body>\n<table><caption>");
    head.append(escaped(title)).append("</caption>\n<thead><tr>");
    columns.forEach(column -> head.append("<th scope=\"col\">").append(column).append("</th>"));
    return head.append("</tr></thead><tbody>\n").toString();
  }

  /** Adds a row; false: it does not fit, and nothing after it does. */
  boolean add(ObjectNode row) {
    String line =
        switch (form) {
          case CSV -> Csv.line(columns, row) + Csv.END;
          case NDJSON -> Json.write(row) + "\n";
          case HTML -> html(row);
        };
    whole &= bytes + line.getBytes(StandardCharsets.UTF_8).length <= most;
    if (whole) {
      write(line);
      rows++;
    }
    return whole;
  }

  private String html(ObjectNode row) {
    StringBuilder line = new StringBuilder("<tr>");
    for (String column : columns) {
      line.append("<td>").append(escaped(Csv.text(row.get(column)))).append("</td>");
    }
    return line.append("</tr>\n").toString();
  }

  private static String escaped(String value) {
    return value
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }

  private void write(String part) {
    text.append(part);
    bytes += part.getBytes(StandardCharsets.UTF_8).length;
  }

  int rows() {
    return rows;
  }

  /** Whether all rows fitted. */
  boolean whole() {
    return whole;
  }

  String text() {
    return form == Form.HTML ? text + END : text.toString();
  }
}
