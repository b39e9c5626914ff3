package dev.workflow.definition;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.Problems;
import dev.workflow.expression.Template;
import dev.workflow.internal.text.Wording;
import dev.workflow.spi.Window;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.StringJoiner;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads delays and windows. */
final class DelayReader {

  private static final List<String> DAYS =
      Stream.of(DayOfWeek.values()).map(day -> day.name().substring(0, 3)).toList();

  static final Pattern TIME =
      Pattern.compile("(?:[01][0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9])?|24:00");

  /** The zone of a window that is the recipient's. */
  static final String RECIPIENT = "recipient";

  /** What a window does on days that are not worked. */
  enum OnHolidays {
    OPEN,
    SKIP
  }

  /** What a span counts from. */
  enum From {
    PREVIOUS,
    TRIGGER
  }

  private DelayReader() {}

  /** The delay of a step; null if it has none. */
  static @Nullable Delay read(Fields step) {
    if (step.get("delay").isTextual()) {
      TimeSpan span = Spans.span(step, "delay");
      return span == null ? null : new Delay(new Delay.After(span), null);
    }
    if (step.has("delay") && !step.get("delay").isObject()) {
      step.at("delay")
          .add(
              Wording.expected(
                  "a duration such as \"PT5M\", or an object with \"for\", \"until\" or"
                      + " \"window\"",
                  step.get("delay")));
      return null;
    }
    Fields fields = step.object("delay", Keys.DELAY);
    if (fields == null) {
      return null;
    }
    if (fields.has("for") && fields.has("until")) {
      fields.problems().add("a delay has \"for\" or \"until\", not both");
    } else if (!fields.has("for") && !fields.has("until") && !fields.has("window")) {
      fields.problems().add("a delay has \"for\", \"until\" or \"window\"");
    }
    Window window = window(fields);
    return new Delay(fields.has("until") ? until(fields) : span(fields), window);
  }

  private static Delay.Rule until(Fields fields) {
    fields.refuse("until", "from");
    Delay.Offset offset = fields.parsed("offset", Delay.Offset::parse);
    boolean ofRecipient = RECIPIENT.equals(fields.get("timezone").textValue());
    return new Delay.Until(
        Expressions.required(fields, "until", "an expression that gives a date or instant"),
        offset == null ? Delay.Offset.NONE : offset,
        new Delay.Zone(ofRecipient ? null : fields.zone("timezone"), ofRecipient),
        fields.choice("ifMissing", Delay.Unresolved.class, Delay.Unresolved.FAIL),
        fields.choice("ifPast", Delay.Unresolved.class, Delay.Unresolved.NOW));
  }

  private static Delay.Rule span(Fields fields) {
    fields.refuse(fields.has("for") ? "for" : "window", "ifPast", "offset", "timezone");
    if (!fields.has("for")) {
      fields.refuse("window", "from", "ifMissing");
    }
    boolean fromTrigger = fields.choice("from", From.class, From.PREVIOUS) == From.TRIGGER;
    if (isExpression(fields.get("for"))) {
      return new Delay.OfData(
          Expressions.required(fields, "for", "a duration"),
          fromTrigger,
          fields.choice("ifMissing", Delay.Unresolved.class, Delay.Unresolved.FAIL));
    }
    if (fields.has("for") && fields.has("ifMissing")) {
      fields
          .at("ifMissing")
          .add("is for a duration of the data, such as \"for\": \"{{terms.graceDays}}d\"");
    }
    TimeSpan span = Spans.span(fields, "for");
    TimeSpan time = span == null ? TimeSpan.ZERO : span;
    return fromTrigger ? new Delay.FromTrigger(time) : new Delay.After(time);
  }

  private static boolean isExpression(JsonNode value) {
    return value.isTextual() && Template.containsExpression(value.textValue());
  }

  private static @Nullable Window window(Fields fields) {
    Fields window = fields.object("window", Keys.WINDOW);
    return window == null ? null : hours(window);
  }

  /** A window that is alone; null, and its problems, if it is none. */
  static @Nullable Window window(JsonNode json, Problems problems) {
    int before = problems.list().size();
    Fields window = Fields.of(json, problems, new References(), Keys.WINDOW);
    Window read = window == null ? null : hours(window);
    return problems.list().size() == before ? read : null;
  }

