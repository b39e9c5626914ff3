package dev.workflow.spi;

import dev.workflow.TenantId;

/**
 * The rule whether marketing needs consent. Asked, on the engine's threads, for every tenant whose
 * marketing is about to be sent; it must not block. Thread-safe.
 *
 * <p>A consent that was withdrawn counts in any case.
 */
@FunctionalInterface
public interface ConsentPolicy {

  /** Nobody has to agree first: the default. */
  ConsentPolicy NONE = tenant -> false;

  /** Marketing goes only to those who agreed to it. */
  ConsentPolicy REQUIRED_FOR_MARKETING = tenant -> true;

  /** Whether this tenant's marketing goes only to those who agreed to it. */
  boolean requiredForMarketing(TenantId tenant);
}
