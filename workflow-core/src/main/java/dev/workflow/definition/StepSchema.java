package dev.workflow.definition;

import static dev.workflow.definition.SchemaNodes.choice;
import static dev.workflow.definition.SchemaNodes.either;
import static dev.workflow.definition.SchemaNodes.flag;
import static dev.workflow.definition.SchemaNodes.has;
import static dev.workflow.definition.SchemaNodes.hasWithout;
import static dev.workflow.definition.SchemaNodes.integer;
import static dev.workflow.definition.SchemaNodes.label;
import static dev.workflow.definition.SchemaNodes.list;
import static dev.workflow.definition.SchemaNodes.number;
import static dev.workflow.definition.SchemaNodes.pattern;
import static dev.workflow.definition.SchemaNodes.ref;
import static dev.workflow.definition.SchemaNodes.text;
import static dev.workflow.definition.SchemaNodes.type;
import static dev.workflow.definition.SchemaNodes.words;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.definition.SchemaNodes.Shape;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The schema of steps. */
final class StepSchema {

  private StepSchema() {}

  static void addTo(ObjectNode parts) {
    parts.set("steps", list(ref("step")).put("maxItems", StepReader.MAX_STEPS));
    parts.set("step", step());
    parts.set("retry", retry());
    parts.set("delay", delay());
    parts.set("window", window());
    parts.set("quiet", quiet());
    parts.set("quorum", quorum());
    parts.set("taskTime", taskTime());
    parts.set("escalation", escalation());
    parts.set("notify", notice());
    parts.set("reminder", reminder());
    parts.set("onTimeout", onTimeout());
    parts.set("visibility", visibility());
    parts.set("compensate", compensate());
    parts.set("wait", waitFor());
    parts.set("case", option());
    parts.set("parallelBranch", parallelBranch());
    parts.set("splitArm", splitArm());
    parts.set("each", each());
    parts.set("join", join());
    parts.set("add", added());
    parts.set("repeat", repeat());
    parts.set("subWorkflow", subWorkflow());
    parts.set("stop", stop());
  }

  private static ObjectNode step() {
    Shape shape = new Shape(Keys.anyStep());
    common(shape);
    kinds(shape);
    ObjectNode delayAlone = hasWithout("delay", Keys.KINDS.toArray(String[]::new));
    shape
        .require("id")
        .oneOf(
            Stream.concat(Keys.KINDS.stream().map(kind -> has(kind)), Stream.of(delayAlone))
                .toArray(ObjectNode[]::new));
    Keys.BESIDE_KIND.forEach((kind, keys) -> shape.beside(kind, keys.toArray(String[]::new)));
    return shape.schema();
  }

  private static void common(Shape shape) {
    shape
        .key("id", "unique in the document", ref("id"))
        .key("name", "what people see; the id by default", label(Fields.MAX_LABEL))
        .key("when", "the step is skipped unless this holds", ref("condition"))
        .key(
            "delay",
            "waits before the step; alone it is a step that only waits",
            either(ref("span"), ref("delay")))
        .key(
            "while",
            "people's steps and those inside are offered while this holds",
            ref("condition"))
        .key("after", "steps of other branches that must have ended before", labels())
        .key("lock", "one at a time of all steps that give the same text", ref("filledTemplate"))
        .key("cancels", "steps that are withdrawn when it completes", labels())
        .key("retry", "of failed attempts", ref("retry"))
        .key("timeout", "of one attempt, or of the whole step of a person", ref("span"))
        .key("allowFailure", "goes on after the step has failed for good", flag(false))
        .key("required", "false: its performer may skip it", flag(true))
        .key("role", "who may do it", labels())
        .key("assignee", "an expression that gives who does it", ref("template"))
        .key("candidates", "expressions that give who may do it too", templates())
        .key("excluding", "steps: not whoever answered them, not even an ADMIN", labels())
        .key("candidatesWhen", "what must hold of an actor, as actor.…", ref("condition"))
        .key("prefer", "the step whose answerer gets it", label(PerformerReader.MAX_ROLE))
        .key(
            "allocate", "to whom it is given; offered by default", choice(Performer.Allocate.class))
        .key("quorum", "how many different people answer it", ref("quorum"))
        .key("due", "by when it is wanted", either(ref("span"), ref("taskTime")))
        .key("followUp", "until when the inbox hides it", either(ref("span"), ref("taskTime")))
        .key(
            "priority",
            "the order of the inbox after the due date; 50 by default",
            either(integer(0, 100), ref("filledTemplate")))
        .key(
            "escalate",
            "who is to do it when nobody has",
            list(ref("escalation")).put("maxItems", PerformerReader.MAX_ESCALATIONS))
        .key(
            "notify",
            "whether and how people are told of it; as the engine does by default",
            either(type("boolean"), ref("notify")))
        .key(
            "reminders",
            "around the due date, to whoever has it",
            list(ref("reminder")).put("maxItems", NoticesReader.MAX_REMINDERS))
        .key(
            "onTimeout",
            "what the timeout of a person's step does; fail by default",
            either(choice(Performer.TimeoutAct.class), ref("onTimeout")))
        .key("begin", "when the work begins; on-claim by default", choice(TaskPolicy.Begin.class))
        .key("claimFor", "how long a claim holds after the last act", ref("span"))
        .key("clock", "what stops its clocks; both by default", clock())
        .key(
            "visibility",
            "who sees it; all by default",
            either(choice(TaskPolicy.Audience.class), ref("visibility")))
        .key("taskFields", "expressions that give values by which it is found", taskFields())
        .key("form", "the JSON Schema of the answer", type("object"))
        .key("early", "may be answered before its turn", flag(false))
        .key("revocable", "how long its answer can be taken back at least", ref("span"))
        .key("sendBack", "earlier steps of its list to which it can be sent back", labels())
        .key("onFailure", "steps that run if it fails for good", ref("steps"))
        .key("compensate", "undoes it if the instance fails later", ref("compensate"));
  }

