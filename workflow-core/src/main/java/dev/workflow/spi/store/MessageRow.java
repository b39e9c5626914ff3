package dev.workflow.spi.store;

import dev.workflow.SubjectRef;
import dev.workflow.TenantId;
import dev.workflow.spi.Handling.Purpose;
import dev.workflow.spi.MessageState;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A message in the outbox.
 *
 * @param idempotencyKey unique in the tenant: the same step and recipient never enters twice
 * @param body the rendered message as JSON text
 * @param revision the fence of the dispatcher: raised by every claim and write
 * @param status what changes
 * @param delivery what the provider said of it
 */
public record MessageRow(
    TenantId tenant,
    UUID id,
    String idempotencyKey,
    Origin origin,
    String channel,
    Recipient recipient,
    String body,
    Purpose purpose,
    Plan plan,
    Instant createdAt,
    long revision,
    Status status,
    Delivery delivery) {

  /**
   * A message of no origin, purpose and plan in particular, at revision 1, of which the provider
   * has said nothing; channel, recipient, body, time and status have to be given.
   */
  public static MessageRowBuilder builder(TenantId tenant, UUID id, String idempotencyKey) {
    return new MessageRowBuilder(tenant, id, idempotencyKey);
  }

  /** A builder that begins with what this message has. */
  public MessageRowBuilder toBuilder() {
    return new MessageRowBuilder(this);
  }

  /**
   * Where it comes from.
   *
   * @param workflow the key of the instance's workflow
   * @param concurrencyKey the instance's, if its workflow has one
   */
  public record Origin(
      @Nullable InstanceKey instance,
      @Nullable String workflow,
      @Nullable String concurrencyKey,
      @Nullable String step,
      @Nullable SubjectRef subject) {

    /** Of nothing. */
    public static final Origin NONE = new Origin(null, null, null, null, null);
  }

  /**
   * Where it goes.
   *
   * @param address an address of the channel
   * @param original the address that the step gave, if somebody has changed it since; null: the
   *     same
   */
  public record Recipient(String address, @Nullable String original) {

    public static Recipient of(String address) {
      return new Recipient(address, null);
    }

    /** Another address instead. */
    public Recipient changedTo(String another) {
      String given = original == null ? address : original;
      return new Recipient(another, another.equals(given) ? null : given);
    }
  }

  /**
   * How it goes together with others, and when it may be sent.
   *
   * @param digestKey what it is gathered with
   * @param fallbackFor the message that it replaces if that one does not arrive
   * @param handling windows and alternatives as JSON text; null: none
   */
  public record Plan(
      @Nullable String digestKey, @Nullable UUID fallbackFor, @Nullable String handling) {

    /** At any time, alone. */
    public static final Plan NONE = new Plan(null, null, null);
  }

  /**
   * What the provider said.
   *
   * @param providerId its id of the message
   * @param state the farthest that it has come, a name of {@link
   *     dev.workflow.messaging.Deliveries.State}; null: not heard of
   * @param at when it came there
   */
  public record Delivery(
      @Nullable String providerId, @Nullable String state, @Nullable Instant at) {

    public static final Delivery NONE = new Delivery(null, null, null);

    public Delivery known(@Nullable String id) {
      return new Delivery(id, state, at);
    }
  }

  /**
   * What changes.
   *
   * @param state a name of {@link MessageState}; kept as text, so that a state of a newer release
   *     is written back as it was read
   * @param attempts how often it was handed to a sender, as far as it counts
   * @param plannedAt when it is to be sent; null once it has ended
   * @param dueAt when a dispatcher looks at it: {@code plannedAt}, or the end of the lease of the
   *     dispatcher that has it; null unless PENDING
   * @param result provider's id when SENT, otherwise why it is as it is
   * @param failure what the last failed attempt was about; null if none failed
   * @param changedBy who changed it by hand last
   * @param inDoubt whether the provider may have it already: an attempt ended without an answer, or
   *     with the node
   */
  public record Status(
      String state,
      int attempts,
      @Nullable Instant plannedAt,
      @Nullable Instant dueAt,
      @Nullable Instant endedAt,
      @Nullable String result,
      @Nullable Failure failure,
      @Nullable String changedBy,
      boolean inDoubt) {

    /** One that the provider does not have, so far as is known. */
    public Status(
        String state,
        int attempts,
        @Nullable Instant plannedAt,
        @Nullable Instant dueAt,
        @Nullable Instant endedAt,
        @Nullable String result,
        @Nullable Failure failure,
        @Nullable String changedBy) {
      this(state, attempts, plannedAt, dueAt, endedAt, result, failure, changedBy, false);
    }

    /** To be sent at {@code planned}, untouched so far. */
    public static Status pending(Instant planned) {
      return new Status(MessageState.PENDING.name(), 0, planned, planned, null, null, null, null);
    }

    /** The same, to be sent at {@code planned}. */
    public Status pendingAt(Instant planned) {
      return at(MessageState.PENDING, planned, planned, null);
    }

    /** The same, ended. */
    public Status ended(MessageState endState, Instant at) {
      return at(endState, null, null, at);
    }

    /** The same, not to be sent until somebody releases it. */
    public Status held() {
      return at(MessageState.HELD, plannedAt, null, null);
    }

    private Status at(
        MessageState newState,
        @Nullable Instant planned,
        @Nullable Instant due,
        @Nullable Instant ended) {
      return new Status(
          newState.name(), attempts, planned, due, ended, result, failure, changedBy, inDoubt);
    }

    public Status attempts(int count) {
      return new Status(
          state, count, plannedAt, dueAt, endedAt, result, failure, changedBy, inDoubt);
    }

    public Status result(@Nullable String text) {
      return with(text, failure, changedBy, inDoubt);
    }

    public Status failure(@Nullable Failure about) {
      return with(result, about, changedBy, inDoubt);
    }

    public Status changedBy(@Nullable String actor) {
      return with(result, failure, actor, inDoubt);
    }

    public Status inDoubt(boolean doubt) {
      return with(result, failure, changedBy, doubt);
    }

    private Status with(
        @Nullable String text, @Nullable Failure about, @Nullable String actor, boolean doubt) {
      return new Status(state, attempts, plannedAt, dueAt, endedAt, text, about, actor, doubt);
    }

    /** The same, looked at again at {@code due}. */
    public Status dueAt(Instant due) {
      return new Status(
          state, attempts, plannedAt, due, endedAt, result, failure, changedBy, inDoubt);
    }

    /** Whether it is in this state. */
    public boolean is(MessageState one) {
      return state.equals(one.name());
    }

    /** Whether it is still to be sent: PENDING or HELD. */
    public boolean open() {
      return is(MessageState.PENDING) || is(MessageState.HELD);
    }

    /** Whether a dispatcher has it at this time. */
    public boolean underWay(Instant now) {
      return plannedAt != null && dueAt != null && dueAt.isAfter(plannedAt) && dueAt.isAfter(now);
    }
  }

  /**
   * What a failed attempt was about.
   *
   * @param scope a name of {@link dev.workflow.spi.SendResult.Scope}
   * @param code the provider's own code, cut after 100 characters
   */
  public record Failure(String scope, @Nullable String code) {}

  public @Nullable InstanceKey instance() {
    return origin.instance();
  }

  public @Nullable String step() {
    return origin.step();
  }

  public @Nullable SubjectRef subject() {
    return origin.subject();
  }

  /** Whether it is a digest's carrier, which is of nobody alone. */
  public boolean isCarrier() {
    return idempotencyKey.startsWith(MessageLinks.CARRIER);
  }

  /**
   * Whether it is a carrier that has taken nothing up yet: what it is to carry stands beside it.
   */
  public boolean isOpenCarrier() {
    return plan.digestKey() != null && isCarrier();
  }

  public String state() {
    return status.state();
  }

  /** Whether it is in this state. */
  public boolean is(MessageState state) {
    return status.is(state);
  }

  public int attempts() {
    return status.attempts();
  }

  public @Nullable Instant dueAt() {
    return status.dueAt();
  }

  public MessageRow with(Status changed) {
    return toBuilder().status(changed).build();
  }

  public MessageRow with(Recipient changed) {
    return toBuilder().recipient(changed).build();
  }

  public MessageRow with(Delivery changed) {
    return toBuilder().delivery(changed).build();
  }

  public MessageRow with(Plan changed) {
    return toBuilder().plan(changed).build();
  }

  public MessageRow with(Purpose changed) {
    return toBuilder().purpose(changed).build();
  }

  public MessageRow body(String changed) {
    return toBuilder().body(changed).build();
  }

  /** The same message at a revision. */
  public MessageRow at(long changedRevision, Status changed) {
    return toBuilder().revision(changedRevision).status(changed).build();
  }

  /** The same message, once its instance is gone. */
  public MessageRow ofNoInstance() {
    return toBuilder()
        .origin(
            new Origin(
                null, origin.workflow(), origin.concurrencyKey(), origin.step(), origin.subject()))
        .build();
  }

  /** The same message, held by a dispatcher until {@code leaseUntil}. */
  public MessageRow leased(long leasedRevision, Instant leaseUntil) {
    return at(leasedRevision, status.dueAt(leaseUntil));
  }
}
