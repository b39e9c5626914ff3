package dev.workflow.definition;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.condition.Condition;

/**
 * A step of a {@link DefinitionBuilder}: what every kind of step may have. Not thread-safe.
 *
 * @param <D> the kind of step
 */
public abstract sealed class StepDraft<D extends StepDraft<D>>
    permits ActionDraft,
        BranchDraft,
        EachDraft,
        ParallelDraft,
        PlainDraft,
        SplitDraft,
        SubWorkflowDraft,
        WaitDraft {

  private final ObjectNode json = JsonNodeFactory.instance.objectNode();

  StepDraft(String id) {
    json.put("id", id);
  }

  final ObjectNode json() {
    return json;
  }

  @SuppressWarnings("unchecked")
  private D self() {
    return (D) this;
  }

  public D name(String name) {
    json.put("name", name);
    return self();
  }

  /** The step is skipped unless the condition holds. */
  public D onlyWhen(Condition condition) {
    DefinitionWriter.when(json, "when", condition);
    return self();
  }

  /** Waits this long before the step. */
  public D delay(String span) {
    json.put("delay", span);
    return self();
  }

  private ObjectNode delay() {
    if (json.path("delay").isTextual()) {
      String span = json.path("delay").textValue();
      json.putObject("delay").put("for", span);
    }
    return json.withObject("/delay");
  }

  /** Waits until a date in the data before the step. */
  public D delayUntil(String expression) {
    json.putObject("delay").put("until", expression);
    return self();
  }

  /**
   * Waits until a time before ({@code -P1D}) or after ({@code PT2H}) a date in the data before the
   * step.
   */
  public D delayUntil(String expression, String offset) {
    json.putObject("delay").put("until", expression).put("offset", offset);
    return self();
  }

  /** Waits this long from the start of the instance before the step. */
  public D delayFromTrigger(String span) {
    json.putObject("delay").put("for", span).put("from", "trigger");
    return self();
  }

  /**
   * The zone by which a date or a local time of {@link #delayUntil} is read, such as {@code
   * Europe/Amsterdam}, or {@code recipient}; the tenant's by default.
   */
  public D delayTimezone(String timezone) {
    delay().put("timezone", timezone);
    return self();
  }

  /**
   * Waits for a time span of the data before the step: {@code {{terms.graceDays}}d}. {@link
   * #ifMissing} says what happens if there is none.
   */
  public D delayFor(String expression) {
    json.putObject("delay").put("for", expression);
    return self();
  }

  /** The same, counted from the start of the instance. */
  public D delayForFromTrigger(String expression) {
    json.putObject("delay").put("for", expression).put("from", "trigger");
    return self();
  }

  /**
   * What happens if the date of {@link #delayUntil}, or the span of {@link #delayFor}, is missing;
   * the step fails by default.
   */
  public D ifMissing(Delay.Unresolved answer) {
    delay().put("ifMissing", DefinitionWriter.name(answer));
    return self();
  }

  /** What happens if the date of {@link #delayUntil} is past; the step runs now by default. */
  public D ifPast(Delay.Unresolved answer) {
    delay().put("ifPast", DefinitionWriter.name(answer));
    return self();
  }

  /**
   * The hours in which the step may begin, in the tenant's zone: {@code "MON-FRI", "09:00",
   * "17:00"}. After the delay, if one was given before; otherwise after the step before.
   */
  public D window(String days, String from, String to) {
    delay().putObject("window").put("days", days).put("from", from).put("to", to);
    return self();
  }

  /** The same in a zone, such as {@code Europe/Amsterdam}. */
  public D window(String days, String from, String to, String timezone) {
    window(days, from, to);
    delay().withObject("/window").put("timezone", timezone);
    return self();
  }

  /** The hours of the window are the recipient's where the data tell them, not the tenant's. */
  public D inRecipientZone() {
    delay().withObject("/window").put("timezone", DelayReader.RECIPIENT);
    return self();
  }

  /** The window stays closed on days that the tenant's calendar says are not worked. */
  public D skippingHolidays() {
    delay().withObject("/window").put("holidays", "skip");
    return self();
  }

  /** How long a wait or an attempt may take. */
  public D timeout(String span) {
    json.put("timeout", span);
    return self();
  }

  public D retry(Retry retry) {
    json.putObject("retry")
        .put("maxAttempts", retry.maxAttempts())
        .put("initialDelay", retry.initialDelay().toString())
        .put("multiplier", retry.multiplier())
        .put("maxDelay", retry.maxDelay().toString())
        .put("jitter", retry.jitter());
    return self();
  }

  public D allowFailure() {
    json.put("allowFailure", true);
    return self();
  }

  public D onFailure(StepDraft<?>... steps) {
    json.set("onFailure", Steps.list(steps));
    return self();
  }

  /** The action that undoes the step if the instance fails later. */
  public D compensate(String action, ObjectNode config) {
    json.putObject("compensate").put("action", action).set("config", config);
    return self();
  }

  /** It, or what is inside it, is offered to people while the condition holds. */
  public D offeredWhile(Condition condition) {
    DefinitionWriter.when(json, "while", condition);
    return self();
  }

  /** Its turn comes only after these steps of other branches have ended. */
  public D after(String... steps) {
    return oneOrMore("after", steps);
  }

  /** When it completes, these steps are withdrawn. */
  public D cancels(String... steps) {
    return oneOrMore("cancels", steps);
  }

  /** Of all steps of the tenant that give the same text, one at a time is open. */
  public D lock(String expression) {
    json.put("lock", expression);
    return self();
  }

  final D oneOrMore(String key, String... values) {
    json.set(key, values.length == 1 ? Steps.json(values[0]) : Steps.texts(values));
    return self();
  }
}