  private static void kinds(Shape shape) {
    shape
        .key("action", "does something, by itself or through a person", ref("actionType"))
        .key("config", "of the action; texts may hold expressions", type("object"))
        .key("wait", "waits for an event", ref("wait"))
        .key("branch", "the first case that holds", list(ref("case"), 1, KindReader.MAX_BRANCHES))
        .key("parallel", "all at once", list(ref("parallelBranch"), 1, KindReader.MAX_BRANCHES))
        .key(
            "join",
            "how many branches must complete; all by default",
            either(words("all", "any"), integer(1, KindReader.MAX_BRANCHES)))
        .key("rest", "what becomes of the other branches; cancel by default", choice(Rest.class))
        .key("split", "one arm by weight", list(ref("splitArm"), 2, KindReader.MAX_BRANCHES))
        .key("each", "for every element of a list", ref("each"))
        .key("repeat", "again and again", ref("repeat"))
        .key("workflow", "another workflow", either(ref("id"), ref("subWorkflow")))
        .key("stop", "ends the instance", either(choice(KindReader.As.class), ref("stop")));
  }

  private static ObjectNode retry() {
    Retry usual = Retry.DEFAULT;
    return new Shape(Keys.RETRY)
        .key(
            "maxAttempts",
            "the first one included",
            integer(1, 1_000).put("default", usual.maxAttempts()))
        .key("initialDelay", "PT10S by default", ref("span"))
        .key("multiplier", "of each wait", number(1, 100).put("default", usual.multiplier()))
        .key("maxDelay", "the longest wait; PT1H by default", ref("span"))
        .key("jitter", "share by which a wait varies", number(0, 1).put("default", usual.jitter()))
        .schema();
  }

  private static ObjectNode delay() {
    return new Shape(Keys.DELAY)
        .key(
            "for",
            "a time span, or an expression that gives one",
            either(ref("span"), pattern(Pattern.compile("[\\s\\S]*\\{\\{[\\s\\S]*"))))
        .key("from", "what it counts from", choice(DelayReader.From.class))
        .key("until", "an expression that gives a date or instant", ref("filledTemplate"))
        .key(
            "offset",
            "how long after it, or before: -P1D",
            pattern(Pattern.compile("[-+]?" + TimeSpan.PATTERN)))
        .key(
            "timezone",
            "by whose clock a date is read: the tenant's by default, or recipient",
            ref("timezone"))
        .key("ifMissing", "where there is none; fail by default", choice(Delay.Unresolved.class))
        .key("ifPast", "where it has passed; now by default", choice(Delay.Unresolved.class))
        .key("window", "the hours in which the step may begin", ref("window"))
        .oneOf(has("for"), has("until"), hasWithout("window", "for", "until"))
        .beside("for", "from")
        .beside("until", "ifPast", "offset", "timezone")
        .schema();
  }

  private static ObjectNode window() {
    return new Shape(Keys.WINDOW)
        .key("days", "MON-FRI or MON,WED; every day by default", type("string"))
        .key("from", "when it opens", pattern(DelayReader.TIME))
        .key("to", "when it closes", pattern(DelayReader.TIME))
        .key("quiet", "the hours in which it is closed, instead of from and to", ref("quiet"))
        .key("timezone", "the tenant's by default, or recipient", ref("timezone"))
        .key("holidays", "on days that are not worked", choice(DelayReader.OnHolidays.class))
        .anyOf(has("days"), has("from", "to"), has("quiet"))
        .beside("to", "from")
        .beside("from", "to")
        .schema();
  }

