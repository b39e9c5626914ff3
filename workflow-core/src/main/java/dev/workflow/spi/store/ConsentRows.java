package dev.workflow.spi.store;

import dev.workflow.spi.store.SuppressionRows.AddressKey;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Who agreed to be written to. Entries are only added; the newest of a topic holds. */
public interface ConsentRows {

  /**
   * @param id of version 7: later entries have greater ones
   */
  record ConsentRow(
      AddressKey key,
      String topic,
      UUID id,
      boolean granted,
      Instant at,
      String by,
      @Nullable String evidence) {}

  /** An address and what it may be written to about. */
  record TopicKey(AddressKey key, String topic) {}

  void insert(ConsentRow row);

  /** The newest entry of each of these that has one, in one read. */
  List<ConsentRow> newest(Collection<TopicKey> topics);

  /** All of an address, newest first. */
  List<ConsentRow> history(AddressKey key, int limit);
}
