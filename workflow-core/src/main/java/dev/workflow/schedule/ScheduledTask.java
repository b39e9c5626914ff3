package dev.workflow.schedule;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.InvalidInputException;
import dev.workflow.Json;
import dev.workflow.definition.ScheduleTiming;
import dev.workflow.definition.TickPolicy;
import java.util.Locale;

/**
 * What a schedule of its own does and when, as its JSON document says:
 *
 * <pre>{@code
 * {"name": "Weekly call list", "type": "workflow",
 *  "config": {"workflow_id": "call-list", "input": {"team": "north"}},
 *  "schedule": "0 9 * * MON", "timezone": "Europe/Amsterdam",
 *  "max_retries": 2, "overlap": "queue"}
 * }</pre>
 *
 * Immutable.
 *
 * @param name unique among the tenant's tasks; at most 200 characters
 * @param config by type: {@code workflow}: {@code workflow_id}, {@code subject}, {@code input};
 *     {@code action}: {@code action}, {@code config}, {@code subject}; {@code cleanup}: {@code
 *     what}, {@code older_than}; {@code report}: {@code of}, {@code range}, {@code format}, {@code
 *     email_to}, {@code workflow_id}, {@code by}
 * @param enabled one that is not is created paused; true by default
 * @param maxRetries how often a tick that has failed is started again: after 1 minute, and each
 *     time after twice as long, at most an hour; 0 by default, at most 100
 */
public record ScheduledTask(
    String name,
    Type type,
    ObjectNode config,
    ScheduleTiming timing,
    TickPolicy policy,
    boolean enabled,
    int maxRetries) {

  /** What it does. */
  public enum Type {
    /** Starts a workflow. */
    WORKFLOW,
    /** Runs one action, as an instance with one step. */
    ACTION,
    /** Removes what is older than a time, as an instance with one step. */
    CLEANUP,
    /** Sends a file of figures, or of the execution log, as an instance with one step. */
    REPORT
  }

  /** Copies what can be changed. */
  public ScheduledTask {
    config = config.deepCopy();
  }

  /**
   * Reads its document.
   *
   * @throws InvalidInputException naming every problem
   */
  public static ScheduledTask parse(JsonNode json) {
    return ScheduledTaskReader.read(json);
  }

  /**
   * Reads its document from a text.
   *
   * @throws InvalidInputException naming every problem
   */
  public static ScheduledTask parse(String json) {
    return ScheduledTaskReader.read(json);
  }

  /** The document; what goes without saying is left out. */
  public ObjectNode toJson() {
    ObjectNode json =
        Json.object().put("name", name).put("type", type.name().toLowerCase(Locale.ROOT));
    json.set("config", config.deepCopy());
    timing.write(json);
    policy.write(json);
    if (!enabled) {
      json.put("enabled", false);
    }
    if (maxRetries > 0) {
      json.put("max_retries", maxRetries);
    }
    return json;
  }
}
