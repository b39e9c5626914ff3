package dev.workflow.trigger;

import dev.workflow.TenantId;
import org.jspecify.annotations.Nullable;

/**
 * The catalogue of each tenant's events, where they differ. Asked on callers' threads for every
 * event that is published and every definition that is checked, so it answers from memory.
 * Thread-safe. What it throws refuses the event or the definition.
 */
@FunctionalInterface
public interface EventCatalogs {

  /** The tenant's catalogue, in place of the engine's; null: the engine's. */
  @Nullable EventCatalog of(TenantId tenant);
}
