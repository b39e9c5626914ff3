package dev.workflow.spi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The result of an attempt. Immutable. */
public sealed interface ActionResult {

  /** The step is done. */
  record Completed(JsonNode output) implements ActionResult {
    public Completed {
      Objects.requireNonNull(output, "output");
    }
  }

  /**
   * The step is open until it is answered: by an event with its correlation key, by a callback
   * ({@code Tasks.callback}), by an ADMIN, or by people if the step names a role or an assignee.
   * Events of its own instance do not answer it.
   *
   * @param correlationKey finds the step when the answer comes; null: only by instance and step
   * @param session what the step keeps meanwhile, seen as its output; null: as before
   */
  record Waiting(@Nullable String correlationKey, @Nullable JsonNode session)
      implements ActionResult {

    public Waiting(@Nullable String correlationKey) {
      this(correlationKey, null);
    }
  }

  /** The attempt failed. */
  record Failed(String reason, boolean retryable) implements ActionResult {
    public Failed {
      Objects.requireNonNull(reason, "reason");
    }
  }

  /** Something hinders the step; it is tried again later without using up an attempt. */
  record Blocked(String reason) implements ActionResult {
    public Blocked {
      Objects.requireNonNull(reason, "reason");
    }
  }

  static ActionResult completed() {
    return new Completed(JsonNodeFactory.instance.objectNode());
  }

  static ActionResult completed(JsonNode output) {
    return new Completed(output);
  }

  static ActionResult waiting(@Nullable String correlationKey) {
    return new Waiting(correlationKey);
  }

  /** The same with what the step keeps until it is answered. */
  static ActionResult waiting(@Nullable String correlationKey, JsonNode session) {
    return new Waiting(correlationKey, session);
  }

  static ActionResult failed(String reason, boolean retryable) {
    return new Failed(reason, retryable);
  }

  static ActionResult blocked(String reason) {
    return new Blocked(reason);
  }
}
