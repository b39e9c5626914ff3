package dev.workflow.jdbi.internal;

import dev.workflow.TenantId;
import dev.workflow.jdbi.internal.sql.Binding;
import dev.workflow.spi.store.MessageRow;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Writes the messages themselves: what {@link MessageQueue} leaves to its owner. */
public interface MessageWriter {

  /**
   * Some messages {@code m} of one tenant, which has the parameter {@code :tenant}.
   *
   * @param from the query from {@code FROM} on
   */
  record Selection(TenantId tenant, String from, Binding binding) {}

  /** How messages end when somebody cancels them. */
  record Cancellation(Instant at, @Nullable String by, @Nullable String reason) {}

  /** See {@link dev.workflow.spi.store.MessageRows#insert}. */
  void insert(List<MessageRow> messages);

  /** Writes messages whose places in the queue the caller owns, at the revision after theirs. */
  void write(List<MessageRow> rows);

  /** Cancels those of a selection that are in the queue; returns how many. */
  int cancel(Selection selection, Cancellation cancellation);

  /** Cancels those of a selection that are parts of a digest; returns how many. */
  int cancelMerged(Selection selection, Cancellation cancellation);

  /** Forgets under which ids providers know messages that are about to be removed. */
  void removeProviderIds(TenantId tenant, Collection<UUID> messages);
}
