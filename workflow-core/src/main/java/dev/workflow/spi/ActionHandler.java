package dev.workflow.spi;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.Problems;
import dev.workflow.expression.Escaping;
import java.util.Optional;

/**
 * Does one type of action. Found through {@code META-INF/services/dev.workflow.spi.ActionHandler}
 * or registered on the engine's builder, which takes precedence over a discovered one of the same
 * type.
 *
 * <p>One object serves all tenants and instances at once, on the engine's threads: implementations
 * are thread-safe. They may block. A handler runs at least once per step; {@link
 * ActionContext#idempotencyKey()} is the same each time. An exception fails the attempt as {@code
 * failed(message, retryable)}.
 */
public interface ActionHandler {

  /** The action's name in documents: lower snake case, such as {@code create_task}. */
  String type();

  /**
   * What a configuration of it may hold, as a JSON Schema of an object, for editors and forms: its
   * {@code description} says what the action does, and that of each property what it is for, in the
   * order in which people fill them in. It checks nothing; {@link #validate} does. Asked often; a
   * new tree or always the same one, which nobody changes.
   *
   * @see dev.workflow.action.ActionSpec#schema()
   */
  default Optional<JsonNode> schema() {
    return Optional.empty();
  }

  /**
   * Checks the configuration when a workflow is published; called on the publisher's thread. Values
   * that hold {@code {{ }}} expressions arrive as written. By default anything is accepted.
   */
  default void validate(JsonNode config, Problems problems) {}

  /**
   * The rules of the place where the value of a top-level configuration key goes: what {@code {{
   * }}} expressions put into its text is escaped by them before the handler sees it. By default
   * nothing is.
   */
  default Escaping escaping(String key) {
    return Escaping.NONE;
  }

  /**
   * Whether each text in the value of a top-level configuration key is a part of its own, such as a
   * recipient: one that reads what is missing then arrives as a {@link
   * dev.workflow.expression.MissingText}, and the others are there. By default it fails the step.
   */
  default boolean skipsMissing(String key) {
    return false;
  }

  /**
   * Whether people do this action. Then the step stays READY until somebody claims or completes it,
   * neither {@link #canStart} nor {@link #start} is called, and the answer goes to {@link
   * #complete}.
   */
  default boolean performedByPeople() {
    return false;
  }

  /**
   * The form of the answer to a step with this configuration: a JSON Schema (draft 2020-12) of the
   * object that {@link #complete} takes, for whoever shows the step to a person. Called on the
   * thread of whoever asks, with a configuration whose expressions are worked out. By default there
   * is none.
   *
   * <p>It is not checked by the engine: {@link #complete} says what is wrong with an answer. The
   * {@code form} of a step in its document is checked before.
   */
  default Optional<JsonNode> form(JsonNode config) {
    return Optional.empty();
  }

  /**
   * Whether {@link #start} runs inside the transaction that records the step's result, with {@link
   * ActionContext#transaction} giving its handle: what it writes there happens exactly once.
   */
  default boolean transactional() {
    return false;
  }

  /**
   * Asked before every attempt of an action that the engine does; false: the step is BLOCKED and
   * asked again later. Not asked where people do the action.
   */
  default boolean canStart(ActionContext context) {
    return true;
  }

  /**
   * Does the work, or begins it. Called on an engine thread, once per attempt; interrupted when the
   * step's timeout has passed. Handlers of actions that {@linkplain #performedByPeople() people do}
   * need none; every other must have it: by default it throws an {@link IllegalStateException}.
   */
  default ActionResult start(ActionContext context) throws Exception {
    throw new IllegalStateException(
        performedByPeople()
            ? "people do \"" + type() + "\": it is answered, not started"
            : getClass().getName()
                + " does \""
                + type()
                + "\" itself and must override start(ActionContext), or performedByPeople()");
  }

  /**
   * A person or a webhook answered. Called on the caller's thread, inside the transaction that
   * records the answer and holds the instance's row meanwhile: it should be quick, should not call
   * out, and may be called again for the same answer. What it throws reaches the caller, and the
   * step stays open.
   *
   * <p>What an event with the correlation key answered, that is its payload, comes on a thread of
   * the engine; if this throws, the step waits on.
   *
   * @return usually {@code completed}; {@code waiting} keeps the step open
   */
  default ActionResult complete(ActionContext context, JsonNode payload) throws Exception {
    return ActionResult.completed(payload);
  }

  /** A person or a webhook said that it failed. Called like {@link #complete}. */
  default ActionResult fail(ActionContext context, String reason) throws Exception {
    return ActionResult.failed(reason, false);
  }
}
