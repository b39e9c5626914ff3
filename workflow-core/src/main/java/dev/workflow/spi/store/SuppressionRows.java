package dev.workflow.spi.store;

import dev.workflow.TenantId;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The addresses to which nothing is sent, or no marketing. */
public interface SuppressionRows {

  /** An address of a tenant, in its normal form. */
  record AddressKey(TenantId tenant, String channel, String address)
      implements Comparable<AddressKey> {

    @Override
    public int compareTo(AddressKey other) {
      int byTenant = tenant.compareTo(other.tenant);
      int byChannel = byTenant == 0 ? channel.compareTo(other.channel) : byTenant;
      return byChannel == 0 ? address.compareTo(other.address) : byChannel;
    }
  }

  /**
   * @param reason a name of {@link dev.workflow.messaging.Suppressions.Reason}
   * @param scope a name of {@link dev.workflow.messaging.Suppressions.Scope}
   * @param message the message it came from
   * @param liftedAt null while it holds
   */
  record SuppressionRow(
      AddressKey key,
      String reason,
      String scope,
      Instant at,
      String by,
      @Nullable UUID message,
      @Nullable String note,
      @Nullable Instant liftedAt,
      @Nullable String liftedBy) {

    /** A new one. */
    public static SuppressionRow of(
        AddressKey key,
        String reason,
        String scope,
        Instant at,
        String by,
        @Nullable UUID message) {
      return new SuppressionRow(key, reason, scope, at, by, message, null, null, null);
    }

    /** The same of an address in another form. */
    public SuppressionRow at(AddressKey other) {
      return new SuppressionRow(other, reason, scope, at, by, message, note, liftedAt, liftedBy);
    }

    public SuppressionRow note(@Nullable String text) {
      return new SuppressionRow(key, reason, scope, at, by, message, text, liftedAt, liftedBy);
    }

    public SuppressionRow lifted(Instant when, String who) {
      return new SuppressionRow(key, reason, scope, at, by, message, note, when, who);
    }

    public boolean holds() {
      return liftedAt == null;
    }

    /** What {@link #put} makes of this one where there was another one for the same reason. */
    public SuppressionRow after(@Nullable SuppressionRow before) {
      if (before == null || !before.holds()) {
        return this;
      }
      return scope.equals("EVERYTHING") ? before.scope(scope) : before;
    }

    private SuppressionRow scope(String wider) {
      return new SuppressionRow(key, reason, wider, at, by, message, note, liftedAt, liftedBy);
    }
  }

  /** Those that hold for any of the addresses, in one read. */
  List<SuppressionRow> holding(Collection<AddressKey> keys);

  /** All of one address, what was lifted included, by reason. */
  List<SuppressionRow> of(AddressKey key);

  /**
   * Adds suppressions, each unless its address has one that holds for the same reason: that one
   * only gets the scope {@code EVERYTHING} if the new one has it. One that was lifted is replaced.
   */
  void put(List<SuppressionRow> rows);

  /**
   * Lifts one that holds.
   *
   * @return whether there was one
   */
  boolean lift(AddressKey key, String reason, Instant at, String by);

  /**
   * Removes one that holds. Of several at the same moment one removes it.
   *
   * @return whether there was one
   */
  boolean remove(AddressKey key, String reason);

  /**
   * Those that hold, by channel, address and reason.
   *
   * @param channel null: of all channels
   * @param after the last one of the page before; null: from the beginning
   */
  List<SuppressionRow> list(
      TenantId tenant, @Nullable String channel, @Nullable Cursor after, int limit);

  /** A place in the order of {@link #list}. */
  record Cursor(String channel, String address, String reason) {}
}
