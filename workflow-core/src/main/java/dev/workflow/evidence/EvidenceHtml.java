package dev.workflow.evidence;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Set;

/**
 * A pack as a page. Whatever is in it is shown as text: it is escaped, isolated from the direction
 * of the text around it, and characters that cannot be seen are written as their code.
 */
final class EvidenceHtml {

  private static final String HEAD =
      """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <title>Evidence</title>
      <style>
      body { font: 10pt/1.4 system-ui, sans-serif; color: #111; margin: 2em auto; max-width: 60em; padding: 0 1em }
      table { border-collapse: collapse; width: 100% }
      th, td { border-top: 1px solid #bbb; padding: .3em .5em; text-align: start; vertical-align: top }
      td, dd { overflow-wrap: anywhere }
      dl { display: grid; grid-template-columns: max-content 1fr; gap: 0 .7em; margin: 0 }
      dt { color: #555 } dd { margin: 0; white-space: pre-wrap }
      code { font: 8pt ui-monospace, monospace; color: #555 }
      .erased { color: #a00; font-style: italic }
      thead { display: table-header-group } tr { break-inside: avoid }
      @page { margin: 1.5cm }
      </style>
      </head>
      <body>
      <h1>Evidence</h1>
      """;

  /** Both belong to how some languages are written. */
  private static final int ZERO_WIDTH_NON_JOINER = 0x200C;

  private static final int ZERO_WIDTH_JOINER = 0x200D;

  private static final Set<String> IN_COLUMNS =
      Set.of("number", "at", "kind", "step", "from", "to", "act");

  private EvidenceHtml() {}

  static String of(JsonNode pack) {
    StringBuilder page = new StringBuilder(HEAD);
    page.append("<p>Every entry holds the hash of the one before it. The head, which vouches for")
        .append(" all: <code>")
        .append(escaped(pack.path("head").asText()))
        .append("</code>. The file beside this page can be verified; this page cannot.</p>\n")
        .append("<table><thead><tr><th>No.</th><th>When</th><th>What</th><th>With</th></tr>")
        .append("</thead><tbody>\n");
    for (JsonNode entry : pack.path("entries")) {
      entry(entry, page);
    }
    return page.append("</tbody></table>\n</body>\n</html>\n").toString();
  }

  private static void entry(JsonNode entry, StringBuilder page) {
    JsonNode facts = entry.path("facts");
    page.append("<tr><td>").append(escaped(facts.path("number").asText()));
    page.append("</td><td>").append(escaped(facts.path("at").asText()));
    page.append("</td><td>").append(what(facts));
    page.append("</td><td><dl>");
    for (Map.Entry<String, JsonNode> fact : facts.properties()) {
      if (!IN_COLUMNS.contains(fact.getKey())) {
        pair(fact.getKey(), fact.getValue(), page);
      }
    }
    for (Map.Entry<String, JsonNode> value : entry.path("values").properties()) {
      JsonNode known = value.getValue().get("value");
      if (known == null) {
        page.append("<dt>").append(isolated(value.getKey()));
        page.append("</dt><dd class=\"erased\">erased</dd>");
      } else {
        pair(value.getKey(), known, page);
      }
    }
    page.append("</dl><code>").append(escaped(entry.path("hash").asText()));
    page.append("</code></td></tr>\n");
  }

  private static String what(JsonNode facts) {
    StringBuilder what = new StringBuilder("<strong>");
    what.append(escaped(facts.path("kind").asText().replace('_', ' '))).append("</strong>");
    for (String name : new String[] {"step", "act"}) {
      if (facts.has(name)) {
        what.append(' ').append(isolated(facts.path(name).asText()));
      }
    }
    if (facts.has("to")) {
      what.append("<br>").append(isolated(facts.path("from").asText()));
      what.append(" → ").append(isolated(facts.path("to").asText()));
    }
    return what.toString();
  }

  private static void pair(String name, JsonNode value, StringBuilder page) {
    JsonNode plain = ExactNumbers.untagged(value);
    page.append("<dt>").append(isolated(name)).append("</dt><dd>");
    page.append(isolated(plain.isTextual() ? plain.textValue() : plain.toPrettyString()));
    page.append("</dd>");
  }

  private static String isolated(String text) {
    return "<bdi>" + escaped(text) + "</bdi>";
  }

  static String escaped(String text) {
    StringBuilder escaped = new StringBuilder(text.length() + 16);
    text.codePoints().forEach(c -> append(c, escaped));
    return escaped.toString();
  }

  private static void append(int c, StringBuilder escaped) {
    switch (c) {
      case '&' -> escaped.append("&amp;");
      case '<' -> escaped.append("&lt;");
      case '>' -> escaped.append("&gt;");
      case '"' -> escaped.append("&quot;");
      case '\'' -> escaped.append("&#39;");
      case '\n', '\t' -> escaped.appendCodePoint(c);
      default -> {
        int type = Character.getType(c);
        boolean joiner = c == ZERO_WIDTH_NON_JOINER || c == ZERO_WIDTH_JOINER;
        boolean unseen =
            type == Character.CONTROL
                || (type == Character.FORMAT && !joiner)
                || type == Character.SURROGATE
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR;
        if (unseen) {
          escaped.append(String.format("U+%04X", c));
        } else {
          escaped.appendCodePoint(c);
        }
      }
    }
  }
}