  private static ObjectNode quiet() {
    return new Shape(Keys.QUIET)
        .key("from", "when it becomes quiet", pattern(DelayReader.TIME))
        .key("to", "when it is quiet no more", pattern(DelayReader.TIME))
        .require("from", "to")
        .schema();
  }

  private static ObjectNode labels() {
    ObjectNode one = label(PerformerReader.MAX_ROLE);
    return either(one, list(one.deepCopy(), 1, PerformerReader.MAX_LIST).put("uniqueItems", true));
  }

  private static ObjectNode templates() {
    return list(ref("filledTemplate")).put("maxItems", PerformerReader.MAX_LIST);
  }

  private static ObjectNode quorum() {
    return new Shape(Keys.QUORUM)
        .key("approvals", "how many must approve", integer(1, PerformerReader.MAX_LIST))
        .key(
            "rejections",
            "how many rejections reject it",
            integer(1, PerformerReader.MAX_LIST).put("default", 1))
        .key("of", "expressions that give who votes; whoever may do it by default", templates())
        .key(
            "collect",
            "whether all votes are waited for",
            choice(PerformerReader.Collect.class).put("default", "enough"))
        .require("approvals")
        .schema();
  }

  private static ObjectNode taskTime() {
    return new Shape(Keys.TASK_TIME)
        .key("until", "an expression that gives a date or an instant", ref("filledTemplate"))
        .key(
            "for",
            "a time span; with the calendar business a number of days, or of hours",
            ref("span"))
        .key("calendar", "which days count", choice(PerformerReader.Calendar.class))
        .oneOf(has("until"), has("for"))
        .beside("for", "calendar")
        .schema();
  }

  private static ObjectNode escalation() {
    return new Shape(Keys.ESCALATE)
        .key("after", "how long after the step is READY, or overdue", ref("span"))
        .key("overdue", "whether it counts from the due date", flag(false))
        .key(
            "if",
            "for tasks that have not come further",
            choice(Performer.Escalation.While.class).put("default", "open"))
        .key("role", "who may do it besides", label(PerformerReader.MAX_ROLE))
        .key("assignee", "an expression that gives who is to do it", ref("template"))
        .key("due", "by when it is wanted then, counted from that moment", ref("span"))
        .require("after")
        .anyOf(has("role"), has("assignee"))
        .schema();
  }

  private static ObjectNode notice() {
    ObjectNode channel = label(PerformerReader.MAX_ROLE);
    return new Shape(Keys.NOTIFY)
        .key(
            "channels",
            "each person is notified on each of them; those of the engine by default",
            either(
                channel,
                list(channel.deepCopy(), 1, NoticesReader.MAX_CHANNELS).put("uniqueItems", true)))
        .key(
            "template",
            "a message template; the engine's text by default",
            label(PerformerReader.MAX_ROLE))
        .key("digest", "for how long notices are gathered into one message", ref("span"))
        .schema();
  }

  private static ObjectNode reminder() {
    return new Shape(Keys.REMINDER)
        .key("before", "how long before the due date", ref("span"))
        .key("after", "how long after the due date", ref("span"))
        .key("every", "after how long it comes again", ref("span"))
        .key("max", "how often it comes; 10 by default", integer(1, NoticesReader.MOST))
        .oneOf(has("before"), has("after"))
        .beside("every", "max")
        .schema();
  }

  private static ObjectNode onTimeout() {
    return new Shape(Keys.ON_TIMEOUT)
        .key("as", "complete by default", choice(Performer.TimeoutAct.class))
        .key("answer", "with which it completes", type("object"))
        .schema();
  }

  private static ObjectNode clock() {
    return list(choice(TaskPolicy.Stop.class))
        .put("maxItems", TaskPolicy.Stop.values().length)
        .put("uniqueItems", true);
  }

  private static ObjectNode visibility() {
    return new Shape(Keys.VISIBILITY)
        .key(
            "upcoming",
            "while its turn has not come; not shown by default",
            choice(TaskPolicy.Audience.class))
        .key("offered", "while it is free", choice(TaskPolicy.Audience.class))
        .key("claimed", "while somebody has it", choice(TaskPolicy.Audience.class))
        .schema();
  }

