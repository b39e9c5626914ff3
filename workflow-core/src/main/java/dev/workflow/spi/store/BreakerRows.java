package dev.workflow.spi.store;

import dev.workflow.TenantId;
import dev.workflow.spi.store.MessageRows.Lane;
import java.util.Collection;
import java.util.List;

/**
 * The open circuit breakers of the outbox. Whoever changes one has locked its {@link #lock limit}
 * before.
 */
public interface BreakerRows {

  /** All breakers of these lanes, of single templates too. */
  List<BreakerRow> of(Collection<Lane> lanes);

  /** All breakers of a tenant, by channel and template. */
  List<BreakerRow> list(TenantId tenant);

  /** Adds a breaker or replaces it. */
  void put(BreakerRow breaker);

  /** Removes a breaker if there is one. */
  void remove(BreakerRow.Key key);

  /** What is locked by whoever changes a breaker of a lane. */
  static LimitRows.LimitKey lock(Lane lane) {
    return new LimitRows.LimitKey(lane.tenant(), "breaker:" + lane.channel());
  }
}
