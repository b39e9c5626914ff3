package dev.workflow.spi.store;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An instance as stored.
 *
 * @param event the body of the event that started it, as JSON text; null if it was started
 *     otherwise
 * @param journal all entries in order
 */
public record StoredInstance(InstanceRow row, @Nullable String event, List<JournalEntry> journal) {

  public StoredInstance {
    journal = List.copyOf(journal);
  }
}
