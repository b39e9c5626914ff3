package dev.workflow.messaging;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Actor;
import dev.workflow.IllegalTransitionException;
import dev.workflow.InstanceId;
import dev.workflow.Instances;
import dev.workflow.InvalidInputException;
import dev.workflow.NotFoundException;
import dev.workflow.Page;
import dev.workflow.SubjectRef;
import dev.workflow.TenantId;
import dev.workflow.spi.Channels;
import dev.workflow.spi.Handling;
import dev.workflow.spi.MessageState;
import dev.workflow.spi.SendResult;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The outbox: what steps have sent, what they will send, and what could not be sent. Thread-safe.
 *
 * <p>A message is {@code PENDING} until it is {@code SENT} or {@code FAILED}; {@link MessageState}
 * has all states.
 *
 * <p>What changes one message throws {@link NotFoundException} for an id the tenant does not have,
 * and {@link IllegalTransitionException} where its state does not allow it, or while a node is
 * handing it to its sender: such a message can only be changed when that attempt is over. The
 * change and the sender exclude each other, whichever node they are on.
 */
public interface Messages {

  /**
   * @param recipient the address it goes to
   * @param originalRecipient the address that the step gave, if {@link #readdress} changed it
   * @param attempts how often a sender had it, without what was put off for its template, sender or
   *     account; begins anew with {@link #resend}
   * @param purpose for whom and why it is sent
   * @param result the provider's id when SENT, otherwise why it is as it is
   * @param delivery what the provider said of it since
   * @param failure what the last attempt was about, if it failed
   * @param links which other messages it belongs together with
   * @param changedBy who changed it by hand last
   */
  record Message(
      UUID id,
      Origin origin,
      String channel,
      String recipient,
      @Nullable String originalRecipient,
      ObjectNode content,
      Handling.Purpose purpose,
      MessageState state,
      int attempts,
      Times times,
      @Nullable String result,
      @Nullable Failure failure,
      Delivery delivery,
      Links links,
      @Nullable Actor changedBy) {

    public @Nullable SubjectRef subject() {
      return origin.subject();
    }
  }

  /**
   * Where a message comes from.
   *
   * @param workflow the key of the instance's workflow
   * @param concurrencyKey the instance's, if its workflow has one
   */
  record Origin(
      @Nullable InstanceId instance,
      @Nullable String workflow,
      @Nullable String concurrencyKey,
      @Nullable String step,
      @Nullable SubjectRef subject) {}

  /**
   * @param dueAt when it is to be sent; null once it has ended
   * @param endedAt null until then
   */
  record Times(Instant createdAt, @Nullable Instant dueAt, @Nullable Instant endedAt) {}

  /**
   * What the provider said of a message.
   *
   * @param providerId its id of the message; null: none given yet
   * @param state the farthest that it has come; null: not heard of
   * @param at when it came there
   */
  record Delivery(
      @Nullable String providerId, Deliveries.@Nullable State state, @Nullable Instant at) {}

  /**
   * Which other messages it belongs together with.
   *
   * @param fallbackFor the message that it replaces if that one does not arrive
   * @param digestKey what it is gathered with; null: nothing, or it has been gathered
   */
  record Links(@Nullable UUID fallbackFor, @Nullable String digestKey) {}

  /**
   * What a failed attempt was about.
   *
   * @param code the provider's own code, cut after 100 characters; null if it gave none
   */
  record Failure(SendResult.Scope scope, @Nullable String code) {}

