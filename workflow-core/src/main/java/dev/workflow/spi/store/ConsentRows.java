package dev.workflow.spi.store;

import dev.workflow.TenantId;
import dev.workflow.spi.store.SuppressionRows.AddressKey;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The rows of consents to be written to. Entries are only added; the newest of a topic holds. */
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
      @Nullable String evidence) {

    /** The same of an address in another form. */
    public ConsentRow of(AddressKey other) {
      return new ConsentRow(other, topic, id, granted, at, by, evidence);
    }
  }

  /** An address and what it may be written to about. */
  record TopicKey(AddressKey key, String topic) {}

  void insert(ConsentRow row);

  /** The newest entry of each of these that has one, in one read. */
  List<ConsentRow> newest(Collection<TopicKey> topics);

  /** All of an address, newest first. */
  List<ConsentRow> history(AddressKey key, int limit);

  /**
   * All of a tenant, by channel, address, topic and id.
   *
   * @param after the last one of the page before; null: from the beginning
   */
  List<ConsentRow> list(TenantId tenant, @Nullable ConsentRow after, int limit);

  /**
   * Removes an entry, to put it under another address. Of several at the same moment one removes
   * it.
   *
   * @return whether it was there
   */
  boolean remove(ConsentRow row);
}
