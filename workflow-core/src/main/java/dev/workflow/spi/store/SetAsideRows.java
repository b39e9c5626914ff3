package dev.workflow.spi.store;

import dev.workflow.TenantId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The rows of what is set aside because it could not be read or written. */
public interface SetAsideRows {

  /** Adds a row or replaces it. */
  void put(SetAsideRow row);

  Optional<SetAsideRow> find(SetAsideRow.Key key);

  /**
   * One page of a tenant's, by id.
   *
   * @param after the id of the last one of the page before
   */
  List<SetAsideRow> list(TenantId tenant, @Nullable UUID after, int limit);

  /** Those that are to be tried again at or before {@code now}, the earliest first. */
  List<SetAsideRow> due(Instant now, int limit);

  /** The earliest {@code retryAt}. For drivers of virtual time. */
  Optional<Instant> nextDue();

  /** Removes a row; returns whether there was one. */
  boolean remove(SetAsideRow.Key key);
}
