package dev.workflow.spi.store;

import static java.util.Objects.requireNonNull;

import dev.workflow.TenantId;
import dev.workflow.spi.Handling.Purpose;
import dev.workflow.spi.store.MessageRow.Delivery;
import dev.workflow.spi.store.MessageRow.Origin;
import dev.workflow.spi.store.MessageRow.Plan;
import dev.workflow.spi.store.MessageRow.Recipient;
import dev.workflow.spi.store.MessageRow.Status;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Makes a {@link MessageRow}; the parts are those of the record. Used by one thread. */
public final class MessageRowBuilder {

  private final TenantId tenant;
  private final UUID id;
  private final String idempotencyKey;
  private Origin origin = Origin.NONE;
  private @Nullable String channel;
  private @Nullable Recipient recipient;
  private @Nullable String body;
  private Purpose purpose = Purpose.NONE;
  private Plan plan = Plan.NONE;
  private @Nullable Instant createdAt;
  private long revision = 1;
  private @Nullable Status status;
  private Delivery delivery = Delivery.NONE;

  MessageRowBuilder(TenantId tenant, UUID id, String idempotencyKey) {
    this.tenant = tenant;
    this.id = id;
    this.idempotencyKey = idempotencyKey;
  }

  MessageRowBuilder(MessageRow row) {
    this(row.tenant(), row.id(), row.idempotencyKey());
    origin = row.origin();
    channel = row.channel();
    recipient = row.recipient();
    body = row.body();
    purpose = row.purpose();
    plan = row.plan();
    createdAt = row.createdAt();
    revision = row.revision();
    status = row.status();
    delivery = row.delivery();
  }

  public MessageRowBuilder origin(Origin value) {
    origin = value;
    return this;
  }

  public MessageRowBuilder channel(String value) {
    channel = value;
    return this;
  }

  public MessageRowBuilder recipient(Recipient value) {
    recipient = value;
    return this;
  }

  public MessageRowBuilder body(String value) {
    body = value;
    return this;
  }

  public MessageRowBuilder purpose(Purpose value) {
    purpose = value;
    return this;
  }

  public MessageRowBuilder plan(Plan value) {
    plan = value;
    return this;
  }

  public MessageRowBuilder createdAt(Instant value) {
    createdAt = value;
    return this;
  }

  public MessageRowBuilder revision(long value) {
    revision = value;
    return this;
  }

  public MessageRowBuilder status(Status value) {
    status = value;
    return this;
  }

  public MessageRowBuilder delivery(Delivery value) {
    delivery = value;
    return this;
  }

  /**
   * @throws NullPointerException if channel, recipient, body, time or status is missing
   */
  public MessageRow build() {
    return new MessageRow(
        tenant,
        id,
        idempotencyKey,
        origin,
        requireNonNull(channel, "channel"),
        requireNonNull(recipient, "recipient"),
        requireNonNull(body, "body"),
        purpose,
        plan,
        requireNonNull(createdAt, "createdAt"),
        revision,
        requireNonNull(status, "status"),
        delivery);
  }
}
