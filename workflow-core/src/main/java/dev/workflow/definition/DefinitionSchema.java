package dev.workflow.definition;

import static dev.workflow.definition.SchemaNodes.choice;
import static dev.workflow.definition.SchemaNodes.either;
import static dev.workflow.definition.SchemaNodes.filled;
import static dev.workflow.definition.SchemaNodes.flag;
import static dev.workflow.definition.SchemaNodes.has;
import static dev.workflow.definition.SchemaNodes.hasWithout;
import static dev.workflow.definition.SchemaNodes.integer;
import static dev.workflow.definition.SchemaNodes.label;
import static dev.workflow.definition.SchemaNodes.list;
import static dev.workflow.definition.SchemaNodes.pattern;
import static dev.workflow.definition.SchemaNodes.ref;
import static dev.workflow.definition.SchemaNodes.text;
import static dev.workflow.definition.SchemaNodes.type;
import static dev.workflow.definition.SchemaNodes.words;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.definition.SchemaNodes.Shape;
import java.util.regex.Pattern;

/**
 * The JSON Schema (draft 2020-12) of the workflow document, for editors and other programs. It lies
 * next to this class as {@code workflow.schema.json}, too.
 *
 * <p>A document that {@link WorkflowDefinition#parse} accepts is valid. The other way round a few
 * things are beyond a schema: unique ids, references between steps, expressions, cron.
 *
 * <p>Thread-safe.
 */
public final class DefinitionSchema {

  /** The name of the resource next to this class. */
  public static final String RESOURCE = "workflow.schema.json";

  private DefinitionSchema() {}

  /** The schema. A new tree each time. */
  public static ObjectNode json() {
    ObjectNode schema = JsonNodeFactory.instance.objectNode();
    schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
    schema.put("$id", "urn:dev.workflow:" + RESOURCE);
    schema.put("title", "Workflow");
    schema.setAll(workflow());
    ObjectNode parts = schema.putObject("$defs");
    names(parts);
    parts.set("trigger", trigger());
    parts.set("selection", selection());
    parts.set("dedupe", dedupe());
    parts.set("concurrency", concurrency());
    parts.set("record", record());
    parts.set("exit", exit());
    parts.set("rateLimit", rateLimit());
    parts.set("backlog", backlog());
    StepSchema.addTo(parts);
    ConditionSchema.addTo(parts);
    return schema;
  }

  private static ObjectNode workflow() {
    return new Shape(Keys.WORKFLOW)
        .key("$schema", "where this schema lies, for editors; of no meaning otherwise", text())
        .key("key", "unique in its tenant", ref("id"))
        .key("name", "what people call the workflow; the key by default", label(Fields.MAX_LABEL))
        .key("description", "what it is for", text())
        .key("enabled", "whether events and schedules start it", flag(true))
        .key(
            "priority",
            "the higher starts first",
            integer(-DefinitionReader.MAX_PRIORITY, DefinitionReader.MAX_PRIORITY)
                .put("default", 0))
        .key("subject", "the type of subject it is about; any by default", label(100))
        .key("triggers", "what starts it", list(ref("trigger"), 0, DefinitionReader.MAX_LIST))
        .key(
            "caseOwner",
            "who gets the tasks of an instance that have one role",
            choice(WorkflowDefinition.CaseOwner.class))
        .key("concurrency", "how many may be active at once", ref("concurrency"))
        .key("governed", "starts only for subjects whose effective workflow it is", flag(false))
        .key("records", "the host's records that its steps see, by name", records())
        .key("exit", "what ends it", list(ref("exit"), 0, DefinitionReader.MAX_LIST))
        .key("rateLimit", "how many may start; the rest is delayed", ref("rateLimit"))
        .key(
            "channelLimits",
            "how many messages are sent on a channel, by channel; the rest is delayed",
            channelLimits())
        .key(
            "backlog",
            "what happens to steps that fell due while nothing ran",
            either(words("all", "latest"), ref("backlog")))
        .key("terms", "commercial terms by name; they override the tenant's", terms())
        .key("steps", "run in the order written", ref("steps"))
        .require("key", "steps")
        .schema();
  }

  private static ObjectNode channelLimits() {
    ObjectNode limits = type("object");
    limits.put("maxProperties", DefinitionReader.MAX_CHANNELS);
    limits.putObject("propertyNames").put("pattern", "\\S");
    limits.set("additionalProperties", ref("rateLimit"));
    return limits;
  }

  private static ObjectNode terms() {
    ObjectNode terms = type("object");
    terms.putObject("propertyNames").put("pattern", "\\S");
    terms
        .putObject("additionalProperties")
        .set("type", SchemaNodes.strings("string", "number", "boolean"));
    return terms;
  }

