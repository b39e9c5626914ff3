package dev.workflow.definition;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Problems;
import dev.workflow.expression.Template;
import dev.workflow.internal.text.Wording;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads and writes when a schedule ticks, and what becomes of its ticks. */
final class ScheduleReader {

  /** The engine's own part of the input of what a schedule starts. */
  static final String TICK = "schedule";

  private static final Duration LONGEST_JITTER = Duration.ofDays(1);

  private ScheduleReader() {}

  static <T> @Nullable T read(
      ObjectNode json, Problems problems, Function<Fields, @Nullable T> reader) {
    Set<String> keys = new LinkedHashSet<>();
    json.fieldNames().forEachRemaining(keys::add);
    int before = problems.list().size();
    Fields fields = Fields.of(json, problems, new References(), keys);
    T read = fields == null ? null : reader.apply(fields);
    return problems.list().size() > before ? null : read;
  }

  /** A timing; null (and a problem) if there is none. */
  static @Nullable ScheduleTiming timing(Fields fields) {
    CronExpression cron = fields.parsed("schedule", CronExpression::parse);
    TimeSpan every = every(fields);
    Moment anchor = fields.parsed("anchor", Moment::parse);
    ZoneId zone = fields.zone("timezone");
    Duration jitter = Spans.duration(fields, "jitter", Duration.ZERO);
    if (jitter.compareTo(LONGEST_JITTER) > 0) {
      fields.at("jitter").add("is longer than a day");
    }
    Moment from = fields.parsed("from", Moment::parse);
    Moment until = fields.parsed("until", Moment::parse);
    if (fields.has("schedule") == fields.has("every")) {
      fields.problems().add("a schedule has either \"schedule\", a cron expression, or \"every\"");
      return null;
    }
    if (fields.has("schedule")) {
      fields.refuse("schedule", "anchor");
    }
    if (from != null && until != null) {
      ZoneId own = zone == null ? ZoneOffset.UTC : zone;
      if (until.end(own).isBefore(from.begin(own))) {
        fields.at("until").add("is before \"from\", so that it never ticks");
      }
    }
    return (cron == null) == (every == null)
        ? null
        : new ScheduleTiming(cron, every, anchor, zone, jitter, from, until);
  }

  private static @Nullable TimeSpan every(Fields fields) {
    TimeSpan every = Spans.span(fields, "every");
    if (every != null && every.atMost().compareTo(Duration.ofSeconds(1)) < 0) {
      fields.at("every").add("must be at least a second");
      return null;
    }
    return every;
  }

  static TickPolicy policy(Fields fields) {
    return new TickPolicy(
        fields.choice("misfire", Trigger.Misfire.class, Trigger.Misfire.ONCE),
        fields.has("within") ? Spans.positive(fields, "within", Duration.ofDays(1)) : null,
        fields.choice("overlap", TickPolicy.Overlap.class, TickPolicy.Overlap.SKIP));
  }

  /** The input of what is started; an empty object if there is none. */
  static ObjectNode input(Fields fields) {
    JsonNode input = fields.get("input");
    if (!input.isObject()) {
      if (fields.has("input")) {
        fields.at("input").add(Wording.expected("an object", input));
      }
      return JsonNodeFactory.instance.objectNode();
    }
    if (input.has(TICK)) {
      fields.at("input").at(TICK).add("is written by the engine: which tick it is");
    }
    refuseExpressions(input, fields.at("input"));
    return (ObjectNode) input;
  }

  private static void refuseExpressions(JsonNode json, Problems problems) {
    if (json.isTextual() && Template.containsExpression(json.textValue())) {
      problems.add("is given as it is, without expressions: these belong into the steps");
    }
    for (int i = 0; json.isArray() && i < json.size(); i++) {
      refuseExpressions(json.get(i), problems.at(i));
    }
    json.fields()
        .forEachRemaining(
            entry -> refuseExpressions(entry.getValue(), problems.at(entry.getKey())));
  }

  static void write(ObjectNode json, ScheduleTiming timing) {
    text(json, "schedule", timing.cron());
    text(json, "every", timing.every());
    text(json, "anchor", timing.anchor());
    text(json, "timezone", timing.zone());
    text(json, "jitter", timing.jitter().isZero() ? null : timing.jitter());
    text(json, "from", timing.from());
    text(json, "until", timing.until());
  }

  static void write(ObjectNode json, TickPolicy policy) {
    if (policy.misfire() != Trigger.Misfire.ONCE) {
      json.put("misfire", DefinitionWriter.name(policy.misfire()));
    }
    text(json, "within", policy.within());
    if (policy.overlap() != TickPolicy.Overlap.SKIP) {
      json.put("overlap", DefinitionWriter.name(policy.overlap()));
    }
  }

  private static void text(ObjectNode json, String key, @Nullable Object value) {
    if (value != null) {
      json.put(key, value.toString());
    }
  }
}
