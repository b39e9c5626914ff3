package dev.workflow.messaging;

/** The treatment of names in steps that the engine does not know. */
public enum MessagePolicy {

  /**
   * A template that the tenant does not have is handed to the channel's sender by its name, for
   * templates of the provider or the host; {@link dev.workflow.Definitions#warnings} names it. The
   * default.
   */
  LENIENT,

  /**
   * Publishing a workflow refuses templates that the tenant does not have, channels without a
   * sender, templates without a text for the step's channel, and workflows that it starts and that
   * there are not; a step that meets such a template fails for good. A workflow that others start
   * is not deleted.
   */
  STRICT
}
