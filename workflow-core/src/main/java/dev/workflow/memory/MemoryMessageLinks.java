package dev.workflow.memory;

import dev.workflow.TenantId;
import dev.workflow.messaging.ChannelAddress;
import dev.workflow.spi.MessageState;
import dev.workflow.spi.store.InstanceKey;
import dev.workflow.spi.store.MessageLinks;
import dev.workflow.spi.store.MessageRow;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

final class MemoryMessageLinks implements MessageLinks {

  private final Tables tables;
  private final MemoryMessages messages;

  MemoryMessageLinks(Tables tables, MemoryMessages messages) {
    this.tables = tables;
    this.messages = messages;
  }

  private @Nullable MessageRow stored(TenantId tenant, UUID id) {
    return tables.messages.get(new Tables.MessageKey(tenant, id));
  }

  @Override
  public List<MessageRow> find(TenantId tenant, Collection<UUID> ids) {
    return Set.copyOf(ids).stream().map(id -> stored(tenant, id)).filter(Objects::nonNull).toList();
  }

  @Override
  public List<MessageRow> open(InstanceKey instance) {
    return messages.ofInstance(instance).filter(row -> row.status().open()).toList();
  }

  @Override
  public List<MessageRow> to(InstanceKey instance, String audience) {
    return messages
        .ofInstance(instance)
        .filter(row -> audience.equals(row.purpose().audience()))
        .sorted(Comparator.comparing(MessageRow::id))
        .toList();
  }

  @Override
  public List<MessageRow> fallbacks(TenantId tenant, Collection<UUID> ids) {
    return messages.of(tenant).values().stream()
        .filter(row -> row.plan().fallbackFor() != null && ids.contains(row.plan().fallbackFor()))
        .toList();
  }

  @Override
  public List<MessageRow> gather(Gathering gathering, int limit) {
    return waiting(gathering).limit(limit).toList();
  }

  @Override
  public Optional<Instant> nextDue(Gathering gathering) {
    return waiting(gathering)
        .map(MessageRow::dueAt)
        .filter(Objects::nonNull)
        .min(Comparator.naturalOrder());
  }

  private Stream<MessageRow> waiting(Gathering gathering) {
    return messages.of(gathering.tenant()).values().stream()
        .filter(row -> row.is(MessageState.PENDING))
        .filter(row -> gathering.digestKey().equals(row.plan().digestKey()))
        .filter(row -> row.channel().equals(gathering.channel()))
        .filter(
            row ->
                ChannelAddress.normal(row.channel(), row.recipient().address())
                    .equals(gathering.recipient()))
        .filter(row -> Objects.equals(row.status().plannedAt(), row.dueAt()));
  }

  @Override
  public void rewrite(List<MessageRow> rows) {
    for (MessageRow row : rows) {
      MessageRow stored = stored(row.tenant(), row.id());
      if (stored != null && stored.revision() == row.revision()) {
        messages.replace(
            stored
                .body(row.body())
                .with(row.plan())
                .with(
                    stored
                        .purpose()
                        .withCategory(row.purpose().category())
                        .withTemplate(row.purpose().template(), row.purpose().language())));
      }
    }
  }
}
