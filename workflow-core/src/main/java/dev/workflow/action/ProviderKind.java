package dev.workflow.action;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Problems;
import dev.workflow.spi.ProviderStep;
import dev.workflow.task.form.TaskForm;

/**
 * What an action has of its own that somebody does at a provider. Thread-safe.
 *
 * @param <R> what a provider is asked for
 */
interface ProviderKind<R> {

  ActionSpec spec();

  /** What the output calls the id of the session. */
  String sessionKey();

  /** The state of a step that was done, in its output. */
  String done();

  /** The form of an answer, as written and as read. */
  JsonNode form();

  TaskForm compiled();

  /**
   * What is asked for, of a configuration that fits its description; kept with the session, so that
   * an answer is compared with what was asked for, whatever the data are by then.
   */
  ObjectNode asked(ActionConfig config, Problems problems);

  R request(ProviderStep step, JsonNode asked);

  /** Looks whether an answer that fits the form is what was asked for. */
  void compare(JsonNode asked, JsonNode answer, Problems problems);
}