  /**
   * Which messages; null parts do not filter. Immutable.
   *
   * @param dueBefore only what is to be sent before this time
   */
  record Query(
      TenantId tenant, From from, To to, FailedFor failedFor, @Nullable Instant dueBefore) {

    /**
     * Where they come from.
     *
     * @param concurrencyKey of the instances that send them
     * @param template the name of the template they were made from
     */
    public record From(
        @Nullable SubjectRef subject,
        @Nullable String workflow,
        @Nullable String concurrencyKey,
        @Nullable String template) {}

    /** Where they go. */
    public record To(@Nullable String channel, @Nullable String recipient) {}

    /**
     * What the last attempt was about, if it failed.
     *
     * @param code the provider's
     */
    public record FailedFor(SendResult.@Nullable Scope scope, @Nullable String code) {}

    /** All of a tenant. */
    public static Query of(TenantId tenant) {
      return new Query(
          tenant,
          new From(null, null, null, null),
          new To(null, null),
          new FailedFor(null, null),
          null);
    }

    public Query about(SubjectRef subject) {
      return from(new From(subject, from.workflow(), from.concurrencyKey(), from.template()));
    }

    public Query workflow(String key) {
      return from(new From(from.subject(), key, from.concurrencyKey(), from.template()));
    }

    public Query concurrencyKey(String key) {
      return from(new From(from.subject(), from.workflow(), key, from.template()));
    }

    /** Made from the template of this name. */
    public Query template(String name) {
      return from(new From(from.subject(), from.workflow(), from.concurrencyKey(), name));
    }

    private Query from(From value) {
      return new Query(tenant, value, to, failedFor, dueBefore);
    }

    public Query onChannel(String channel) {
      return to(new To(Channels.normal(channel), to.recipient()));
    }

    /** To this address, in whichever spelling it was written. */
    public Query to(String recipient) {
      return to(new To(to.channel(), recipient));
    }

    private Query to(To value) {
      return new Query(tenant, from, value, failedFor, dueBefore);
    }

    public Query failedFor(SendResult.Scope scope) {
      return new Query(tenant, from, to, new FailedFor(scope, failedFor.code()), dueBefore);
    }

    public Query code(String code) {
      return new Query(tenant, from, to, new FailedFor(failedFor.scope(), code), dueBefore);
    }

    public Query dueBefore(Instant time) {
      return new Query(tenant, from, to, failedFor, time);
    }
  }

  /**
   * @throws NotFoundException if the tenant has no such message
   */
  Message get(TenantId tenant, UUID id);

  /** The messages of a tenant, newest first; null parts do not filter. */
  Page<Message> list(
      TenantId tenant,
      @Nullable SubjectRef subject,
      @Nullable MessageState state,
      @Nullable String cursor,
      int limit);

  /**
   * What is still to be sent, PENDING and HELD, in order of the time it is due. Messages of a
   * digest are listed each until it closes, and as the one that they have become after that.
   */
  Page<Message> upcoming(Query query, @Nullable String cursor, int limit);

  /** The dead letters: what is FAILED, newest first. */
  Page<Message> failed(Query query, @Nullable String cursor, int limit);

  /**
   * Ends a PENDING or HELD message as SKIPPED.
   *
   * @param reason kept as its result; up to 2,000 characters
   */
  void skip(TenantId tenant, UUID id, Actor by, @Nullable String reason);

  /**
   * Moves a PENDING or HELD message to another time; one that is HELD stays so.
   *
   * @param to a time that has passed: now; at most ten years ahead
   */
  void move(TenantId tenant, UUID id, Instant to, Actor by);

  /**
   * Makes a PENDING or HELD message due at once, and opens its window for an hour, for attempts
   * after this one too. Suppressions, consent, frequency caps and stops hold all the same.
   */
  void sendNow(TenantId tenant, UUID id, Actor by);

  /**
   * Keeps a PENDING message from being sent.
   *
   * @param reason kept as its result; up to 2,000 characters
   */
  void hold(TenantId tenant, UUID id, Actor by, @Nullable String reason);

  /** Lets a HELD message go: at its time, or at once if that has passed. */
  void release(TenantId tenant, UUID id, Actor by);

  /**
   * Gives a PENDING, HELD or FAILED message another address. Senders then see another idempotency
   * key, as it is another message to the provider; back at its first address it has its first key.
   *
   * @param recipient an address of the same channel, which is brought into its one form; 1 to 1,000
   *     characters without control characters
   * @throws InvalidInputException if the channel has no such address
   */
  void readdress(TenantId tenant, UUID id, String recipient, Actor by);

  /**
   * Sends a FAILED message again, at once. Its attempts begin anew; its idempotency key stays, so
   * that a provider that took it before may recognise it.
   */
  void resend(TenantId tenant, UUID id, Actor by);

