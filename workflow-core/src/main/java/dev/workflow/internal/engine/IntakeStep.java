package dev.workflow.internal.engine;

import dev.workflow.trigger.TenantWorkflows;

/** The part of a module in accepting an event. Implementations are thread-safe. */
public interface IntakeStep {

  /**
   * Whether it does something about events of a type. Asked about every event: a look-up at most.
   */
  boolean concerns(String eventType);

  /**
   * Does it, after the instances that the event answers, ends and starts. Called only for types
   * that it {@link #concerns}.
   */
  void accept(
      CommandContext work, IncomingEvent event, TenantWorkflows workflows, ReceiptDraft receipt);
}
