package dev.workflow.spi.store;

import dev.workflow.TenantId;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Of a store that keeps no reports of providers: none has come, and none can be recorded. */
final class NoDeliveries implements DeliveryRows {

  static final DeliveryRows INSTANCE = new NoDeliveries();

  private NoDeliveries() {}

  @Override
  public List<Reported> byProvider(
      TenantId tenant, String channel, Collection<String> providerIds) {
    return List.of();
  }

  @Override
  public List<Reported> byId(TenantId tenant, String channel, Collection<UUID> ids) {
    return List.of();
  }

  @Override
  public Set<String> insertNew(List<DeliveryRow> rows) {
    if (rows.isEmpty()) {
      return Set.of();
    }
    throw NotKept.refusal("deliveries");
  }

  @Override
  public Set<UUID> raise(List<DeliveryRow> reports) {
    return Set.of();
  }

  @Override
  public List<DeliveryRow> lateKnown(Instant reportedSince, int limit) {
    return List.of();
  }

  @Override
  public void settle(List<DeliveryRow> rows) {}

  @Override
  public List<DeliveryRow> list(TenantId tenant, UUID message) {
    return List.of();
  }

  @Override
  public int removeUnknown(TenantId tenant, Instant reportedBefore, int limit) {
    return 0;
  }
}
