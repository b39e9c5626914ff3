package dev.workflow.testkit.simulation;

import dev.workflow.TenantId;
import dev.workflow.spi.store.EventRow;
import dev.workflow.spi.store.InstanceChange;
import dev.workflow.spi.store.StoredInstance;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What a transaction did that the model must know, as the store answered. */
sealed interface Deed {

  /** An event was stored. */
  record Accepted(EventRow event) implements Deed {}

  /** A node took an instance. */
  record Claimed(StoredInstance instance) implements Deed {}

  /** A node read an instance. */
  record Seen(StoredInstance instance) implements Deed {}

  /** A change was written, or fenced out. */
  record Written(InstanceChange change, boolean fenced) implements Deed {}

  /** A dedupe window was asked for. */
  record Window(
      TenantId tenant,
      String workflow,
      String key,
      Instant now,
      @Nullable Instant until,
      boolean opened)
      implements Deed {}

  /** A transactional handler wrote a row. */
  record Row(String idempotencyKey) implements Deed {}
}
