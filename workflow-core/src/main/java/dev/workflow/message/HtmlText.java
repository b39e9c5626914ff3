package dev.workflow.message;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The plain text of an HTML body, for readers that show no HTML. Takes one pass over the text and
 * never fails: what is no markup is text.
 */
final class HtmlText {

  private static final Set<String> BLOCKS =
      Set.of(
          "p",
          "div",
          "h1",
          "h2",
          "h3",
          "h4",
          "h5",
          "h6",
          "ul",
          "ol",
          "table",
          "blockquote",
          "pre",
          "section",
          "article",
          "header",
          "footer",
          "hr");
  private static final Set<String> LINES = Set.of("br", "li", "tr", "dt", "dd");
  private static final Set<String> HIDDEN = Set.of("script", "style", "head", "title", "template");
  private static final Map<String, String> ENTITIES =
      Map.ofEntries(
          Map.entry("amp", "&"),
          Map.entry("lt", "<"),
          Map.entry("gt", ">"),
          Map.entry("quot", "\""),
          Map.entry("apos", "'"),
          Map.entry("nbsp", " "),
          Map.entry("euro", "€"),
          Map.entry("copy", "©"),
          Map.entry("reg", "®"),
          Map.entry("ndash", "–"),
          Map.entry("mdash", "—"),
          Map.entry("hellip", "…"),
          Map.entry("laquo", "«"),
          Map.entry("raquo", "»"),
          Map.entry("bull", "•"));
  private static final int LONGEST_ENTITY = 10;

  private final String html;
  private final StringBuilder out = new StringBuilder();
  private final Deque<String> links = new ArrayDeque<>();
  private int linkStart;
  private int breaks;
  private boolean space;

  private HtmlText(String html) {
    this.html = html;
  }

  static String of(String html) {
    return new HtmlText(html).convert();
  }

  private String convert() {
    int at = 0;
    while (at < html.length()) {
      char c = html.charAt(at);
      if (c == '<' && begins(at)) {
        at = tag(at);
      } else if (c == '&') {
        at = entity(at);
      } else {
        text(c);
        at++;
      }
    }
    return out.toString().strip();
  }

  private boolean begins(int at) {
    char next = at + 1 < html.length() ? html.charAt(at + 1) : ' ';
    return Character.isLetter(next) || next == '/' || next == '!' || next == '?';
  }

  private int tag(int start) {
    if (html.startsWith("<!--", start)) {
      int end = html.indexOf("-->", start);
      return end < 0 ? html.length() : end + 3;
    }
    int end = endOfTag(start);
    boolean closing = html.charAt(start + 1) == '/';
    int from = closing ? start + 2 : start + 1;
    int to = from;
    while (to < end && Character.isLetterOrDigit(html.charAt(to))) {
      to++;
    }
    String name = html.substring(from, to).toLowerCase(Locale.ROOT);
    if (HIDDEN.contains(name) && !closing) {
      return behindHidden(name, end);
    }
    if (BLOCKS.contains(name)) {
      breaks = Math.max(breaks, 2);
    } else if (name.equals("br")) {
      breaks = Math.min(2, breaks + 1);
    } else if (LINES.contains(name)) {
      breaks = Math.max(breaks, 1);
      if (name.equals("li") && !closing) {
        write("- ");
      }
    } else if (name.equals("td") || name.equals("th")) {
      space = true;
    } else if (name.equals("a")) {
      link(closing, html.substring(to, Math.max(to, end - 1)));
    }
    return end;
  }

  /** A quoted attribute may hold the sign that ends a tag. */
  private int endOfTag(int start) {
    char quote = 0;
    for (int i = start + 1; i < html.length(); i++) {
      char c = html.charAt(i);
      if (quote != 0) {
        quote = c == quote ? 0 : quote;
      } else if (c == '"' || c == '\'') {
        quote = c;
      } else if (c == '>') {
        return i + 1;
      }
    }
    return html.length();
  }

  private int behindHidden(String name, int from) {
    String end = "</" + name;
    for (int i = html.indexOf("</", from); i >= 0; i = html.indexOf("</", i + 2)) {
      if (html.regionMatches(true, i, end, 0, end.length())) {
        return endOfTag(i);
      }
    }
    return html.length();
  }

  private void link(boolean closing, String attributes) {
    if (!closing) {
      String target = attribute(attributes);
      links.push(target == null ? "" : target);
      linkStart = out.length();
    } else if (!links.isEmpty()) {
      String target = links.pop();
      boolean web = target.startsWith("http:") || target.startsWith("https:");
      if (web && !out.substring(Math.min(linkStart, out.length())).strip().equals(target)) {
        space = true;
        write("(" + target + ")");
      }
    }
  }

  private static @Nullable String attribute(String attributes) {
    int at = attributes.toLowerCase(Locale.ROOT).indexOf("href");
    int equals = at < 0 ? -1 : attributes.indexOf('=', at);
    if (equals < 0) {
      return null;
    }
    String value = attributes.substring(equals + 1).strip();
    if (value.isEmpty()) {
      return null;
    }
    char quote = value.charAt(0);
    int end =
        quote == '"' || quote == '\''
            ? value.indexOf(quote, 1)
            : value.replace('\t', ' ').indexOf(' ');
    String bare =
        quote == '"' || quote == '\''
            ? value.substring(1, end < 0 ? value.length() : end)
            : value.substring(0, end < 0 ? value.length() : end);
    return bare.replace("&amp;", "&");
  }

  private int entity(int start) {
    int last = Math.min(html.length(), start + LONGEST_ENTITY);
    int end = html.substring(start, last).indexOf(';') + start;
    String decoded = end < start ? null : decoded(html.substring(start + 1, end));
    if (decoded == null) {
      text('&');
      return start + 1;
    }
    if (decoded.isBlank()) {
      space = true;
    } else {
      write(decoded);
    }
    return end + 1;
  }

  private static @Nullable String decoded(String name) {
    if (!name.startsWith("#")) {
      return ENTITIES.get(name);
    }
    try {
      boolean hex = name.startsWith("#x") || name.startsWith("#X");
      int codePoint = Integer.parseInt(name.substring(hex ? 2 : 1), hex ? 16 : 10);
      boolean whole = Character.isValidCodePoint(codePoint) && !Character.isISOControl(codePoint);
      return whole && Character.getType(codePoint) != Character.SURROGATE
          ? Character.toString(codePoint)
          : null;
    } catch (NumberFormatException e) {
      return null;
    }
  }

  private void text(char c) {
    if (Character.isWhitespace(c)) {
      space = true;
    } else {
      write(String.valueOf(c));
    }
  }

  private void write(String text) {
    if (out.length() > 0) {
      if (breaks > 0) {
        out.append("\n".repeat(breaks));
      } else if (space && out.charAt(out.length() - 1) != ' ') {
        out.append(' ');
      }
    }
    breaks = 0;
    space = false;
    out.append(text);
  }
}
