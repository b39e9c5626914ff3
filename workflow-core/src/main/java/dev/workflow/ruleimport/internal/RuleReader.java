package dev.workflow.ruleimport.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Json;
import dev.workflow.Problems;
import dev.workflow.ruleimport.RuleImport;
import dev.workflow.ruleimport.internal.NotificationRule.FollowUp;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads a row of a table of notification rules, and says everything that is wrong with it. */
final class RuleReader {

  private static final Pattern TYPE = Pattern.compile("[a-z0-9_-]+(\\.[a-z0-9_-]+)+");
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,29}");
  private static final int LONGEST_DELAY = 10 * 366 * 24 * 60;
  private static final int SHOWN = 100;
  private static final int MOST_STEPS = 100;

  private static final List<String> STEP_COLUMNS =
      List.of("delay_minutes", "channel", "template", "recipients", "quote_recipients");

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
    ObjectNode recipients = recipients(channel, audience);
    boolean anybody = RuleRecipients.lead(recipients, lead);
    NotificationRule rule =
        new NotificationRule(
            event,
            channel,
            audience,
            enabled && anybody,
            delay,
            lead,
            recipients,
            template,
            followUps(channel, audience, recipients),
            exits(),
            row);
    if (rule.workflow().length() > 100) {
      problems.add("its workflow's key has more than 100 characters: " + rule.workflow());
      return Optional.empty();
    }
    return Optional.of(rule);
  }

  /** Who gets a message: by the matrix, else by the column of quotes, else the audience. */
  private ObjectNode recipients(String channel, String audience) {
    ObjectNode matrix = RuleRecipients.matrix(row.path("recipients"), problems.at("recipients"));
    Optional<RuleRecipients> named =
        RuleRecipients.read(row.path("quote_recipients"), channel, problems.at("quote_recipients"));
    if (matrix != null && named.isPresent()) {
      problems.at("recipients").add("stands beside quote_recipients; give one of them");
    }
    return matrix == null ? named.orElseGet(() -> RuleRecipients.of(audience)).toJson() : matrix;
  }

  private List<FollowUp> followUps(String channel, String audience, ObjectNode recipients) {
    JsonNode steps = RuleRecipients.parsed(row.path("steps"));
    if (steps.isMissingNode() || steps.isNull()) {
      return List.of();
    }
    if (!steps.isArray() || steps.size() > MOST_STEPS) {
      problems
          .at("steps")
          .add(
              "expected a list of at most "
                  + MOST_STEPS
                  + " messages that follow; found "
                  + quoted(steps.toString()));
      return List.of();
    }
    List<FollowUp> all = new ArrayList<>();
    for (int i = 0; i < steps.size(); i++) {
      Problems place = problems.at("steps").at(i);
      if (steps.get(i).isObject()) {
        all.add(new RuleReader(steps.get(i), how, place).followUp(channel, audience, recipients));
      } else {
        place.add("expected an object with " + String.join(", ", STEP_COLUMNS));
      }
    }
    return all;
  }

  /** This row as a message that follows; what it does not say is as in the first one. */
  private FollowUp followUp(String first, String audience, ObjectNode recipients) {
    row.fieldNames()
        .forEachRemaining(
            name -> {
              if (!STEP_COLUMNS.contains(name)) {
                problems.at(name).add("unknown key; known are " + String.join(", ", STEP_COLUMNS));
              }
            });
    String own =
        row.hasNonNull("channel")
            ? name("channel", "a channel such as \"email\"", how.channels())
            : first;
    String template = text("template");
    if (template == null) {
      problems.at("template").add("is missing; a message needs the name of a template");
    }
    String channel = own == null ? first : own;
    boolean says = row.hasNonNull("recipients") || row.hasNonNull("quote_recipients");
    return new FollowUp(
        delay(), channel, says ? recipients(channel, audience) : recipients.deepCopy(), template);
  }

  private @Nullable String event() {
    String written = text("trigger");
    if (written == null) {
      problems.at("trigger").add("is missing; expected a trigger such as \"quote_sent\"");
      return null;
    }
    return event(written, problems.at("trigger"));
  }

  private @Nullable String event(String written, Problems place) {
    String trigger = written.toLowerCase(Locale.ROOT);
    String event = how.events().getOrDefault(trigger, trigger);
    if (TYPE.matcher(event).matches()) {
      return event;
    }
    List<String> known = new ArrayList<>(how.events().keySet());
    known.sort(null);
    place.add(
        quoted(written)
            + " stands for no type of event; known are "
            + String.join(", ", known)
            + " and dotted types such as \"deal.won\"");
    return null;
  }

  /** What ends the rule's messages before all are sent. */
  private List<String> exits() {
    Set<String> all = new LinkedHashSet<>();
    Problems place = problems.at("exit");
    for (String written : RuleRecipients.names(row.path("exit"), place)) {
      String event = event(written, place);
      if (event != null) {
        all.add(event);
      }
    }
    return List.copyOf(all);
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
