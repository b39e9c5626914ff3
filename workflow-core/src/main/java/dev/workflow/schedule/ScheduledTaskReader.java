package dev.workflow.schedule;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.InvalidInputException;
import dev.workflow.Json;
import dev.workflow.Problem;
import dev.workflow.Problems;
import dev.workflow.definition.ScheduleTiming;
import dev.workflow.definition.TickPolicy;
import dev.workflow.internal.text.DidYouMean;
import dev.workflow.internal.text.JsonKind;
import dev.workflow.internal.text.Limits;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the document of a scheduled task; every mistake is noted at its place. */
final class ScheduledTaskReader {

  private static final long MAX_BYTES = 1 << 18;
  private static final int MOST_RETRIES = 100;
  private static final int MAX_NAME = 200;
  private static final List<String> KEYS =
      List.of(
          "name",
          "type",
          "config",
          "schedule",
          "every",
          "anchor",
          "timezone",
          "jitter",
          "from",
          "until",
          "enabled",
          "max_retries",
          "misfire",
          "within",
          "overlap");
  private static final Map<ScheduledTask.Type, List<String>> CONFIG =
      Map.of(
          ScheduledTask.Type.WORKFLOW,
          List.of("workflow_id", "subject", "input"),
          ScheduledTask.Type.ACTION,
          List.of("action", "config", "subject"),
          ScheduledTask.Type.CLEANUP,
          List.of("what", "older_than"),
          ScheduledTask.Type.REPORT,
          ReportConfig.KEYS);
  private static final List<String> CLEANED =
      List.of("instances", "messages", "events", "ticks", "findings");

  private final ObjectNode json;
  private final Problems problems = Problems.none();

  private ScheduledTaskReader(ObjectNode json) {
    this.json = json;
  }

  static ScheduledTask read(String text) {
    try {
      return text.length() > MAX_BYTES
          ? refuse("is larger than " + MAX_BYTES + " bytes")
          : read(Json.reader().readTree(text));
    } catch (JsonProcessingException e) {
      return refuse("is not JSON: " + e.getOriginalMessage());
    }
  }

  static ScheduledTask read(JsonNode json) {
    return json instanceof ObjectNode object
        ? new ScheduledTaskReader(object.deepCopy()).task()
        : refuse("expected an object, found " + JsonKind.of(json));
  }

  private static ScheduledTask refuse(String problem) {
    throw invalid(List.of(new Problem("", problem)));
  }

  private static InvalidInputException invalid(List<Problem> problems) {
    return new InvalidInputException("The scheduled task", problems);
  }

  private ScheduledTask task() {
    Json.check(json, MAX_BYTES, problems);
    problems.throwIfAny(ScheduledTaskReader::invalid);
    unknown(json, KEYS, problems);
    String name = name();
    ScheduledTask.Type type = type();
    ObjectNode config = config(type);
    ScheduleTiming timing = ScheduleTiming.read(json, problems);
    TickPolicy policy = TickPolicy.read(json, problems);
    boolean enabled = enabled();
    int retries = retries();
    problems.throwIfAny(ScheduledTaskReader::invalid);
    if (type == null || timing == null || policy == null) {
      throw new IllegalStateException("a document without problems gives a task");
    }
    return new ScheduledTask(name, type, config, timing, policy, enabled, retries);
  }

  private static void unknown(ObjectNode object, List<String> known, Problems problems) {
    object
        .fieldNames()
        .forEachRemaining(
            key -> {
              if (!known.contains(key)) {
                problems.at(key).add("unknown key" + DidYouMean.suffix(key, known));
              }
            });
  }

  private String name() {
    String name = text(json, "name", problems, "\"name\" is missing");
    String wrong =
        name.isBlank() && json.path("name").isTextual()
            ? "must not be empty"
            : Limits.wrongKey(name, MAX_NAME);
    if (wrong != null) {
      problems.at("name").add(wrong);
    }
    return name;
  }

  private static String text(ObjectNode object, String key, Problems problems, String missing) {
    JsonNode value = object.get(key);
    if (value == null) {
      problems.add(missing);
      return "";
    }
    if (!value.isTextual()) {
      problems.at(key).add("expected a text, found " + JsonKind.of(value));
      return "";
    }
    return value.textValue();
  }