  private static Window hours(Fields window) {
    Set<DayOfWeek> days = window.parsed("days", DelayReader::days);
    Hours hours = window.has("quiet") ? aroundQuiet(window) : open(window);
    boolean ofRecipient = RECIPIENT.equals(window.get("timezone").textValue());
    return new Window(
        days == null ? EnumSet.allOf(DayOfWeek.class) : days,
        hours.from(),
        hours.to(),
        ofRecipient ? null : window.zone("timezone"),
        ofRecipient,
        window.choice("holidays", OnHolidays.class, OnHolidays.OPEN) == OnHolidays.SKIP);
  }

  /** From when to when a window is open. */
  private record Hours(LocalTime from, LocalTime to) {}

  private static Hours open(Fields window) {
    if (!window.has("days") && !window.has("from") && !window.has("to")) {
      window
          .problems()
          .add("a window has \"days\", \"from\" and \"to\", or \"quiet\", or several of them");
    } else if (window.has("from") != window.has("to")) {
      window.require("from", "the opening time, such as \"09:00\"");
      window.require("to", "the closing time, such as \"17:00\"");
    }
    Hours hours = new Hours(time(window, "from"), time(window, "to"));
    if (window.has("from")
        && hours.from().equals(hours.to())
        && !hours.from().equals(LocalTime.MIDNIGHT)) {
      window.at("to").add("it closes when it opens; for whole days leave \"from\" and \"to\" out");
    }
    return hours;
  }

  private static Hours aroundQuiet(Fields window) {
    window.refuse("quiet", "from", "to");
    Fields quiet = window.object("quiet", Keys.QUIET);
    if (quiet == null) {
      return new Hours(LocalTime.MIDNIGHT, LocalTime.MIDNIGHT);
    }
    quiet.require("from", "when it becomes quiet, such as \"22:00\"");
    quiet.require("to", "when it is quiet no more, such as \"07:00\"");
    Hours hours = new Hours(time(quiet, "to"), time(quiet, "from"));
    if (quiet.has("from") && quiet.has("to") && hours.from().equals(hours.to())) {
      quiet.at("to").add("it is quiet from and to the same time, so the window never opens");
    }
    return hours;
  }

  private static LocalTime time(Fields window, String key) {
    LocalTime time = window.parsed(key, text -> time(text));
    return time == null ? LocalTime.MIDNIGHT : time;
  }

  private static LocalTime time(String text) {
    if (!TIME.matcher(text).matches()) {
      throw new IllegalArgumentException(
          Wording.quoted(text) + " is not a time of day such as \"09:00\"");
    }
    return text.equals("24:00") ? LocalTime.MIDNIGHT : LocalTime.parse(text);
  }

  private static Set<DayOfWeek> days(String text) {
    Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
    for (String part : text.split(",", -1)) {
      String[] ends = part.trim().split("-", -1);
      int first = DAYS.indexOf(ends[0].toUpperCase(Locale.ROOT));
      int last = ends.length == 1 ? first : DAYS.indexOf(ends[1].toUpperCase(Locale.ROOT));
      if (ends.length > 2 || first < 0 || last < 0) {
        throw new IllegalArgumentException(
            Wording.quoted(text) + " is not days such as \"MON-FRI\" or \"MON,WED\"");
      }
      for (int day = first; ; day = (day + 1) % 7) {
        days.add(DayOfWeek.of(day + 1));
        if (day == last) {
          break;
        }
      }
    }
    return days;
  }

  /** The days as they are written: {@code MON,WED}, {@code MON-FRI}. */
  static String text(Set<DayOfWeek> days) {
    StringJoiner text = new StringJoiner(",");
    for (int day = 0; day < DAYS.size(); day++) {
      int last = day;
      while (last < DAYS.size() && days.contains(DayOfWeek.of(last + 1))) {
        last++;
      }
      if (last > day + 2) {
        text.add(DAYS.get(day) + "-" + DAYS.get(last - 1));
        day = last;
      } else if (last > day) {
        text.add(DAYS.get(day));
      }
    }
    return text.toString();
  }
}
