package dev.workflow.spi.store;

import dev.workflow.TenantId;

/** What is known of actors. */
public interface ActorRows {

  /** Raised by {@link #raise}. */
  long revision(TenantId tenant);

  /** What is known of the tenant's actors has changed. */
  void raise(TenantId tenant);
}