  /**
   * Ends a FAILED message as DISCARDED: it is no longer among the dead letters.
   *
   * @param reason kept as its result; up to 2,000 characters
   */
  void discard(TenantId tenant, UUID id, Actor by, @Nullable String reason);

  /**
   * Does one thing to all messages that fit a query and are in a state that allows it, newest
   * first, each in a transaction of its own: what is done stays done if the rest cannot be. SKIP,
   * HOLD and DISCARD concern each message of a digest alone, also if the digest has closed and is
   * tried again or was given up: what is found is taken out of it, and the messages of others in it
   * stay. SEND_NOW, RELEASE and RESEND concern such a digest as a whole, and find it by any message
   * in it; it counts once.
   *
   * @param progress told after every message, on the calling thread; what it throws ends the
   *     operation
   * @return the last progress
   */
  BulkReport bulk(Query query, BulkOperation operation, Actor by, Consumer<BulkReport> progress);

  /** Cancels everything that is still to be sent about a subject; returns how many. */
  int cancel(TenantId tenant, SubjectRef subject, Actor by);

  /**
   * Cancels everything that is still to be sent: about a subject, from a workflow, from the
   * instances with a concurrency key, or whatever else a query says. A message that a sender has at
   * this moment may arrive nevertheless, but is not tried again. What has gone into a digest that
   * is still to be sent is left out of it; the messages of others in it go out.
   *
   * @param reason kept as the result; up to 2,000 characters
   * @return how many
   */
  int cancel(Query query, Actor by, @Nullable String reason);

  /**
   * What is stopped, by channel and template: nothing of it is sent, and no attempts are used up.
   *
   * <p>A failure that is about a template, the sender or the account stops what would fail in the
   * same way, for as long as the provider asked or a minute, doubled by every further failure up to
   * an hour. Then one message is tried, and when it gets through the rest follows.
   */
  List<Stop> stops(TenantId tenant);

  /**
   * Stops a channel, or one template on it, until somebody resumes it. One that is stopped already
   * is stopped by hand from then on.
   *
   * @param template null: everything of the tenant on the channel
   * @param reason kept with the stop; 1 to 2,000 characters
   */
  void stop(TenantId tenant, String channel, @Nullable String template, Actor by, String reason);

  /**
   * Ends a stop at once, of either kind.
   *
   * @param stop as {@link #stops} shows it; its channel and template count
   * @throws NotFoundException if it is not there any more
   */
  void resume(TenantId tenant, Stop stop, Actor by);

  /**
   * A part of the outbox from which nothing is sent.
   *
   * @param template the messages made from it; null: everything of the tenant on the channel
   * @param scope what the failure was about; null if it was stopped by hand
   * @param reason what the provider or the person said
   * @param code the provider's own code
   * @param by who stopped it by hand
   * @param since when it began
   * @param until when a message is tried; null if it was stopped by hand
   */
  record Stop(
      String channel,
      @Nullable String template,
      SendResult.@Nullable Scope scope,
      String reason,
      @Nullable String code,
      @Nullable Actor by,
      Instant since,
      @Nullable Instant until) {}

  /**
   * Removes messages that ended before a time and belong to no instance: test messages, calls of
   * the host's own code, what has gathered a digest. Those of instances go with them, see {@link
   * Instances#purge}.
   *
   * @param progress told how many are gone, after every transaction, on the calling thread; what it
   *     throws ends the operation
   * @return how many were removed
   */
  long purge(TenantId tenant, Instant endedBefore, LongConsumer progress);

  /** What {@link #bulk} can do. */
  enum BulkOperation {
    SKIP,
    SEND_NOW,
    HOLD,
    RELEASE,
    RESEND,
    DISCARD
  }

  /**
   * How far {@link #bulk} has come.
   *
   * @param done how many were changed
   * @param refused how many were no longer in a state that allows it, or being sent
   * @param failures what went wrong otherwise, by message; the first 100
   */
  record BulkReport(long done, long refused, Map<UUID, String> failures) {}
}
