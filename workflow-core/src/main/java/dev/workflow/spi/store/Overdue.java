package dev.workflow.spi.store;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How much of a tenant's work should have been taken by now and was not.
 *
 * @param count how much, as far as was counted
 * @param oldest when the oldest of it was due; null: there is none
 */
public record Overdue(long count, @Nullable Instant oldest) {

  public static final Overdue NOTHING = new Overdue(0, null);
}