  private static ObjectNode taskFields() {
    ObjectNode fields = type("object").put("maxProperties", TaskPolicyReader.MAX_FIELDS);
    fields.set("propertyNames", pattern(Names.VARIABLE));
    fields.set("additionalProperties", ref("filledTemplate"));
    return fields;
  }

  private static ObjectNode compensate() {
    return new Shape(Keys.COMPENSATE)
        .key("action", "the action that undoes", ref("actionType"))
        .key("config", "of the action", type("object"))
        .require("action")
        .schema();
  }

  private static ObjectNode waitFor() {
    return new Shape(Keys.WAIT)
        .key("event", "the type of the event", ref("eventType"))
        .key("correlation", "an expression; the subject by default", ref("template"))
        .key("when", "only for events for which this holds", ref("condition"))
        .key("timeout", "for ever by default", ref("span"))
        .key("earlier", "events that came since the instance began count, too", flag(false))
        .require("event")
        .schema();
  }

  private static ObjectNode option() {
    ObjectNode conditional = has("when");
    conditional.putObject("properties").putObject("otherwise").put("const", false);
    ObjectNode last = hasWithout("otherwise", "when");
    last.putObject("properties").putObject("otherwise").put("const", true);
    return new Shape(Keys.CASE)
        .key("name", "what people call the case", label(Fields.MAX_LABEL))
        .key("when", "the case is taken if this holds", ref("condition"))
        .key("otherwise", "true for the last case, without a condition", type("boolean"))
        .key("steps", "of the case", ref("steps"))
        .require("steps")
        .oneOf(conditional, last)
        .schema();
  }

  private static ObjectNode parallelBranch() {
    return new Shape(Keys.PARALLEL_BRANCH)
        .key("name", "what people call the branch", label(Fields.MAX_LABEL))
        .key("steps", "of the branch", ref("steps"))
        .require("steps")
        .schema();
  }

  private static ObjectNode splitArm() {
    return new Shape(Keys.SPLIT_ARM)
        .key("name", "a, b, c … by default", label(Fields.MAX_LABEL))
        .key("weight", "in proportion to all", integer(1, KindReader.MAX_WEIGHT).put("default", 1))
        .key("steps", "of the arm", ref("steps"))
        .require("steps")
        .schema();
  }

  private static ObjectNode each() {
    return new Shape(Keys.EACH)
        .key(
            "items",
            "an expression that gives a list, or a list",
            either(text().put("pattern", "\\{\\{"), type("array")))
        .key("as", "the name of the element; item by default", pattern(Names.VARIABLE))
        .key(
            "maxConcurrent",
            "how many at once",
            integer(1, KindReader.MAX_ROUNDS).put("default", 1))
        .key(
            "join",
            "how many rounds must complete; all by default",
            either(words("all", "any"), integer(1, KindReader.MAX_ROUNDS), ref("join")))
        .key("rest", "what becomes of the rounds that have begun", choice(Rest.class))
        .key("add", "what adds elements while it runs", ref("add"))
        .key("steps", "for each element", ref("steps"))
        .require("items", "steps")
        .schema();
  }

  private static ObjectNode join() {
    return new Shape(Keys.JOIN)
        .key("when", "asked after each round that has completed", ref("condition"))
        .require("when")
        .schema();
  }

  private static ObjectNode added() {
    return new Shape(Keys.ADD)
        .key("event", "the type of the event", ref("eventType"))
        .key("correlation", "an expression; the subject by default", ref("template"))
        .key("when", "only for events for which this holds", ref("condition"))
        .key("item", "an expression; the payload of the event by default", ref("template"))
        .require("event")
        .schema();
  }

  private static ObjectNode repeat() {
    return new Shape(Keys.REPEAT)
        .key("while", "goes on as long as this holds", ref("condition"))
        .key("until", "ends when this holds", ref("condition"))
        .key("max", "the most rounds", integer(1, KindReader.MAX_ROUNDS))
        .key("steps", "of a round", ref("steps"))
        .require("max", "steps")
        .oneOf(has("while"), has("until"))
        .schema();
  }

  private static ObjectNode subWorkflow() {
    return new Shape(Keys.SUB_WORKFLOW)
        .key("key", "of the other workflow", ref("id"))
        .key("version", "the newest by default", integer(1, Integer.MAX_VALUE))
        .key("input", "what it gets", type("object"))
        .key("wait", "whether the step is open until it has ended", flag(true))
        .require("key")
        .schema();
  }

  private static ObjectNode stop() {
    ObjectNode as = choice(KindReader.As.class).put("default", "completed");
    return new Shape(Keys.STOP)
        .key("as", "how the instance ends", as)
        .key("reason", "an expression", ref("template"))
        .schema();
  }
}
