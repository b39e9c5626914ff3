package dev.workflow.messaging;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jsoup.parser.Parser;

/**
 * The plain text of an HTML body, for readers that show no HTML. Takes one pass over the text and
 * never fails: what is no markup is text. Behind a link stands where it leads: a page, an address,
 * a number.
 */
public final class HtmlText {

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
  private static final int LONGEST_ENTITY = 40;
  private static final Pattern HREF =
      Pattern.compile("(?i)(?:^|[\\s\"'/])href\\s*=\\s*(?:\"([^\"]*)|'([^']*)|([^\\s>]*))");

  private static final char NO_SIGN = '\ufffd';
  private static final char NO_BREAK = '\u00a0';

  private final String html;
  private final StringBuilder out = new StringBuilder();
  private final Deque<String> links = new ArrayDeque<>();
  private int linkStart;
  private int breaks;
  private boolean space;

  private HtmlText(String html) {
    this.html = html;
  }

  public static String of(String html) {
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
      links.push(shown(target(attributes)));
      linkStart = out.length();
    } else if (!links.isEmpty()) {
      String target = links.pop();
      if (!target.isEmpty()
          && !out.substring(Math.min(linkStart, out.length())).strip().equals(target)) {
        space = true;
        write("(" + target + ")");
      }
    }
  }

  private static String target(String attributes) {
    Matcher href = HREF.matcher(attributes);
    if (!href.find()) {
      return "";
    }
    String quoted = href.group(1) == null ? href.group(2) : href.group(1);
    return Parser.unescapeEntities(quoted == null ? href.group(3) : quoted, true).strip();
  }

  /** What a reader is told of a link: a page, an address, a number; nothing of what runs. */
  private static String shown(String target) {
    String lower = target.toLowerCase(Locale.ROOT);
    if (lower.startsWith("http:") || lower.startsWith("https:")) {
      return target;
    }
    boolean address = lower.startsWith("mailto:") || lower.startsWith("tel:");
    String bare = target.substring(target.indexOf(':') + 1).split("\\?", 2)[0];
    try {
      return address ? URLDecoder.decode(bare.replace("+", "%2B"), StandardCharsets.UTF_8) : "";
    } catch (IllegalArgumentException e) {
      return bare;
    }
  }

  private int entity(int start) {
    int end = start + 1;
    int last = Math.min(html.length(), start + LONGEST_ENTITY);
    while (end < last && (isNamed(html.charAt(end)) || (end == start + 1 && at(end) == '#'))) {
      end++;
    }
    end += end < html.length() && at(end) == ';' ? 1 : 0;
    String written = html.substring(start, end);
    String decoded = Parser.unescapeEntities(written, false);
    if (decoded.equals(written) || decoded.indexOf(NO_SIGN) >= 0) {
      text('&');
      return start + 1;
    }
    for (int i = 0; i < decoded.length(); i++) {
      char c = decoded.charAt(i);
      text(c == NO_BREAK || Character.isISOControl(c) ? ' ' : c);
    }
    return end;
  }

  private char at(int position) {
    return html.charAt(position);
  }

  private static boolean isNamed(char c) {
    return c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
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