  private ScheduledTask.@Nullable Type type() {
    String type =
        text(
            json,
            "type",
            problems,
            "\"type\" is missing: \"workflow\", \"action\", \"cleanup\" or \"report\"");
    switch (type) {
      case "workflow":
        return ScheduledTask.Type.WORKFLOW;
      case "action":
        return ScheduledTask.Type.ACTION;
      case "cleanup":
        return ScheduledTask.Type.CLEANUP;
      case "report":
        return ScheduledTask.Type.REPORT;
      default:
        if (!type.isEmpty()) {
          problems
              .at("type")
              .add(
                  "\""
                      + Limits.oneLine(Limits.storable(type, 60))
                      + "\" is none of workflow, action, cleanup, report");
        }
        return null;
    }
  }

  private ObjectNode config(ScheduledTask.@Nullable Type type) {
    JsonNode config = json.path("config");
    if (!(config instanceof ObjectNode object)) {
      if (config.isMissingNode()) {
        problems.add("\"config\" is missing: what is done");
      } else {
        problems.at("config").add("expected an object, found " + JsonKind.of(config));
      }
      return Json.object();
    }
    if (type != null) {
      Problems at = problems.at("config");
      unknown(object, CONFIG.getOrDefault(type, List.of()), at);
      if (type == ScheduledTask.Type.CLEANUP) {
        cleanup(object, at);
        return object;
      } else if (type == ScheduledTask.Type.REPORT) {
        ReportConfig.check(object, at);
        return object;
      }
      boolean workflow = type == ScheduledTask.Type.WORKFLOW;
      text(
          object,
          workflow ? "workflow_id" : "action",
          at,
          workflow ? "\"workflow_id\" is missing: the key of a workflow" : "\"action\" is missing");
      object(object, workflow ? "input" : "config", at);
      subject(object, at);
    }
    return object;
  }

  private static void cleanup(ObjectNode config, Problems problems) {
    String what = text(config, "what", problems, "\"what\" is missing");
    if (!what.isEmpty() && !CLEANED.contains(what)) {
      problems.at("what").add("is none of " + String.join(", ", CLEANED));
    }
    String age = text(config, "older_than", problems, "\"older_than\" is missing");
    try {
      if (!age.isEmpty() && Duration.parse(age).compareTo(Duration.ZERO) <= 0) {
        problems.at("older_than").add("must be more than zero");
      }
    } catch (DateTimeParseException e) {
      problems.at("older_than").add("expected days, hours or less, such as \"P90D\"");
    }
  }

  private static void object(ObjectNode object, String key, Problems problems) {
    JsonNode value = object.path(key);
    if (!value.isMissingNode() && !value.isObject()) {
      problems.at(key).add("expected an object, found " + JsonKind.of(value));
    } else if (key.equals("input") && value.has("schedule")) {
      problems.at(key).at("schedule").add("is written by the engine: which tick it is");
    }
  }

  private static void subject(ObjectNode object, Problems problems) {
    JsonNode subject = object.path("subject");
    if (subject.isMissingNode()) {
      return;
    }
    if (!(subject instanceof ObjectNode known)) {
      problems.at("subject").add("expected an object, found " + JsonKind.of(subject));
      return;
    }
    Problems at = problems.at("subject");
    unknown(known, List.of("type", "id"), at);
    for (String key : List.of("type", "id")) {
      String value = text(known, key, at, "\"" + key + "\" is missing");
      String wrong =
          value.isBlank() && known.path(key).isTextual()
              ? "must not be empty"
              : Limits.wrongKey(value, 200);
      if (wrong != null) {
        at.at(key).add(wrong);
      }
    }
  }

  private boolean enabled() {
    JsonNode value = json.path("enabled");
    if (!value.isMissingNode() && !value.isBoolean()) {
      problems.at("enabled").add("expected true or false, found " + JsonKind.of(value));
    }
    return value.asBoolean(true);
  }

  private int retries() {
    JsonNode value = json.path("max_retries");
    if (value.isMissingNode()) {
      return 0;
    }
    if (!value.isIntegralNumber()
        || !value.canConvertToInt()
        || value.intValue() < 0
        || value.intValue() > MOST_RETRIES) {
      problems.at("max_retries").add("expected a whole number from 0 to " + MOST_RETRIES);
      return 0;
    }
    return value.intValue();
  }
}
