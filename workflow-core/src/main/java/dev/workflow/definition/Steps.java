package dev.workflow.definition;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.condition.Condition;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Begins the steps of a {@link DefinitionBuilder}. */
public final class Steps {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private Steps() {}

  static JsonNode json(Object value) {
    return value instanceof JsonNode node ? node : MAPPER.valueToTree(value);
  }

  private static ArrayNode list(Draft... steps) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    for (Draft step : steps) {
      array.add(step.json());
    }
    return array;
  }

  public static Draft action(String id, String type) {
    return new Draft(id, "", json -> json.put("action", type));
  }

  /** Only waits. */
  public static Draft delay(String id, String span) {
    return new Draft(id, "", json -> json.put("delay", span));
  }

  public static Draft waitFor(String id, String event) {
    return new Draft(id, "wait", json -> json.putObject("wait").put("event", event));
  }

  /** A branch without cases; add them with {@link Draft#when} and {@link Draft#otherwise}. */
  public static Draft branch(String id) {
    return new Draft(id, "", json -> json.putArray("branch"));
  }

  /** All branches at once; add them with {@link Draft#branch}. */
  public static Draft parallel(String id) {
    return new Draft(id, "", json -> json.putArray("parallel"));
  }

  /** An A/B split; add its arms with {@link Draft#arm}. */
  public static Draft split(String id) {
    return new Draft(id, "", json -> json.putArray("split"));
  }

  /** The steps for every element of a list. */
  public static Draft each(String id, String items, Draft... steps) {
    return new Draft(
        id, "each", json -> json.putObject("each").put("items", items).set("steps", list(steps)));
  }

  public static Draft repeatWhile(String id, Condition condition, int max, Draft... steps) {
    return repeat(id, "while", condition, max, steps);
  }

  public static Draft repeatUntil(String id, Condition condition, int max, Draft... steps) {
    return repeat(id, "until", condition, max, steps);
  }

  private static Draft repeat(
      String id, String form, Condition condition, int max, Draft... steps) {
    return new Draft(
        id,
        "repeat",
        json -> {
          ObjectNode repeat = json.putObject("repeat");
          repeat.set(form, condition.toJson());
          repeat.put("max", max).set("steps", list(steps));
        });
  }

  /** Another workflow, waited for unless {@link Draft#inBackground} follows. */
  public static Draft workflow(String id, String key) {
    return new Draft(id, "workflow", json -> json.putObject("workflow").put("key", key));
  }

  /** Ends the instance as completed. */
  public static Draft stop(String id) {
    return new Draft(id, "", json -> json.put("stop", "completed"));
  }

  /** Ends the instance as completed, with a reason, which may hold expressions. */
  public static Draft stop(String id, String reason) {
    return new Draft(id, "", json -> json.putObject("stop").put("reason", reason));
  }

  /** Ends the instance as failed. */
  public static Draft stopFailed(String id, String reason) {
    return new Draft(
        id, "", json -> json.putObject("stop").put("as", "failed").put("reason", reason));
  }

  /** A step being written. Not thread-safe. */
  public static final class Draft {

    private final ObjectNode json = JsonNodeFactory.instance.objectNode();
    private final String nested;

    Draft(String id, String nested, Consumer<ObjectNode> kind) {
      this.nested = nested;
      json.put("id", id);
      kind.accept(json);
    }

    ObjectNode json() {
      return json;
    }

    public Draft name(String name) {
      json.put("name", name);
      return this;
    }

    /** One key of an action's configuration. */
    public Draft config(String key, Object value) {
      json.withObject("/config").set(key, Steps.json(value));
      return this;
    }

    /** The whole configuration of an action. */
    public Draft config(ObjectNode config) {
      json.set("config", config);
      return this;
    }

    /** One key of a sub-workflow's input. */
    public Draft input(String key, Object value) {
      json.withObject("/workflow").withObject("/input").set(key, Steps.json(value));
      return this;
    }

    /** Starts a fixed version of the sub-workflow; the newest published one by default. */
    public Draft version(int version) {
      json.withObject("/workflow").put("version", version);
      return this;
    }

    /** Continues without waiting for the sub-workflow. */
    public Draft inBackground() {
      json.withObject("/workflow").put("wait", false);
      return this;
    }

    /** A wait takes only events that fit. */
    public Draft fitting(Condition condition) {
      DefinitionWriter.when(json.withObject("/wait"), "when", condition);
      return this;
    }

    /** A wait takes events with this correlation key, regardless of their subject. */
    public Draft correlation(String expression) {
      json.withObject("/wait").put("correlation", expression);
      return this;
    }

    /** The name of the element inside an {@code each}; {@code item} by default. */
    public Draft as(String name) {
      json.withObject("/each").put("as", name);
      return this;
    }

    /** How many elements of an {@code each} run at once; one by default. */
    public Draft maxConcurrent(int elements) {
      json.withObject("/each").put("maxConcurrent", elements);
      return this;
    }

    /** The step is skipped unless the condition holds. */
    public Draft onlyWhen(Condition condition) {
      DefinitionWriter.when(json, "when", condition);
      return this;
    }

    /** Waits this long before the step. */
    public Draft delay(String span) {
      json.put("delay", span);
      return this;
    }

    /** Waits until a date in the data before the step. */
    public Draft delayUntil(String expression) {
      json.putObject("delay").put("until", expression);
      return this;
    }

    /** Waits this long from the start of the instance before the step. */
    public Draft delayFromTrigger(String span) {
      json.putObject("delay").put("for", span).put("from", "trigger");
      return this;
    }

    /**
     * Waits until a time before ({@code -P1D}) or after ({@code PT2H}) a date in the data before
     * the step.
     */
    public Draft delayUntil(String expression, String offset) {
      json.putObject("delay").put("until", expression).put("offset", offset);
      return this;
    }

    /**
     * The zone by which a date or a local time of {@link #delayUntil} is read, such as {@code
     * Europe/Amsterdam}, or {@code recipient}; the tenant's by default.
     */
    public Draft delayTimezone(String timezone) {
      delay().put("timezone", timezone);
      return this;
    }

    /**
     * Waits for a time span of the data before the step: {@code {{terms.graceDays}}d}. {@link
     * #ifMissing} says what happens if there is none.
     */
    public Draft delayFor(String expression) {
      json.putObject("delay").put("for", expression);
      return this;
    }

    /** The same, counted from the start of the instance. */
    public Draft delayForFromTrigger(String expression) {
      json.putObject("delay").put("for", expression).put("from", "trigger");
      return this;
    }

    /**
     * What happens if the date of {@link #delayUntil}, or the span of {@link #delayFor}, is
     * missing; the step fails by default.
     */
    public Draft ifMissing(Delay.Unresolved answer) {
      delay().put("ifMissing", DefinitionWriter.name(answer));
      return this;
    }

    /** What happens if the date of {@link #delayUntil} is past; the step runs now by default. */
    public Draft ifPast(Delay.Unresolved answer) {
      delay().put("ifPast", DefinitionWriter.name(answer));
      return this;
    }

    /**
     * The hours in which the step may begin, in the tenant's zone: {@code "MON-FRI", "09:00",
     * "17:00"}. After the delay, if one was given before; otherwise after the step before.
     */
    public Draft window(String days, String from, String to) {
      delay().putObject("window").put("days", days).put("from", from).put("to", to);
      return this;
    }

    /** The same in a zone, such as {@code Europe/Amsterdam}. */
    public Draft window(String days, String from, String to, String timezone) {
      window(days, from, to);
      delay().withObject("/window").put("timezone", timezone);
      return this;
    }

    /** The hours of the window are the recipient's where the data tell them, not the tenant's. */
    public Draft inRecipientZone() {
      delay().withObject("/window").put("timezone", DelayReader.RECIPIENT);
      return this;
    }

    /** The window stays closed on days that the tenant's calendar says are not worked. */
    public Draft skippingHolidays() {
      delay().withObject("/window").put("holidays", "skip");
      return this;
    }

    private ObjectNode delay() {
      if (json.path("delay").isTextual()) {
        String span = json.path("delay").textValue();
        json.putObject("delay").put("for", span);
      }
      return json.withObject("/delay");
    }

    /** How long a wait or an attempt may take. */
    public Draft timeout(String span) {
      (nested.equals("wait") ? json.withObject("/wait") : json).put("timeout", span);
      return this;
    }

    public Draft retry(Retry retry) {
      json.putObject("retry")
          .put("maxAttempts", retry.maxAttempts())
          .put("initialDelay", retry.initialDelay().toString())
          .put("multiplier", retry.multiplier())
          .put("maxDelay", retry.maxDelay().toString())
          .put("jitter", retry.jitter());
      return this;
    }

    public Draft allowFailure() {
      json.put("allowFailure", true);
      return this;
    }

    public Draft optional() {
      json.put("required", false);
      return this;
    }

    /** Whoever has any of these roles may do it. */
    public Draft role(String... roles) {
      return oneOrMore("role", roles);
    }

    public Draft assignee(String expression) {
      json.put("assignee", expression);
      return this;
    }

    /** Expressions that give actors who may do it too. */
    public Draft candidates(String... expressions) {
      json.set("candidates", texts(expressions));
      return this;
    }

    /** Not for whoever answered one of these steps. */
    public Draft excluding(String... steps) {
      return oneOrMore("excluding", steps);
    }

    /** What must hold of an actor, as {@code actor.…}, to be a candidate. */
    public Draft candidatesWhen(Condition condition) {
      json.set("candidatesWhen", condition.toJson());
      return this;
    }

    /** For whoever answered a step, if they may do this one. */
    public Draft prefer(String step) {
      json.put("prefer", step);
      return this;
    }

    /** Given to one of those who may do it. */
    public Draft allocate(Performer.Allocate how) {
      json.put("allocate", DefinitionWriter.name(how));
      return this;
    }

    private Draft oneOrMore(String key, String... values) {
      json.set(key, values.length == 1 ? Steps.json(values[0]) : texts(values));
      return this;
    }

    private static ArrayNode texts(String... values) {
      ArrayNode array = JsonNodeFactory.instance.arrayNode();
      for (String value : values) {
        array.add(value);
      }
      return array;
    }

    /** So many different people must approve; one rejection rejects. */
    public Draft quorum(int approvals) {
      return quorum(approvals, 1);
    }

    /** The same, with so many rejections that reject. */
    public Draft quorum(int approvals, int rejections) {
      json.withObject("/quorum").put("approvals", approvals).put("rejections", rejections);
      return this;
    }

    /** Expressions that give who votes in a {@link #quorum}. */
    public Draft seats(String... expressions) {
      json.withObject("/quorum").set("of", texts(expressions));
      return this;
    }

    /** A {@link #quorum} waits for the votes of all its seats. */
    public Draft collectingAll() {
      json.withObject("/quorum").put("collect", "all");
      return this;
    }

    /** It may be answered before its turn. */
    public Draft early() {
      json.put("early", true);
      return this;
    }

    /** What comes after its answer waits so long, so that the answer can be taken back. */
    public Draft revocable(String span) {
      json.put("revocable", span);
      return this;
    }

    /** Whoever may do it may send it back to one of these steps, which stand before it. */
    public Draft sendBack(String... steps) {
      return oneOrMore("sendBack", steps);
    }

    public Draft due(String span) {
      json.put("due", span);
      return this;
    }

    /** Due at a date in the data, of which the end counts, or at an instant. */
    public Draft dueUntil(String expression) {
      json.putObject("due").put("until", expression);
      return this;
    }

    /** Due at the end of the n-th working day after. */
    public Draft dueInBusinessDays(int days) {
      json.putObject("due").put("for", "P" + days + "D").put("calendar", "business");
      return this;
    }

    /** Hidden in the inbox for so long. */
    public Draft followUp(String span) {
      json.put("followUp", span);
      return this;
    }

    /** Hidden in the inbox until a date in the data. */
    public Draft followUpUntil(String expression) {
      json.putObject("followUp").put("until", expression);
      return this;
    }

    /** The order of the inbox after the due date: 0 to 100. */
    public Draft priority(int priority) {
      json.put("priority", priority);
      return this;
    }

    /** The same by an expression. */
    public Draft priority(String expression) {
      json.put("priority", expression);
      return this;
    }

    /** When nobody has done it so long after it is READY, those with a role may do it too. */
    public Draft escalateToRole(String after, String role) {
      return escalate(after, false, Performer.Escalation.While.OPEN, role, null);
    }

    /** When nobody has done it so long after it is READY, it is somebody else's. */
    public Draft escalateTo(String after, String assignee) {
      return escalate(after, false, Performer.Escalation.While.OPEN, null, assignee);
    }

    /**
     * One escalation.
     *
     * @param overdue whether it counts from the due date
     * @param when for which tasks
     */
    public Draft escalate(
        String after,
        boolean overdue,
        Performer.Escalation.While when,
        @Nullable String role,
        @Nullable String assignee) {
      return escalate(after, overdue, when, role, assignee, null);
    }

    /**
     * The same.
     *
     * @param due by when it is wanted then, counted from that moment; null: as before
     */
    public Draft escalate(
        String after,
        boolean overdue,
        Performer.Escalation.While when,
        @Nullable String role,
        @Nullable String assignee,
        @Nullable String due) {
      ObjectNode one = json.withArray("escalate").addObject().put("after", after);
      one.put("overdue", overdue).put("if", DefinitionWriter.name(when));
      DefinitionWriter.text(one, "role", role);
      DefinitionWriter.text(one, "assignee", assignee);
      DefinitionWriter.text(one, "due", due);
      return this;
    }

    /** People are notified of it on each of these channels; of the engine's if none is given. */
    public Draft notify(String... channels) {
      json.putObject("notify");
      if (channels.length > 0) {
        json.withObject("/notify").set("channels", texts(channels));
      }
      return this;
    }

    /** {@link #notify}, with a message template of the tenant. */
    public Draft notifyTemplate(String template) {
      json.withObject("/notify").put("template", template);
      return this;
    }

    /** {@link #notify}, gathered into one message for so long. */
    public Draft notifyDigest(String span) {
      json.withObject("/notify").put("digest", span);
      return this;
    }

    /** Nobody is notified of it, whatever the engine does for other steps. */
    public Draft notifyNobody() {
      json.put("notify", false);
      return this;
    }

    /** A reminder so long before the due date, to whoever has it. */
    public Draft remindBefore(String span) {
      json.withArray("reminders").addObject().put("before", span);
      return this;
    }

    /** A reminder so long after the due date, to whoever has it. */
    public Draft remindAfter(String span) {
      json.withArray("reminders").addObject().put("after", span);
      return this;
    }

    /** The same, that comes again and again. */
    public Draft remindAfter(String span, String every, int max) {
      json.withArray("reminders")
          .addObject()
          .put("after", span)
          .put("every", every)
          .put("max", max);
      return this;
    }

    /** The timeout completes the step with an answer; by default the step fails. */
    public Draft onTimeoutComplete(ObjectNode answer) {
      json.putObject("onTimeout").put("as", "complete").set("answer", answer);
      return this;
    }

    /** The timeout skips the step. */
    public Draft onTimeoutSkip() {
      json.put("onTimeout", "skip");
      return this;
    }

    /** When the work begins; when somebody claims it by default. */
    public Draft begin(TaskPolicy.Begin begin) {
      json.put("begin", DefinitionWriter.name(begin));
      return this;
    }

    /** A claim holds so long after the last act of whoever has claimed. */
    public Draft claimFor(String span) {
      json.put("claimFor", span);
      return this;
    }

    /** What stops its clocks; both by default. */
    public Draft clock(TaskPolicy.Stop... stops) {
      ArrayNode clock = json.putArray("clock");
      for (TaskPolicy.Stop stop : stops) {
        clock.add(DefinitionWriter.name(stop));
      }
      return this;
    }

    /** Who sees it while it is free, and while somebody has it; everybody by default. */
    public Draft visibility(TaskPolicy.Audience offered, TaskPolicy.Audience claimed) {
      json.withObject("/visibility")
          .put("offered", DefinitionWriter.name(offered))
          .put("claimed", DefinitionWriter.name(claimed));
      return this;
    }

    /** Shown to these before its turn has come. */
    public Draft announcedTo(TaskPolicy.Audience audience) {
      json.withObject("/visibility").put("upcoming", DefinitionWriter.name(audience));
      return this;
    }

    /** A value by which the task is found: an expression. At most five. */
    public Draft taskField(String name, String expression) {
      json.withObject("/taskFields").put(name, expression);
      return this;
    }

    /** The JSON Schema of the answer. */
    public Draft form(ObjectNode schema) {
      json.set("form", schema);
      return this;
    }

    public Draft onFailure(Draft... steps) {
      json.set("onFailure", list(steps));
      return this;
    }

    /** The action that undoes the step if the instance fails later. */
    public Draft compensate(String action, ObjectNode config) {
      json.putObject("compensate").put("action", action).set("config", config);
      return this;
    }

    /** A case of a branch. */
    public Draft when(Condition condition, Draft... steps) {
      ObjectNode option = json.withArray("branch").addObject();
      option.set("when", condition.toJson());
      option.set("steps", list(steps));
      return this;
    }

    /** A case of a branch with a name, which is then its output. */
    public Draft when(String name, Condition condition, Draft... steps) {
      ObjectNode option = json.withArray("branch").addObject().put("name", name);
      option.set("when", condition.toJson());
      option.set("steps", list(steps));
      return this;
    }

    /** The last case of a branch, with a name. */
    public Draft otherwise(String name, Draft... steps) {
      json.withArray("branch")
          .addObject()
          .put("name", name)
          .put("otherwise", true)
          .set("steps", list(steps));
      return this;
    }

    /** The last case of a branch. */
    public Draft otherwise(Draft... steps) {
      json.withArray("branch").addObject().put("otherwise", true).set("steps", list(steps));
      return this;
    }

    /** A branch of a parallel. */
    public Draft branch(Draft... steps) {
      json.withArray("parallel").addObject().set("steps", list(steps));
      return this;
    }

    /** A branch of a parallel with a name. */
    public Draft branch(String name, Draft... steps) {
      json.withArray("parallel").addObject().put("name", name).set("steps", list(steps));
      return this;
    }

    /** How many branches of a parallel, or rounds of an {@code each}, must complete. */
    public Draft join(int some) {
      (nested.equals("each") ? json.withObject("/each") : json).put("join", some);
      return this;
    }

    /** The other branches, or rounds that have begun, go on when the join is reached. */
    public Draft finishingTheRest() {
      (nested.equals("each") ? json.withObject("/each") : json).put("rest", "finish");
      return this;
    }

    /** An {@code each} ends when this holds after a round that has completed. */
    public Draft joinWhen(Condition condition) {
      json.withObject("/each").putObject("join").set("when", condition.toJson());
      return this;
    }

    /** Events about the subject add elements to an {@code each} while it runs: their payloads. */
    public Draft adding(String event) {
      json.withObject("/each").withObject("/add").put("event", event);
      return this;
    }

    /** An expression that gives the element that {@link #adding} adds; the payload by default. */
    public Draft addingItem(String expression) {
      json.withObject("/each").withObject("/add").put("item", expression);
      return this;
    }

    /** {@link #adding} takes events with this correlation key, regardless of their subject. */
    public Draft addingCorrelated(String expression) {
      json.withObject("/each").withObject("/add").put("correlation", expression);
      return this;
    }

    /** {@link #adding} takes only events that fit. */
    public Draft addingFitting(Condition condition) {
      DefinitionWriter.when(json.withObject("/each").withObject("/add"), "when", condition);
      return this;
    }

    /** A wait counts events, too, that came since the instance began. */
    public Draft takingEarlier() {
      json.withObject("/wait").put("earlier", true);
      return this;
    }

    /** It, or what is inside it, is offered to people while the condition holds. */
    public Draft offeredWhile(Condition condition) {
      DefinitionWriter.when(json, "while", condition);
      return this;
    }

    /** Its turn comes only after these steps of other branches have ended. */
    public Draft after(String... steps) {
      return oneOrMore("after", steps);
    }

    /** When it completes, these steps are withdrawn. */
    public Draft cancels(String... steps) {
      return oneOrMore("cancels", steps);
    }

    /** Of all steps of the tenant that give the same text, one at a time is open. */
    public Draft lock(String expression) {
      json.put("lock", expression);
      return this;
    }

    /** An arm of a split. */
    public Draft arm(String name, int weight, Draft... steps) {
      json.withArray("split")
          .addObject()
          .put("name", name)
          .put("weight", weight)
          .set("steps", list(steps));
      return this;
    }
  }
}
