package dev.workflow.definition;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.condition.Condition;

/** Begins the steps of a {@link DefinitionBuilder}. */
public final class Steps {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private Steps() {}

  static JsonNode json(Object value) {
    return value instanceof JsonNode node ? node : MAPPER.valueToTree(value);
  }

  static ArrayNode list(StepDraft<?>... steps) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    for (StepDraft<?> step : steps) {
      array.add(step.json());
    }
    return array;
  }

  static ArrayNode texts(String... values) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    for (String value : values) {
      array.add(value);
    }
    return array;
  }

  public static ActionDraft action(String id, String type) {
    return new ActionDraft(id, type);
  }

  /** Only waits. */
  public static PlainDraft delay(String id, String span) {
    return new PlainDraft(id).delay(span);
  }

  public static WaitDraft waitFor(String id, String event) {
    return new WaitDraft(id, event);
  }

  /** A branch without cases; add them with {@link BranchDraft#when} and {@code otherwise}. */
  public static BranchDraft branch(String id) {
    return new BranchDraft(id);
  }

  /** All branches at once; add them with {@link ParallelDraft#branch}. */
  public static ParallelDraft parallel(String id) {
    return new ParallelDraft(id);
  }

  /** An A/B split; add its arms with {@link SplitDraft#arm}. */
  public static SplitDraft split(String id) {
    return new SplitDraft(id);
  }

  /** The steps for every element of a list. */
  public static EachDraft each(String id, String items, StepDraft<?>... steps) {
    return new EachDraft(id, items, steps);
  }

  public static PlainDraft repeatWhile(
      String id, Condition condition, int max, StepDraft<?>... steps) {
    return repeat(id, "while", condition, max, steps);
  }

  public static PlainDraft repeatUntil(
      String id, Condition condition, int max, StepDraft<?>... steps) {
    return repeat(id, "until", condition, max, steps);
  }

  private static PlainDraft repeat(
      String id, String form, Condition condition, int max, StepDraft<?>... steps) {
    PlainDraft step = new PlainDraft(id);
    ObjectNode repeat = step.json().putObject("repeat");
    repeat.set(form, condition.toJson());
    repeat.put("max", max).set("steps", list(steps));
    return step;
  }

  /** Another workflow, waited for unless {@link SubWorkflowDraft#inBackground} follows. */
  public static SubWorkflowDraft workflow(String id, String key) {
    return new SubWorkflowDraft(id, key);
  }

  /** Ends the instance as completed. */
  public static PlainDraft stop(String id) {
    PlainDraft step = new PlainDraft(id);
    step.json().put("stop", "completed");
    return step;
  }

  /** Ends the instance as completed, with a reason, which may hold expressions. */
  public static PlainDraft stop(String id, String reason) {
    PlainDraft step = new PlainDraft(id);
    step.json().putObject("stop").put("reason", reason);
    return step;
  }

  /** Ends the instance as failed. */
  public static PlainDraft stopFailed(String id, String reason) {
    PlainDraft step = new PlainDraft(id);
    step.json().putObject("stop").put("as", "failed").put("reason", reason);
    return step;
  }
}
