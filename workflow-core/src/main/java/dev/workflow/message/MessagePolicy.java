package dev.workflow.message;

/** What becomes of names in message steps that the engine does not know. */
public enum MessagePolicy {

  /**
   * A template that the tenant does not have is handed to the channel's sender by its name, for
   * templates of the provider or the host; {@link dev.workflow.Definitions#warnings} names it. The
   * default.
   */
  LENIENT,

  /**
   * Publishing a workflow refuses templates that the tenant does not have, channels without a
   * sender, and templates without a text for the step's channel; a step that meets such a template
   * fails for good.
   */
  STRICT
}
