package dev.workflow.definition;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.InvalidDefinitionException;
import dev.workflow.condition.Condition;
import dev.workflow.spi.RecordSelection;

/**
 * Writes a workflow document in Java. What it builds is read like any document, so it says and
 * refuses exactly the same.
 *
 * <pre>{@code
 * WorkflowDefinition.builder("lead-nurture")
 *     .name("Lead nurture")
 *     .on("lead.created")
 *     .exitOn("lead.converted")
 *     .step(Steps.action("welcome", "send_email")
 *         .config("to", "{{lead.email}}").config("subject", "Welcome").config("text", "Hello"))
 *     .step(Steps.waitFor("reply", "message.received").timeout("P3D"))
 *     .build();
 * }</pre>
 *
 * <p>Not thread-safe.
 */
public final class DefinitionBuilder {

  private final ObjectNode json = JsonNodeFactory.instance.objectNode();

  DefinitionBuilder(String key) {
    json.put("key", key);
    json.put("name", key);
    json.putArray("steps");
  }

  /** The key by default. */
  public DefinitionBuilder name(String name) {
    json.put("name", name);
    return this;
  }

  public DefinitionBuilder description(String description) {
    json.put("description", description);
    return this;
  }

  public DefinitionBuilder enabled(boolean enabled) {
    json.put("enabled", enabled);
    return this;
  }

  public DefinitionBuilder priority(int priority) {
    json.put("priority", priority);
    return this;
  }

  public DefinitionBuilder subject(String type) {
    json.put("subject", type);
    return this;
  }

  /** Starts on every event of a type. */
  public DefinitionBuilder on(String event) {
    return on(event, Condition.always());
  }

  /** Starts on events of a type that fit. */
  public DefinitionBuilder on(String event, Condition when) {
    ObjectNode trigger = json.withArray("triggers").addObject().put("event", event);
    DefinitionWriter.when(trigger, "when", when);
    return this;
  }

  /**
   * Suppresses further starts of the trigger given last.
   *
   * @throws IllegalStateException if no trigger was given yet
   */
  public DefinitionBuilder dedupe(String key, String window) {
    lastTrigger().putObject("dedupe").put("key", key).put("window", window);
    return this;
  }

  /**
   * The same for ever.
   *
   * @throws IllegalStateException if no trigger was given yet
   */
  public DefinitionBuilder dedupe(String key) {
    lastTrigger().putObject("dedupe").put("key", key);
    return this;
  }

  /**
   * The trigger given last fires only when its condition holds and did not before the change.
   *
   * @throws IllegalStateException if no trigger was given yet
   */
  public DefinitionBuilder becomes() {
    lastTrigger().put("becomes", true);
    return this;
  }

  /**
   * The trigger given last fires only once the subject has been quiet for so long.
   *
   * @throws IllegalStateException if no trigger was given yet
   */
  public DefinitionBuilder settle(String quiet) {
    lastTrigger().put("settle", quiet);
    return this;
  }

  private ObjectNode lastTrigger() {
    JsonNode triggers = json.path("triggers");
    if (triggers.isEmpty()) {
      throw new IllegalStateException("give a trigger with on(...) or schedule(...) first");
    }
    return (ObjectNode) triggers.get(triggers.size() - 1);
  }

  /** Starts by a cron schedule, in the tenant's zone unless {@link #timezone} follows. */
  public DefinitionBuilder schedule(String cron) {
    json.withArray("triggers").addObject().put("schedule", cron);
    return this;
  }

  /** Starts every so often, such as {@code PT15M}; see {@link ScheduleTiming}. */
  public DefinitionBuilder every(String period) {
    json.withArray("triggers").addObject().put("every", period);
    return this;
  }

  /**
   * A moment at which the period given last ticks.
   *
   * @throws IllegalStateException if no trigger was given yet
   */
  public DefinitionBuilder anchor(String moment) {
    lastTrigger().put("anchor", moment);
    return this;
  }

  /**
   * By how much ticks of the schedule given last are put off at most.
   *
   * @throws IllegalStateException if no trigger was given yet
   */
  public DefinitionBuilder jitter(String most) {
    lastTrigger().put("jitter", most);
    return this;
  }

  /**
   * The schedule given last does not tick before this moment.
   *
   * @throws IllegalStateException if no trigger was given yet
   */
  public DefinitionBuilder from(String moment) {
    lastTrigger().put("from", moment);
    return this;
  }

  /**
   * The schedule given last does not tick after this moment.
   *
   * @throws IllegalStateException if no trigger was given yet
   */
  public DefinitionBuilder until(String moment) {
    lastTrigger().put("until", moment);
    return this;
  }

