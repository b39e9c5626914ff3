package dev.workflow.spi.store;

import dev.workflow.TenantId;
import java.util.Collection;
import java.util.Map;

/** The rows about actors. */
public interface ActorRows {

  /** Raised by {@link #raise}. */
  long revision(TenantId tenant);

  /** What is known of the tenant's actors has changed. */
  void raise(TenantId tenant);

  /**
   * The number of the next turn at which a step of a workflow is given to somebody, from 1. Until
   * the transaction ends, others that ask for the same step wait here.
   */
  long nextTurn(TenantId tenant, String workflow, String step);

  /** The number of the last turn of each of these actors; those without one are left out. */
  Map<String, Long> turns(TenantId tenant, String workflow, String step, Collection<String> actors);

  /** A step of a workflow was given to somebody. */
  void given(TenantId tenant, String workflow, String step, String actor, long turn);
}
