package dev.workflow.messaging.internal.inbound;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a {@code multipart/report} (RFC 6522): what is for people, the machine part, and
 * perhaps the mail that is reported about. Reads the first 200,000 characters.
 */
final class ReportParts {

  private static final int LONGEST = 200_000;
  private static final int MOST_PARTS = 20;
  private static final int MOST_FIELDS = 1_000;
  private static final Pattern BOUNDARY =
      Pattern.compile("(?is)boundary\\s*=\\s*(?:\"([^\"]{1,200})\"|([^\\s;\"]{1,200}))");
  private static final Pattern FIRST_BOUNDARY = Pattern.compile("(?m)^--(\\S{1,200})[ \\t]*\\r?$");
  private static final Pattern REPORT_TYPE =
      Pattern.compile("(?is)\\s*multipart/report\\b.*?report-type\\s*=\\s*\"?([a-z-]{1,60})\\b.*");
  private static final Pattern LINE_END = Pattern.compile("\\r\\n|\\r|\\n");
  private static final Pattern ORIGINAL =
      Pattern.compile("(?im)^Message-ID[ \\t]*:\\s*(<[^>\\s]{1,900}>)");

  /**
   * One part.
   *
   * @param type the media type in lower case; empty: not said
   */
  private record Part(String type, String head, String body) {}

  private final List<Part> parts = new ArrayList<>();

  private ReportParts() {}

  /** The kind of report that a header {@code Content-Type} tells of; empty: of none. */
  static String type(String contentType) {
    Matcher matcher = REPORT_TYPE.matcher(contentType);
    return matcher.matches() ? matcher.group(1).toLowerCase(Locale.ROOT) : "";
  }

  static ReportParts of(String contentType, String mail) {
    ReportParts report = new ReportParts();
    String text = mail.length() > LONGEST ? mail.substring(0, LONGEST) : mail;
    String boundary = boundary(contentType, text);
    if (!boundary.isEmpty()) {
      report.read(text, "--" + boundary);
    }
    return report;
  }

  private static String boundary(String contentType, String text) {
    Matcher named = BOUNDARY.matcher(contentType);
    if (named.find()) {
      return named.group(1) == null ? named.group(2) : named.group(1).stripTrailing();
    }
    Matcher first = FIRST_BOUNDARY.matcher(text);
    return first.find() ? first.group(1) : "";
  }

  private void read(String text, String delimiter) {
    @Nullable StringBuilder part = null;
    for (String line : LINE_END.split(text, -1)) {
      if (!line.startsWith(delimiter)) {
        if (part != null) {
          part.append(line).append('\n');
        }
        continue;
      }
      String behind = line.substring(delimiter.length()).strip();
      if (behind.isEmpty() || behind.equals("--")) {
        add(part);
        part = behind.isEmpty() && parts.size() < MOST_PARTS ? new StringBuilder() : null;
      } else if (part != null) {
        part.append(line).append('\n');
      }
    }
    add(part);
  }

  private void add(@Nullable StringBuilder part) {
    if (part == null) {
      return;
    }
    String all = part.toString();
    int blank = all.startsWith("\n") ? 0 : all.indexOf("\n\n");
    String head = blank < 0 ? all : all.substring(0, blank);
    String body = blank < 0 ? "" : all.substring(blank).stripLeading();
    Map<String, String> fields = fields(head);
    String type = fields.getOrDefault("content-type", "");
    body = TransferEncoding.decoded(body, fields.getOrDefault("content-transfer-encoding", ""));
    parts.add(new Part(type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT), head, body));
  }

  /**
   * The groups of fields of the machine part, of the first such part; names in lower case, of
   * several values the first.
   *
   * @param types its media types
   */
  List<Map<String, String>> groups(List<String> types) {
    List<Map<String, String>> groups = new ArrayList<>();
    for (Part part : parts) {
      if (types.contains(part.type())) {
        for (String group : part.body().split("\\n[ \\t]*\\n")) {
          Map<String, String> fields = fields(group);
          if (!fields.isEmpty()) {
            groups.add(fields);
          }
        }
        return groups;
      }
    }
    return groups;
  }

  /** Fields with the lines that continue them. */
  private static Map<String, String> fields(String text) {
    Map<String, String> fields = new LinkedHashMap<>();
    String name = "";
    for (String line : text.split("\\n")) {
      int colon = line.indexOf(':');
      if (!line.isEmpty() && (line.charAt(0) == ' ' || line.charAt(0) == '\t')) {
        String more = line.strip();
        if (!name.isEmpty() && fields.containsKey(name)) {
          fields.merge(name, more, (a, b) -> a.length() > LONGEST / 10 ? a : a + " " + b);
        }
      } else if (colon > 0 && fields.size() < MOST_FIELDS) {
        name = line.substring(0, colon).strip().toLowerCase(Locale.ROOT);
        if (fields.containsKey(name)) {
          name = "";
        } else {
          fields.put(name, line.substring(colon + 1).strip());
        }
      }
    }
    return fields;
  }

  /** The {@code Message-ID} of the mail that is reported about; empty: not said. */
  String original(List<String> machineTypes) {
    boolean behind = false;
    for (Part part : parts) {
      boolean mail =
          part.type().isEmpty()
              || part.type().startsWith("message/")
              || part.type().equals("text/rfc822-headers");
      if (behind && mail) {
        Matcher matcher = ORIGINAL.matcher(part.head() + "\n" + part.body());
        if (matcher.find()) {
          return matcher.group(1);
        }
      }
      behind |= machineTypes.contains(part.type());
    }
    return "";
  }
}
