package dev.workflow.messaging.internal.outbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.InstanceId;
import dev.workflow.Json;
import dev.workflow.spi.store.InstanceKey;
import dev.workflow.spi.store.MessageRow;
import org.jspecify.annotations.Nullable;

/**
 * By what the outbox knows a message that tells somebody of a task: it stands in the content, where
 * it also tells an application which task to show.
 *
 * @param kind a name of the kinds of notices, in lower case
 * @param to whom it tells; null: it is still to be found out
 * @param forWhom for whom they do the task, who is away; null: for themselves
 * @param fixed whether it tells of what has passed, so that nothing can make it needless
 */
public record TaskMark(
    InstanceKey instance,
    String step,
    String kind,
    @Nullable String to,
    @Nullable String forWhom,
    boolean fixed) {

  /** The channel on which the engine itself finds out who is to be told. */
  public static final String CHANNEL = "task_notice";

  /** The audience of every such message. */
  public static final String AUDIENCE = "task";

  private static final String KEY = "task";

  /** Notes it in the content of a message. */
  public ObjectNode in(ObjectNode content) {
    ObjectNode task = content.putObject(KEY);
    task.put("instance", instance.id().toString()).put("step", step).put("kind", kind);
    if (to != null) {
      task.put("to", to);
    }
    if (forWhom != null) {
      task.put("for", forWhom);
    }
    if (fixed) {
      task.put("fixed", true);
    }
    return content;
  }

  /** What a message tells of; null: of no task. */
  public static @Nullable TaskMark of(MessageRow row) {
    if (!AUDIENCE.equals(row.purpose().audience())) {
      return null;
    }
    JsonNode task = Json.read(row.body()).path(KEY);
    String instance = task.path("instance").textValue();
    String step = task.path("step").textValue();
    String kind = task.path("kind").textValue();
    if (instance == null || step == null || kind == null) {
      return null;
    }
    try {
      return new TaskMark(
          new InstanceKey(row.tenant(), InstanceId.parse(instance)),
          step,
          kind,
          task.path("to").textValue(),
          task.path("for").textValue(),
          task.path("fixed").booleanValue());
    } catch (RuntimeException e) {
      return null; // a host's own message of this audience
    }
  }
}
