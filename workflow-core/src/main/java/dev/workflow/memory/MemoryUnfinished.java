package dev.workflow.memory;

import dev.workflow.SubjectRef;
import dev.workflow.TenantId;
import dev.workflow.instance.InstanceOutcome;
import dev.workflow.spi.MessageState;
import dev.workflow.spi.store.InstanceKey;
import dev.workflow.spi.store.InstanceRow;
import dev.workflow.spi.store.MessageRow;
import java.util.Collection;
import java.util.List;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Finds instances that have ended and of which something may happen nevertheless. */
final class MemoryUnfinished {

  private static final Set<MessageState> STILL =
      Set.of(MessageState.PENDING, MessageState.HELD, MessageState.FAILED);

  private final Tables tables;
  private final MemoryMessages messages;

  MemoryUnfinished(Tables tables, MemoryMessages messages) {
    this.tables = tables;
    this.messages = messages;
  }

  List<InstanceRow> reachable(TenantId tenant, SubjectRef subject, Collection<String> workflows) {
    NavigableSet<InstanceKey> keys = new TreeSet<>();
    tables.open(tenant, subject).stream()
        .filter(key -> workflows.contains(row(key).workflow().key()))
        .forEach(keys::add);
    tables.ended(tenant, subject).stream()
        .filter(key -> workflows.contains(row(key).workflow().key()) || hasParent(row(key)))
        .filter(key -> isUnfinished(row(key)))
        .forEach(keys::add);
    return keys.stream().map(this::row).toList();
  }

  private static boolean hasParent(InstanceRow row) {
    return row.origin().parent() != null;
  }

  Set<InstanceKey> of(Collection<InstanceKey> keys) {
    return keys.stream()
        .map(tables.instances::get)
        .filter(Objects::nonNull)
        .filter(this::isUnfinished)
        .map(InstanceRow::key)
        .collect(Collectors.toSet());
  }

  List<InstanceKey> withKey(TenantId tenant, String workflow, String concurrencyKey) {
    return tables.ended(tenant, workflow, concurrencyKey).stream()
        .filter(key -> isUnfinished(row(key)))
        .toList();
  }

  private InstanceRow row(InstanceKey key) {
    return Objects.requireNonNull(tables.instances.get(key), "an indexed row exists");
  }

  private boolean isUnfinished(InstanceRow row) {
    InstanceRow.Progress progress = row.progress();
    boolean failed = progress.state().equals("FAILED");
    if (failed && InstanceOutcome.FAILED.text().equals(progress.outcome())) {
      return true;
    }
    return (failed || progress.state().equals("COMPLETED"))
        && messages.ofInstance(row.key()).anyMatch(this::isStillToSend);
  }

  private boolean isStillToSend(MessageRow message) {
    return STILL.stream().anyMatch(message::is)
        || (message.is(MessageState.MERGED) && waitsInDigest(message));
  }

  private boolean waitsInDigest(MessageRow merged) {
    return messages.digest(merged).filter(digest -> digest.status().open()).isPresent();
  }
}