  private static void names(ObjectNode parts) {
    parts.set("id", pattern(Names.ID));
    parts.set("eventType", pattern(Names.EVENT));
    parts.set(
        "actionType",
        either(pattern(Names.ACTION), words(Names.NAMED.keySet().toArray(String[]::new))));
    parts.set("span", pattern(Pattern.compile(TimeSpan.PATTERN)));
    parts.set("template", text());
    parts.set("filledTemplate", filled());
    parts.set("timezone", type("string"));
  }

  private static ObjectNode trigger() {
    return new Shape(Keys.TRIGGER)
        .key("event", "starts on events of this type", ref("eventType"))
        .key("when", "only on events for which this holds", ref("condition"))
        .key("becomes", "only if \"when\" did not hold before the change", flag(false))
        .key("settle", "only once the subject has been quiet for so long", ref("span"))
        .key("dedupe", "suppresses further starts with the same key", ref("dedupe"))
        .key(
            "schedule",
            "cron: minute hour day month weekday, seconds before them if wanted",
            type("string").put("maxLength", 200))
        .key("every", "the time from one tick to the next", ref("span"))
        .key("anchor", "a moment at which \"every\" ticks", moment())
        .key("timezone", "the tenant's by default", ref("timezone"))
        .key("jitter", "by how much ticks are put off at most", ref("span"))
        .key("from", "no tick before this moment", moment())
        .key("until", "no tick after this moment", moment())
        .key("misfire", "what happens to missed ticks", choice(Trigger.Misfire.class))
        .key("within", "missed ticks that are older are dropped", ref("span"))
        .key(
            "overlap",
            "what happens to a tick while an earlier one runs",
            choice(TickPolicy.Overlap.class))
        .key("input", "what the instance sees as \"input\"", type("object"))
        .key("for", "starts an instance for each of these records", ref("selection"))
        .oneOf(
            hasWithout("event", TriggerReader.OF_SCHEDULE),
            hasWithout("schedule", TriggerReader.OF_EVENT),
            hasWithout("every", TriggerReader.OF_EVENT))
        .beside("event", TriggerReader.OF_EVENT)
        .beside("every", "anchor")
        .schema();
  }

  private static ObjectNode moment() {
    return type("string").put("maxLength", 40);
  }

  private static ObjectNode selection() {
    return new Shape(Keys.SELECTION)
        .key("type", "of the records", label(RecordReader.MAX_TYPE))
        .key("filters", "which of them, as the host understands it", type("object"))
        .require("type")
        .schema();
  }

  private static ObjectNode dedupe() {
    return new Shape(Keys.DEDUPE)
        .key("key", "an expression", ref("filledTemplate"))
        .key("window", "how long from the first start; for ever by default", ref("span"))
        .require("key")
        .schema();
  }

  private static ObjectNode concurrency() {
    ObjectNode schema =
        new Shape(Keys.CONCURRENCY)
            .key("key", "an expression", ref("filledTemplate"))
            .key(
                "policy",
                "what happens to a start while another is active",
                choice(Concurrency.Policy.class))
            .schema();
    ObjectNode alone = JsonNodeFactory.instance.objectNode();
    alone.putObject("properties").putObject("policy").put("const", "allow");
    schema.set("anyOf", either(has("key"), alone).get("oneOf"));
    return schema;
  }

  private static ObjectNode exit() {
    return new Shape(Keys.EXIT)
        .key("event", "the type of the event", ref("eventType"))
        .key(
            "correlation",
            "gives the id of the subject from an event about another one",
            ref("filledTemplate"))
        .key(
            "when",
            "only for events for which this holds; alone it is asked before each step and message",
            ref("condition"))
        .anyOf(has("event"), has("when"))
        .beside("event", "correlation")
        .schema();
  }

  private static ObjectNode records() {
    ObjectNode records = type("object").put("maxProperties", RecordReader.MAX_RECORDS);
    records.set("propertyNames", pattern(RecordReader.NAME));
    records.set("additionalProperties", ref("record"));
    return records;
  }

  private static ObjectNode record() {
    return new Shape(Keys.RECORD)
        .key("type", "of the record", label(RecordReader.MAX_TYPE))
        .key("id", "an expression that gives its id", ref("filledTemplate"))
        .key("read", "when it is read", choice(RecordUse.Read.class).put("default", "each-step"))
        .require("type", "id")
        .schema();
  }

  private static ObjectNode rateLimit() {
    return new Shape(Keys.RATE_LIMIT)
        .key("permits", "how many there may be", integer(1, DefinitionReader.MAX_PERMITS))
        .key("per", "in which time", ref("span"))
        .require("permits", "per")
        .schema();
  }

  private static ObjectNode backlog() {
    return new Shape(Keys.BACKLOG)
        .key("dropOlderThan", "later steps are skipped", ref("span"))
        .key("spread", "late steps are spread over this time", ref("span"))
        .oneOf(has("dropOlderThan"), has("spread"))
        .schema();
  }
}
