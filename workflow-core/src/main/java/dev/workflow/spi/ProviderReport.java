package dev.workflow.spi;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** The report that was read from a provider's callback. Immutable. */
public sealed interface ProviderReport {

  /** It does not come from the provider, or is too old. The reason is for the log. */
  record Forged(String reason) implements ProviderReport {}

  /** It comes from the provider and cannot be read. */
  record Unreadable(String reason) implements ProviderReport {}

  /** It says nothing that ends a session. */
  record Ignored(String reason) implements ProviderReport {}

  /**
   * What was asked for was done.
   *
   * @param reference {@link ProviderStep#reference()}, as the session carries it
   * @param session {@link ProviderSession#id()}
   * @param answer see the provider's kind
   */
  record Done(String reference, String session, ObjectNode answer) implements ProviderReport {}

  /** It will not be done any more: declined, expired, cancelled. The step fails. */
  record Failed(String reference, String session, String reason) implements ProviderReport {}
}
