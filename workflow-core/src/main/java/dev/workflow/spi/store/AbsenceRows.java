package dev.workflow.spi.store;

import dev.workflow.TenantId;
import dev.workflow.spi.store.SuppressionRows.AddressKey;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Who is away, by address: at most one row each, of no use any more once its end has come. */
public interface AbsenceRows {

  /**
   * @param endsAt when they are back
   * @param reportedAt when they said so
   * @param message the message that they answered
   */
  record AbsenceRow(AddressKey key, Instant endsAt, Instant reportedAt, @Nullable UUID message) {}

  /** Those of the addresses who are not back at {@code now}, in one read. */
  List<AbsenceRow> away(Collection<AddressKey> keys, Instant now);

  /** In the place of what is known of the address. */
  void put(AbsenceRow row);

  /**
   * Forgets an absence.
   *
   * @return whether there was one that had not ended at {@code now}
   */
  boolean end(AddressKey key, Instant now);

  /**
   * Who is not back at {@code now}, by channel and address.
   *
   * @param channel null: on all channels
   * @param after the last one of the page before; null: from the beginning
   */
  List<AbsenceRow> list(
      TenantId tenant,
      @Nullable String channel,
      Instant now,
      @Nullable AddressKey after,
      int limit);

  /**
   * Removes absences that have ended at {@code now}, of all tenants, those that ended first first.
   *
   * @return how many
   */
  int forget(Instant now, int limit);
}
