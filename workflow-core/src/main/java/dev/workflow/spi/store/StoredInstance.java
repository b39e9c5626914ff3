package dev.workflow.spi.store;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An instance as stored.
 *
 * @param event the body of the event that started it, as JSON text; null if it was started
 *     otherwise
 * @param journal all entries in order
 * @param takenFrom the node whose lease had run out, if it was claimed from one
 */
public record StoredInstance(
    InstanceRow row,
    @Nullable String event,
    List<JournalEntry> journal,
    @Nullable String takenFrom) {

  public StoredInstance {
    journal = List.copyOf(journal);
  }

  public StoredInstance(InstanceRow row, @Nullable String event, List<JournalEntry> journal) {
    this(row, event, journal, null);
  }

  /** The same, claimed from a node. */
  public StoredInstance takenFrom(@Nullable String node) {
    return node == null ? this : new StoredInstance(row, event, journal, node);
  }
}
