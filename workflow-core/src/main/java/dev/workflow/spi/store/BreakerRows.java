package dev.workflow.spi.store;

import dev.workflow.TenantId;
import dev.workflow.spi.store.MessageRows.Lane;
import java.util.Collection;
import java.util.List;

/**
 * What is stopped in the outbox. Whoever changes a stop has locked its {@link #lock limit} before.
 */
public interface BreakerRows {

  /** All stops of these lanes, of single templates too. */
  List<BreakerRow> of(Collection<Lane> lanes);

  /** All stops of a tenant, by channel and template. */
  List<BreakerRow> list(TenantId tenant);

  /** Adds a stop or replaces it. */
  void put(BreakerRow stop);

  /** Removes a stop if there is one. */
  void remove(BreakerRow.Key key);

  /** What is locked by whoever changes a stop of a lane. */
  static LimitRows.LimitKey lock(Lane lane) {
    return new LimitRows.LimitKey(lane.tenant(), "stop:" + lane.channel());
  }
}
