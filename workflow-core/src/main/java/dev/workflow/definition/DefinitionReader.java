package dev.workflow.definition;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.workflow.InvalidDefinitionException;
import dev.workflow.Problems;
import dev.workflow.assignment.TypedTerms;
import dev.workflow.condition.PatternAllowance;
import dev.workflow.internal.text.Wording;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads a workflow document and notes every problem it finds. */
final class DefinitionReader {

  static final int MAX_LIST = 1_000;
  static final int MAX_PRIORITY = 1_000_000;
  static final int MAX_PERMITS = 1_000_000_000;
  static final int MAX_CHANNELS = 100;

  private DefinitionReader() {}

  static WorkflowDefinition read(JsonNode json) {
    return read(json, null);
  }

  /**
   * @param actions checks the actions together with the rest; null: that happens when it is
   *     published
   */
  static WorkflowDefinition read(JsonNode json, @Nullable ActionCatalog actions) {
    try (PatternAllowance allowed = PatternAllowance.open()) {
      return readWithin(allowed, json, actions);
    }
  }

  private static WorkflowDefinition readWithin(
      @SuppressWarnings("unused") PatternAllowance allowed,
      JsonNode json,
      @Nullable ActionCatalog actions) {
    Problems problems = Problems.none();
    JsonNode tree = CanonicalTree.of(json, problems);
    WorkflowDefinition definition = tree == null ? null : workflow(tree, problems, actions);
    JsonNode document = tree == null ? MissingNode.getInstance() : tree;
    problems.throwIfAny(
        list ->
            new InvalidDefinitionException(
                "The workflow" + shown(document.path("key")), DocumentOrder.sort(list, document)));
    if (definition == null) {
      throw new IllegalStateException("a document without problems gives a definition");
    }
    return definition;
  }

  private static String shown(JsonNode key) {
    return key.isTextual() ? " " + Wording.quoted(key.textValue()) : "";
  }

  private static @Nullable WorkflowDefinition workflow(
      JsonNode json, Problems problems, @Nullable ActionCatalog actions) {
    References references = new References();
    Fields fields = Fields.of(json, problems, references, Keys.WORKFLOW);
    if (fields == null) {
      return null;
    }
    fields.text("$schema");
    String key = Names.id(fields, "key");
    String name = fields.label("name", Fields.MAX_LABEL);
    StepReader steps = new StepReader(actions);
    WorkflowDefinition definition =
        new WorkflowDefinition(
            key,
            0,
            name == null ? key : name,
            fields.text("description"),
            fields.flag("enabled", true),
            fields.integer("priority", 0, -MAX_PRIORITY, MAX_PRIORITY),
            fields.label("subject", 100),
            TriggerReader.triggers(fields),
            fields.choice(
                "caseOwner", WorkflowDefinition.CaseOwner.class, WorkflowDefinition.CaseOwner.NONE),
            concurrency(fields),
            fields.flag("governed", false),
            RecordReader.records(fields),
            exits(fields),
            rateLimit(fields),
            channelLimits(fields),
            backlog(fields),
            terms(fields),
            steps.required(fields, "steps"));
    checkSelections(definition, fields);
    references.check(steps.ids());
    steps.checkReferences(definition.steps());
    return definition;
  }

  private static void checkSelections(WorkflowDefinition definition, Fields fields) {
    for (int i = 0; i < definition.triggers().size(); i++) {
      if (definition.triggers().get(i) instanceof Trigger.OnSchedule schedule
          && schedule.records() != null
          && definition.subject() != null
          && !definition.subject().equals(schedule.records().type())) {
        fields
            .at("triggers")
            .at(i)
            .at("for")
            .at("type")
            .add(
                "the workflow is about "
                    + Wording.quoted(definition.subject())
                    + ", so it cannot start for "
                    + Wording.quoted(schedule.records().type()));
      }
    }
  }

  private static Concurrency concurrency(Fields fields) {
    Fields concurrency = fields.object("concurrency", Keys.CONCURRENCY);
    if (concurrency == null) {
      return Concurrency.ALLOW;
    }
    Concurrency.Policy policy =
        concurrency.choice("policy", Concurrency.Policy.class, Concurrency.Policy.ALLOW);
    String what =
        "an expression that says which instances exclude each other, such as \"{{subject.id}}\"";
    return policy == Concurrency.Policy.ALLOW && !concurrency.has("key")
        ? Concurrency.ALLOW
        : new Concurrency(Expressions.required(concurrency, "key", what), policy);
  }

