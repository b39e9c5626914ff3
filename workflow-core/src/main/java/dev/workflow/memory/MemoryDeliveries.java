package dev.workflow.memory;

import dev.workflow.TenantId;
import dev.workflow.messaging.Deliveries.State;
import dev.workflow.spi.store.DeliveryRows;
import dev.workflow.spi.store.MessageRow;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

final class MemoryDeliveries implements DeliveryRows {

  private final Tables tables;
  private final UndoLog undo;
  private final MemoryMessages messages;

  MemoryDeliveries(Tables tables, UndoLog undo, MemoryMessages messages) {
    this.tables = tables;
    this.undo = undo;
    this.messages = messages;
  }

  @Override
  public List<Reported> byProvider(
      TenantId tenant, String channel, Collection<String> providerIds) {
    Set<String> wanted = Set.copyOf(providerIds);
    Map<String, Reported> newest = new HashMap<>();
    for (MessageRow row : messages.of(tenant).values()) {
      String id = row.delivery().providerId();
      if (id != null && wanted.contains(id) && row.channel().equals(channel)) {
        newest.put(id, reported(row));
      }
    }
    return List.copyOf(newest.values());
  }

  @Override
  public List<Reported> byId(TenantId tenant, String channel, Collection<UUID> ids) {
    return ids.stream()
        .distinct()
        .map(id -> tables.messages.get(new Tables.MessageKey(tenant, id)))
        .filter(Objects::nonNull)
        .filter(row -> row.channel().equals(channel))
        .map(MemoryDeliveries::reported)
        .toList();
  }

  private static Reported reported(MessageRow row) {
    return new Reported(
        row.id(),
        row.origin(),
        row.recipient().address(),
        row.delivery().providerId(),
        row.delivery().state());
  }

  private static Tables.DeliveryKey key(DeliveryRow row) {
    return new Tables.DeliveryKey(row.tenant(), row.channel(), row.eventKey());
  }

  @Override
  public Set<String> insertNew(List<DeliveryRow> rows) {
    Set<String> added = new HashSet<>();
    for (DeliveryRow row : rows) {
      if (!tables.deliveries.containsKey(key(row))) {
        undo.put(tables.deliveries, key(row), row);
        added.add(row.eventKey());
      }
    }
    return added;
  }

  @Override
  public Set<UUID> raise(List<DeliveryRow> reports) {
    Set<UUID> moved = new HashSet<>();
    for (DeliveryRow report : reports) {
      UUID id = Objects.requireNonNull(report.message(), "the message is known");
      MessageRow row = tables.messages.get(new Tables.MessageKey(report.tenant(), id));
      if (row != null && rank(row.delivery().state()) < rank(report.state())) {
        String provider = row.delivery().providerId();
        messages.replace(row.with(new MessageRow.Delivery(provider, report.state(), report.at())));
        moved.add(id);
      }
    }
    return moved;
  }

  private static int rank(@Nullable String state) {
    return state == null ? -1 : State.of(state).ordinal();
  }

  @Override
  public List<DeliveryRow> lateKnown(Instant reportedSince, int limit) {
    return tables.deliveries.values().stream()
        .filter(row -> row.message() == null && !row.reportedAt().isBefore(reportedSince))
        .flatMap(this::known)
        .limit(limit)
        .toList();
  }

  private Stream<DeliveryRow> known(DeliveryRow row) {
    return byProvider(row.tenant(), row.channel(), List.of(row.providerId())).stream()
        .map(message -> row.of(message.id()));
  }

  @Override
  public void settle(List<DeliveryRow> rows) {
    rows.forEach(row -> undo.put(tables.deliveries, key(row), row));
  }

  @Override
  public List<DeliveryRow> list(TenantId tenant, UUID message) {
    return tables.deliveries.values().stream()
        .filter(row -> row.tenant().equals(tenant) && message.equals(row.message()))
        .toList();
  }

  @Override
  public int removeUnknown(TenantId tenant, Instant reportedBefore, int limit) {
    List<DeliveryRow> rows =
        tables.deliveries.values().stream()
            .filter(row -> row.tenant().equals(tenant) && row.message() == null)
            .filter(row -> row.reportedAt().isBefore(reportedBefore))
            .limit(limit)
            .toList();
    rows.forEach(row -> undo.remove(tables.deliveries, key(row)));
    return rows.size();
  }

  /** Removes what was heard of a message. */
  void remove(MessageRow message) {
    List<DeliveryRow> rows = list(message.tenant(), message.id());
    rows.forEach(row -> undo.remove(tables.deliveries, key(row)));
  }
}
