package dev.workflow.execution.outbox;

import dev.workflow.spi.store.InstanceKey;
import dev.workflow.spi.store.InstanceRow;
import dev.workflow.spi.store.MessageRow;
import dev.workflow.spi.store.StoreTransaction;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Keeps back what stands in for another message and whose instance was cancelled, or has exited.
 *
 * <p>Such an instance takes with it what waits in the outbox. A message that enters in the
 * transaction of another one's end, at the same moment, may stay behind. Thread-safe.
 */
final class CancelledInstances implements SendCheck {

  private static final Set<String> OUTCOMES = Set.of("canceled", "exited");

  @Override
  public List<Verdict> check(StoreTransaction transaction, List<MessageRow> claimed, Instant now) {
    Set<InstanceKey> asked =
        claimed.stream()
            .filter(row -> row.plan().follows() != null)
            .map(MessageRow::instance)
            .filter(Objects::nonNull)
            .collect(Collectors.toSet());
    Set<InstanceKey> cancelled = asked.isEmpty() ? Set.of() : cancelled(transaction, asked);
    return claimed.stream()
        .map(
            row ->
                row.plan().follows() != null && cancelled.contains(row.instance())
                    ? new Needless("its instance was cancelled or has exited")
                    : SEND)
        .toList();
  }

  private static Set<InstanceKey> cancelled(StoreTransaction transaction, Set<InstanceKey> asked) {
    Set<InstanceKey> cancelled = new HashSet<>();
    transaction
        .instances()
        .read(asked)
        .forEach(
            stored -> {
              InstanceRow row = stored.row();
              String outcome = row.progress().outcome();
              if (outcome != null && OUTCOMES.contains(outcome)) {
                cancelled.add(row.key());
              }
            });
    return cancelled;
  }
}
