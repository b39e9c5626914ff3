package dev.workflow.ruleimport.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Json;
import dev.workflow.Problems;
import dev.workflow.ruleimport.RuleImport;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads a row of a table of notification rules, and says everything that is wrong with it. */
final class RuleReader {

  private static final Pattern TYPE = Pattern.compile("[a-z0-9_-]+(\\.[a-z0-9_-]+)+");
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,29}");
  private static final int LONGEST_DELAY = 10 * 366 * 24 * 60;
  private static final int SHOWN = 100;

  private final ObjectNode row = Json.object();
  private final RuleImport how;
  private final Problems problems;

  private RuleReader(JsonNode given, RuleImport how, Problems problems) {
    given
        .properties()
        .forEach(column -> row.set(column.getKey().toLowerCase(Locale.ROOT), column.getValue()));
    this.how = how;
    this.problems = problems;
  }

  /**
   * Reads a row.
   *
   * @param problems told what is wrong, at the column's name
   * @return empty if it cannot be told which rule it is
   */
  static Optional<NotificationRule> read(JsonNode row, RuleImport how, Problems problems) {
    if (!row.isObject()) {
      problems.add("expected an object with the columns of the row");
      return Optional.empty();
    }
    return new RuleReader(row, how, problems).read();
  }

  private Optional<NotificationRule> read() {
    String event = event();
    String channel = name("channel", "a channel such as \"email\"", how.channels());
    String audience = name("audience", "an audience such as \"customer\"", Map.of());
    boolean enabled = !Boolean.FALSE.equals(bool("enabled"));
    int delay = delay();
    Boolean lead = bool("lead_enabled");
    String template = text("template");
    if (template == null) {
      problems.at("template").add("is missing; a rule needs the name of a template");
    }
    if (event == null || channel == null || audience == null) {
      return Optional.empty();
    }
    RuleRecipients recipients =
        RuleRecipients.read(row.path("quote_recipients"), channel, problems.at("quote_recipients"))
            .orElseGet(() -> RuleRecipients.of(audience));
    boolean anybody = recipients.lead(lead);
    NotificationRule rule =
        new NotificationRule(
            event,
            channel,
            audience,
            enabled && anybody,
            delay,
            lead,
            recipients.toJson(),
            template,
            row);
    if (rule.workflow().length() > 100) {
      problems.add("its workflow's key has more than 100 characters: " + rule.workflow());
      return Optional.empty();
    }
    return Optional.of(rule);
  }

  private @Nullable String event() {
    String written = text("trigger");
    if (written == null) {
      problems.at("trigger").add("is missing; expected a trigger such as \"quote_sent\"");
      return null;
    }
    String trigger = written.toLowerCase(Locale.ROOT);
    String event = how.events().getOrDefault(trigger, trigger);
    if (!TYPE.matcher(event).matches()) {
      List<String> known = new ArrayList<>(how.events().keySet());
      known.sort(null);
      problems
          .at("trigger")
          .add(
              quoted(written)
                  + " stands for no type of event; known are "
                  + String.join(", ", known)
                  + " and dotted types such as \"deal.won\"");
      return null;
    }
    return event;
  }

  private @Nullable String name(String column, String expected, Map<String, String> known) {
    String written = text(column);
    if (written == null) {
      problems.at(column).add("is missing; expected " + expected);
      return null;
    }
    String lower = written.toLowerCase(Locale.ROOT);
    String name = known.getOrDefault(lower, lower.replace('-', '_').replace(' ', '_'));
    if (!NAME.matcher(name).matches()) {
      problems
          .at(column)
          .add(
              "expected "
                  + expected
                  + ", of at most 30 letters, digits and underscores; found "
                  + quoted(written));
      return null;
    }
    return name;
  }

  private @Nullable String text(String column) {
    JsonNode value = row.path(column);
    if (value.isMissingNode() || value.isNull()) {
      return null;
    }
    if (!value.isTextual()) {
      problems.at(column).add("expected a text; found " + quoted(value.toString()));
      return "?";
    }
    return value.textValue().isBlank() ? null : value.textValue().strip();
  }

  private @Nullable Boolean bool(String column) {
    JsonNode value = row.path(column);
    return switch (value.isMissingNode() ? "" : value.asText().strip().toLowerCase(Locale.ROOT)) {
      case "", "null" -> null;
      case "true", "t", "yes", "y", "1", "on" -> Boolean.TRUE;
      case "false", "f", "no", "n", "0", "off" -> Boolean.FALSE;
      default -> {
        problems.at(column).add("expected true or false; found " + quoted(value.asText()));
        yield null;
      }
    };
  }

  private int delay() {
    JsonNode value = row.path("delay_minutes");
    String text = value.isMissingNode() || value.isNull() ? "" : value.asText().strip();
    if (text.isEmpty()) {
      return 0;
    }
    try {
      int minutes = new java.math.BigDecimal(text).intValueExact();
      if (minutes >= 0 && minutes <= LONGEST_DELAY) {
        return minutes;
      }
    } catch (ArithmeticException | NumberFormatException e) {
      // said below
    }
    problems
        .at("delay_minutes")
        .add("expected whole minutes, 0 to " + LONGEST_DELAY + "; found " + quoted(text));
    return 0;
  }

  static String quoted(String text) {
    return "\"" + (text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text) + "\"";
  }
}