  private static List<Exit> exits(Fields fields) {
    List<Exit> exits = new ArrayList<>();
    fields.objects(
        "exit", Keys.EXIT, MAX_LIST, exit -> RecordReader.exit(exit, exits, fields.has("subject")));
    return exits;
  }

  private static @Nullable RateLimit rateLimit(Fields fields) {
    Fields limit = fields.object("rateLimit", Keys.RATE_LIMIT);
    return limit == null ? null : rateLimit(limit, "how many instances may start");
  }

  private static Map<String, RateLimit> channelLimits(Fields fields) {
    Map<String, RateLimit> limits = new LinkedHashMap<>();
    JsonNode json = fields.get("channelLimits");
    if (json.isMissingNode()) {
      return limits;
    }
    Problems problems = fields.at("channelLimits");
    if (!json.isObject()) {
      problems.add(Wording.expected(Forms.object("channelLimits"), json));
      return limits;
    }
    if (json.size() > MAX_CHANNELS) {
      problems.add(
          "there are " + json.size() + " limits; at most " + MAX_CHANNELS + " are allowed");
    }
    for (Map.Entry<String, JsonNode> entry : json.properties()) {
      Problems place = problems.at(entry.getKey());
      if (entry.getKey().isBlank()) {
        place.add("is the limit of a channel, such as \"email\"");
      }
      Fields limit = Fields.of(entry.getValue(), place, fields.references(), Keys.RATE_LIMIT);
      if (limit != null) {
        limits.put(entry.getKey(), rateLimit(limit, "how many messages may be sent"));
      }
    }
    return limits;
  }

  private static RateLimit rateLimit(Fields limit, String permits) {
    limit.require("permits", permits);
    limit.require("per", "in which time, such as \"PT1M\"");
    return new RateLimit(
        limit.integer("permits", 1, 1, MAX_PERMITS),
        Spans.positive(limit, "per", Duration.ofMinutes(1)));
  }

  private static Backlog backlog(Fields fields) {
    JsonNode json = fields.get("backlog");
    if (json.isMissingNode() || StepReader.isText(json, "all")) {
      return new Backlog.All();
    }
    if (StepReader.isText(json, "latest")) {
      return new Backlog.Latest();
    }
    if (!json.isObject()) {
      String right =
          "\"all\", \"latest\", {\"dropOlderThan\": \"PT1H\"} or {\"spread\": \"PT10M\"}";
      fields.at("backlog").add(DocumentWording.expectedValue(right, json));
      return new Backlog.All();
    }
    Fields backlog = fields.object("backlog", Keys.BACKLOG);
    if (backlog == null || backlog.has("spread") == backlog.has("dropOlderThan")) {
      fields.at("backlog").add("it has either \"dropOlderThan\" or \"spread\"");
      return new Backlog.All();
    }
    return backlog.has("spread")
        ? new Backlog.Spread(Spans.positive(backlog, "spread", Duration.ofMinutes(10)))
        : new Backlog.DropOlderThan(Spans.duration(backlog, "dropOlderThan", Duration.ofHours(1)));
  }

  private static Map<String, JsonNode> terms(Fields fields) {
    Map<String, JsonNode> terms = new LinkedHashMap<>();
    JsonNode json = fields.get("terms");
    if (!json.isMissingNode() && !json.isObject()) {
      fields.at("terms").add(Wording.expected(Forms.object("terms"), json));
    }
    for (Iterator<Map.Entry<String, JsonNode>> all = json.properties().iterator();
        all.hasNext(); ) {
      Map.Entry<String, JsonNode> term = all.next();
      Problems problems = fields.at("terms").at(term.getKey());
      if (term.getKey().isBlank()) {
        problems.add("a term needs a name");
      } else if (term.getValue().isContainerNode() || term.getValue().isNull()) {
        problems.add(Wording.expected("a string, a number, true or false", term.getValue()));
      }
      terms.put(term.getKey(), term.getValue());
    }
    TypedTerms.check(terms, fields.at("terms"));
    return terms;
  }
}
