package dev.workflow.jdbi.internal;

import dev.workflow.TenantId;
import dev.workflow.spi.store.EventRows;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The times within which a workflow is not started again by the same key. */
public interface DedupeWindows {

  /** See {@link EventRows#openWindow}. */
  boolean open(TenantId tenant, String workflow, String key, Instant now, @Nullable Instant until);

  /** See {@link EventRows#removeWindows}. */
  int remove(TenantId tenant, Instant endedBefore, int limit);
}
