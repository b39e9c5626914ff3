package dev.workflow.messaging.internal.context;

/**
 * A value that holds for a tenant, and whose it is.
 *
 * @param ofTenant whether it is the tenant's own; otherwise the engine's
 */
public record Setting<T>(T value, boolean ofTenant) {

  /** To follow what a message is told of it; nothing if it is the engine's. */
  public String source() {
    return ofTenant ? " (set for the tenant)" : "";
  }
}
