package dev.workflow.schedule;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Problems;
import dev.workflow.internal.text.DidYouMean;
import dev.workflow.internal.text.JsonKind;
import dev.workflow.internal.text.Limits;
import dev.workflow.messaging.EmailAddress;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Period;
import java.util.List;

/** Checks what a report is to be; every mistake is noted at its place. */
final class ReportConfig {

  static final List<String> KEYS =
      List.of("of", "range", "format", "email_to", "workflow_id", "by");

  private static final List<String> OF =
      List.of("runs", "steps", "actions", "channels", "people", "log");
  private static final List<String> FORMATS = List.of("csv", "ndjson", "html");
  private static final List<String> BUCKETS = List.of("total", "hour", "day", "week", "month");
  private static final int MOST_RECIPIENTS = 20;
  private static final int MOST_DAYS = 3_660;
  private static final String RANGE =
      "expected up to ten years as whole days, weeks or months, such as \"P7D\" or \"P1M\", or up to"
          + " the tick, such as \"PT24H\"";

  private final ObjectNode config;
  private final Problems problems;

  private ReportConfig(ObjectNode config, Problems problems) {
    this.config = config;
    this.problems = problems;
  }

  static void check(ObjectNode config, Problems problems) {
    new ReportConfig(config, problems).check();
  }

  private void check() {
    oneOf("of", OF, true);
    oneOf("format", FORMATS, false);
    oneOf("by", BUCKETS, false);
    range();
    JsonNode workflow = config.path("workflow_id");
    if (!workflow.isMissingNode() && (!workflow.isTextual() || workflow.asText().isBlank())) {
      problems.at("workflow_id").add("expected the key of a workflow");
    } else if (workflow.isMissingNode() && config.path("of").asText().equals("steps")) {
      problems.add("\"workflow_id\" is missing: steps are those of a workflow");
    }
    if (config.has("by") && config.path("of").asText().equals("log")) {
      problems.at("by").add("is for figures: the log has a row for each act");
    }
    recipients();
  }

  private void oneOf(String key, List<String> known, boolean required) {
    JsonNode value = config.path(key);
    if (value.isMissingNode()) {
      if (required) {
        problems.add("\"" + key + "\" is missing: " + String.join(", ", known));
      }
    } else if (!value.isTextual()) {
      problems.at(key).add("expected a text, found " + JsonKind.of(value));
    } else if (!known.contains(value.textValue())) {
      String shown = Limits.oneLine(Limits.storable(value.textValue(), 60));
      problems
          .at(key)
          .add(
              "\""
                  + shown
                  + "\" is none of "
                  + String.join(", ", known)
                  + DidYouMean.suffix(shown, known));
    }
  }

  private void range() {
    JsonNode value = config.path("range");
    if (value.isMissingNode()) {
      problems.add("\"range\" is missing: how long back, such as \"P7D\"");
    } else if (!value.isTextual() || !isRange(value.textValue())) {
      problems.at("range").add(RANGE);
    }
  }

  private static boolean isRange(String text) {
    try {
      if (text.startsWith("PT")) {
        Duration time = Duration.parse(text);
        return time.compareTo(Duration.ZERO) > 0 && time.compareTo(Duration.ofDays(MOST_DAYS)) <= 0;
      }
      Period days = Period.parse(text);
      boolean forth = days.getYears() >= 0 && days.getMonths() >= 0 && days.getDays() >= 0;
      double all = days.toTotalMonths() * 30.5 + days.getDays();
      return text.startsWith("P") && forth && all > 0 && all <= MOST_DAYS;
    } catch (DateTimeException | ArithmeticException e) {
      return false;
    }
  }

  private void recipients() {
    JsonNode value = config.path("email_to");
    if (value.isMissingNode()) {
      problems.add("\"email_to\" is missing: an address, or a list of them");
    } else if (value.isArray()) {
      if (value.isEmpty() || value.size() > MOST_RECIPIENTS) {
        problems.at("email_to").add("expected 1 to " + MOST_RECIPIENTS + " addresses");
      }
      for (int i = 0; i < Math.min(value.size(), MOST_RECIPIENTS); i++) {
        address(value.get(i), problems.at("email_to").at(i));
      }
    } else {
      address(value, problems.at("email_to"));
    }
  }

  private static void address(JsonNode value, Problems place) {
    if (!value.isTextual() || EmailAddress.read(value.textValue()).isEmpty()) {
      place.add("expected an e-mail address");
    }
  }
}