  /**
   * Missed ticks of the schedule given last that are older are dropped.
   *
   * @throws IllegalStateException if no trigger was given yet
   */
  public DefinitionBuilder within(String age) {
    lastTrigger().put("within", age);
    return this;
  }

  /**
   * What happens to a tick of the schedule given last while an earlier one runs; it is skipped by
   * default.
   *
   * @throws IllegalStateException if no trigger was given yet
   */
  public DefinitionBuilder overlap(TickPolicy.Overlap overlap) {
    lastTrigger().put("overlap", DefinitionWriter.name(overlap));
    return this;
  }

  /**
   * What an instance that the schedule given last starts sees as {@code input}.
   *
   * @throws IllegalStateException if no trigger was given yet
   */
  public DefinitionBuilder input(ObjectNode input) {
    lastTrigger().set("input", input);
    return this;
  }

  /**
   * The schedule given last starts an instance for each of these records.
   *
   * @throws IllegalStateException if no trigger was given yet
   */
  public DefinitionBuilder forEach(RecordSelection records) {
    DefinitionWriter.selection(lastTrigger().putObject("for"), records);
    return this;
  }

  /**
   * The zone of the schedule given last, such as {@code Europe/Amsterdam}.
   *
   * @throws IllegalStateException if no trigger was given yet
   */
  public DefinitionBuilder timezone(String zone) {
    lastTrigger().put("timezone", zone);
    return this;
  }

  /**
   * What happens to missed ticks of the schedule given last; one run makes up for them by default.
   *
   * @throws IllegalStateException if no trigger was given yet
   */
  public DefinitionBuilder misfire(Trigger.Misfire misfire) {
    lastTrigger().put("misfire", DefinitionWriter.name(misfire));
    return this;
  }

  /** What happens to late steps; all of them run by default. */
  public DefinitionBuilder backlog(Backlog backlog) {
    json.remove("backlog");
    DefinitionWriter.backlog(json, backlog);
    return this;
  }

  /** Whoever takes the first task of a role in an instance gets the others of that role. */
  public DefinitionBuilder firstClaimOwns() {
    json.put("caseOwner", "first-claim");
    return this;
  }

  public DefinitionBuilder concurrency(String key, Concurrency.Policy policy) {
    json.putObject("concurrency").put("key", key).put("policy", DefinitionWriter.name(policy));
    return this;
  }

  public DefinitionBuilder exitOn(String event) {
    return exitOn(event, Condition.always());
  }

  public DefinitionBuilder exitOn(String event, Condition when) {
    DefinitionWriter.when(json.withArray("exit").addObject().put("event", event), "when", when);
    return this;
  }

  /**
   * Ends instances by an event about another subject.
   *
   * @param correlation gives the id of the instance's subject from the event: {@code
   *     {{quote.lead_id}}}
   */
  public DefinitionBuilder exitOn(String event, String correlation) {
    json.withArray("exit").addObject().put("event", event).put("correlation", correlation);
    return this;
  }

  /** Ends an instance before its next step begins or message is sent, once this holds. */
  public DefinitionBuilder exitWhen(Condition condition) {
    DefinitionWriter.when(json.withArray("exit").addObject(), "when", condition);
    return this;
  }

  /** Starts only for subjects whose effective workflow it is. */
  public DefinitionBuilder governed() {
    json.put("governed", true);
    return this;
  }

  /** Lets the steps see a record of the host, which is read before each of them. */
  public DefinitionBuilder record(String name, String type, String id) {
    json.withObject("/records").putObject(name).put("type", type).put("id", id);
    return this;
  }

  /** Lets the steps see a record of the host, which is read once, before the first of them. */
  public DefinitionBuilder recordAtStart(String name, String type, String id) {
    record(name, type, id);
    json.withObject("/records/" + name).put("read", "start");
    return this;
  }

  public DefinitionBuilder rateLimit(int permits, String per) {
    json.putObject("rateLimit").put("permits", permits).put("per", per);
    return this;
  }

  /** At most so many messages of its instances go out on a channel in such a time. */
  public DefinitionBuilder channelLimit(String channel, int permits, String per) {
    json.withObject("/channelLimits").putObject(channel).put("permits", permits).put("per", per);
    return this;
  }

  public DefinitionBuilder term(String name, Object value) {
    json.withObject("/terms").set(name, Steps.json(value));
    return this;
  }

  /** Adds a step after those before it. */
  public DefinitionBuilder step(StepDraft<?> step) {
    json.withArray("steps").add(step.json());
    return this;
  }

  /**
   * Builds it.
   *
   * @throws InvalidDefinitionException with every problem and its place
   */
  public WorkflowDefinition build() {
    return WorkflowDefinition.parse(json);
  }
}
