package dev.workflow.definition;

import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinition;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.parser.CronParser;
import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.InvalidDefinitionException;
import dev.workflow.Problems;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads a workflow document and notes every problem it finds. */
final class DefinitionReader {

  private static final CronDefinition CRON_WITH_SECONDS =
      CronDefinitionBuilder.instanceDefinitionFor(CronType.SPRING53);
  private static final CronDefinition CRON =
      CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX);

  private final Problems problems = Problems.none();

  private DefinitionReader() {}

  static WorkflowDefinition read(JsonNode json) {
    DefinitionReader reader = new DefinitionReader();
    WorkflowDefinition definition = reader.workflow(json);
    String key =
        json.path("key").isTextual()
            ? " \"" + Fields.shortened(json.path("key").textValue()) + "\""
            : "";
    reader.problems.throwIfAny(list -> new InvalidDefinitionException("The workflow" + key, list));
    if (definition == null) {
      throw new IllegalStateException("a document without problems gives a definition");
    }
    return definition;
  }

  private @Nullable WorkflowDefinition workflow(JsonNode json) {
    Fields fields = Fields.of(json, problems, Keys.WORKFLOW);
    if (fields == null) {
      return null;
    }
    fields.require("name", "what people call the workflow");
    fields.require("steps", "a list of steps");
    StepReader stepReader = new StepReader();
    String key = fields.id("key");
    String name = fields.text("name");
    WorkflowDefinition definition =
        new WorkflowDefinition(
            key,
            0,
            name == null ? "" : name,
            fields.text("description"),
            fields.flag("enabled", true),
            fields.integer("priority", 0, -1_000_000, 1_000_000),
            fields.text("subject"),
            triggers(fields),
            concurrency(fields),
            exits(fields),
            rateLimit(fields),
            backlog(fields),
            terms(fields),
            stepReader.steps(fields, "steps"));
    new References(definition, problems).check();
    return definition;
  }

  private static List<Trigger> triggers(Fields fields) {
    List<Trigger> triggers = new ArrayList<>();
    int index = 0;
    for (JsonNode json : fields.list("triggers")) {
      Trigger trigger = trigger(json, fields.at("triggers").at(index++));
      if (trigger != null) {
        triggers.add(trigger);
      }
    }
    return triggers;
  }

  private static @Nullable Trigger trigger(JsonNode json, Problems problems) {
    Fields fields = Fields.of(json, problems, Keys.TRIGGER);
    if (fields == null) {
      return null;
    }
    if (fields.has("event") == fields.has("schedule")) {
      problems.add("a trigger has either \"event\" or \"schedule\"");
      return null;
    }
    if (fields.has("schedule")) {
      misplaced(fields, "schedule", "when", "dedupe");
      String cron = fields.parsed("schedule", DefinitionReader::cron);
      return new Trigger.OnSchedule(
          cron == null ? "" : cron,
          fields.zone("timezone"),
          fields.choice("misfire", Trigger.Misfire.class, Trigger.Misfire.ONCE));
    }
    misplaced(fields, "event", "timezone", "misfire");
    return new Trigger.OnEvent(fields.event("event"), fields.condition("when"), dedupe(fields));
  }

  private static void misplaced(Fields fields, String beside, String... keys) {
    for (String key : keys) {
      if (fields.has(key)) {
        fields.at(key).add("\"" + key + "\" does not stand beside \"" + beside + "\"");
      }
    }
  }

  private static String cron(String text) {
    boolean seconds = text.trim().split("\\s+").length == 6;
    try {
      new CronParser(seconds ? CRON_WITH_SECONDS : CRON).parse(text).validate();
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "\""
              + Fields.shortened(text)
              + "\" is not a cron expression such as \"0 9 * * MON-FRI\" (minute hour day month weekday, seconds before them if wanted): "
              + e.getMessage(),
          e);
    }
    return text;
  }

  private static Trigger.@Nullable Dedupe dedupe(Fields fields) {
    if (!fields.has("dedupe")) {
      return null;
    }
    Fields dedupe = Fields.of(fields.get("dedupe"), fields.at("dedupe"), Keys.DEDUPE);
    return dedupe == null
        ? null
        : new Trigger.Dedupe(
            dedupe.requiredTemplate("key", "an expression, such as \"{{lead.id}}\""),
            dedupe.span("window"));
  }

  private static Concurrency concurrency(Fields fields) {
    if (!fields.has("concurrency")) {
      return Concurrency.ALLOW;
    }
    Fields concurrency =
        Fields.of(fields.get("concurrency"), fields.at("concurrency"), Keys.CONCURRENCY);
    if (concurrency == null) {
      return Concurrency.ALLOW;
    }
    Concurrency.Policy policy =
        concurrency.choice("policy", Concurrency.Policy.class, Concurrency.Policy.ALLOW);
    if (policy != Concurrency.Policy.ALLOW) {
      concurrency.require(
          "key",
          "an expression that says which instances exclude each other, such as \"{{subject.id}}\"");
    }
    return new Concurrency(concurrency.template("key"), policy);
  }

  private static List<Exit> exits(Fields fields) {
    List<Exit> exits = new ArrayList<>();
    int index = 0;
    for (JsonNode json : fields.list("exit")) {
      Fields exit = Fields.of(json, fields.at("exit").at(index++), Keys.EXIT);
      if (exit != null) {
        exits.add(new Exit(exit.event("event"), exit.condition("when")));
      }
    }
    return exits;
  }

  private static @Nullable RateLimit rateLimit(Fields fields) {
    if (!fields.has("rateLimit")) {
      return null;
    }
    Fields limit = Fields.of(fields.get("rateLimit"), fields.at("rateLimit"), Keys.RATE_LIMIT);
    if (limit == null) {
      return null;
    }
    limit.require("permits", "how many instances may start");
    limit.require("per", "in which time, such as \"PT1M\"");
    return new RateLimit(
        limit.integer("permits", 1, 1, 1_000_000_000),
        limit.duration("per", Duration.ofMinutes(1)));
  }

  private static Backlog backlog(Fields fields) {
    JsonNode json = fields.get("backlog");
    if (json.isMissingNode()) {
      return new Backlog.All();
    }
    if (json.isTextual() && (json.textValue().equals("all") || json.textValue().equals("latest"))) {
      return json.textValue().equals("all") ? new Backlog.All() : new Backlog.Latest();
    }
    if (!json.isObject() || json.size() != 1) {
      fields
          .at("backlog")
          .add(
              "expected \"all\", \"latest\", {\"dropOlderThan\": \"PT1H\"} or {\"spread\": \"PT10M\"}");
      return new Backlog.All();
    }
    Fields backlog = Fields.of(json, fields.at("backlog"), Keys.BACKLOG);
    if (backlog != null && backlog.has("spread")) {
      return new Backlog.Spread(backlog.duration("spread", Duration.ofMinutes(10)));
    }
    return backlog == null
        ? new Backlog.All()
        : new Backlog.DropOlderThan(backlog.duration("dropOlderThan", Duration.ofHours(1)));
  }

  private static Map<String, JsonNode> terms(Fields fields) {
    Map<String, JsonNode> terms = new LinkedHashMap<>();
    JsonNode json = fields.get("terms");
    if (json.isMissingNode()) {
      return terms;
    }
    if (!json.isObject()) {
      fields.at("terms").add("expected an object, found " + Fields.found(json));
      return terms;
    }
    for (Iterator<Map.Entry<String, JsonNode>> entries = json.fields(); entries.hasNext(); ) {
      Map.Entry<String, JsonNode> term = entries.next();
      if (term.getValue().isValueNode() && !term.getValue().isNull()) {
        terms.put(term.getKey(), term.getValue());
      } else {
        fields
            .at("terms")
            .at(term.getKey())
            .add("expected a string, number or boolean, found " + Fields.found(term.getValue()));
      }
    }
    return terms;
  }
}
