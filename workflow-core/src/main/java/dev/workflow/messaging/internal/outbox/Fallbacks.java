package dev.workflow.messaging.internal.outbox;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.workflow.Json;
import dev.workflow.TenantId;
import dev.workflow.internal.engine.StoredText;
import dev.workflow.messaging.Deliveries.State;
import dev.workflow.spi.Handling;
import dev.workflow.spi.Handling.Alternative;
import dev.workflow.spi.Handling.Fallback;
import dev.workflow.spi.MessageState;
import dev.workflow.spi.store.MessageRow;
import dev.workflow.spi.store.StoreTransaction;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Falls back to the next channel when a message is not delivered.
 *
 * <p>A message that ends without having been sent is followed at once by its first alternative, in
 * the transaction that writes the end. One that was sent is followed by an alternative too, which
 * is planned for the end of the time it has to arrive; when that comes, the last look before
 * sending finds out whether it is needed. The alternative has the rest of the alternatives as its
 * own fallback, so a chain of any length is one step, repeated. The follower's idempotency key
 * depends on the message alone: the same step enters once, whoever writes the end how often.
 *
 * <p>Thread-safe.
 */
final class Fallbacks implements SendCheck {

  private static final String KEY = "/fallback-";
  private static final Pattern CHAIN =
      Pattern.compile("(.+)" + KEY + "([0-9]{1,9})", Pattern.DOTALL);
  private static final Set<State> DELIVERED = Set.of(State.DELIVERED, State.READ);
  private static final Set<State> READ = Set.of(State.READ);
  private static final Set<State> LOST = Set.of(State.FAILED, State.BOUNCED);
  private static final Set<MessageState> ENDS =
      Set.of(MessageState.SENT, MessageState.FAILED, MessageState.SKIPPED);

  /**
   * What follows messages after an attempt or a check: nothing if they have not ended, or have no
   * fallback. Instead of a digest each of its messages continues alone.
   */
  static List<MessageRow> next(StoreTransaction transaction, List<MessageRow> rows, Instant now) {
    List<MessageRow> ended =
        rows.stream()
            .filter(row -> row.plan().handling() != null && row.status().endedAt() != null)
            .filter(row -> ENDS.stream().anyMatch(row::is))
            .toList();
    if (ended.isEmpty()) {
      return List.of();
    }
    List<MessageRow> next = new ArrayList<>();
    for (MessageRow row : ended) {
      follower(row, row, now).ifPresent(next::add);
      List<UUID> gathered = HandlingJson.gathered(row);
      if (!gathered.isEmpty()) {
        transaction.messageLinks().find(row.tenant(), gathered).stream()
            .sorted(Comparator.comparing(MessageRow::id))
            .forEach(item -> follower(item, row, now).ifPresent(next::add));
      }
    }
    return next.isEmpty() ? next : withoutWaiting(transaction, next, now);
  }

  /** What replaces a message of which a failure was reported before its end was written. */
  private static List<MessageRow> withoutWaiting(
      StoreTransaction transaction, List<MessageRow> next, Instant now) {
    Map<UUID, MessageRow> stored = new HashMap<>();
    followed(transaction, next).forEach(row -> stored.put(row.id(), row));
    return next.stream()
        .map(
            row -> {
              MessageRow before = before(row, stored);
              String state = before == null ? null : before.delivery().state();
              return state != null && LOST.contains(State.of(state))
                  ? row.with(row.status().pendingAt(now))
                  : row;
            })
        .toList();
  }

  /**
   * @param message whose fallback continues
   * @param sent what it went out as: itself, or a digest
   */
  private static Optional<MessageRow> follower(MessageRow message, MessageRow sent, Instant now) {
    Handling handling = HandlingJson.read(message);
    Fallback fallback = handling.fallback();
    if (fallback == null || fallback.alternatives().isEmpty()) {
      return Optional.empty();
    }
    boolean waits = sent.is(MessageState.SENT);
    MessageRow.Status status =
        waits
            ? MessageRow.Status.pending(now.plus(fallback.after())).result(expected(sent, fallback))
            : MessageRow.Status.pending(now).result(StoredText.cut(missed(sent)));
    return Optional.of(follower(message, sent.id(), handling, fallback, now).with(status));
  }

  private static String expected(MessageRow row, Fallback fallback) {
    return "sent unless message %s by %s is %s by then"
        .formatted(row.id(), row.channel(), fallback.untilRead() ? "read" : "delivered");
  }

  private static String missed(MessageRow row) {
    String how = row.is(MessageState.FAILED) ? "failed" : "was skipped";
    String reason = row.status().result();
    return "instead of message %s by %s, which %s%s"
        .formatted(row.id(), row.channel(), how, reason == null ? "" : ": " + reason);
  }

  private static MessageRow follower(
      MessageRow row, UUID follows, Handling handling, Fallback fallback, Instant now) {
    Alternative first = fallback.alternatives().get(0);
    List<Alternative> rest = fallback.alternatives().subList(1, fallback.alternatives().size());
    Handling remaining =
        handling
            .withDigest(null)
            .withFallback(
                rest.isEmpty() ? null : new Fallback(rest, fallback.after(), fallback.untilRead()));
    return MessageRow.builder(
            row.tenant(), UuidCreator.getTimeOrderedEpochPlus1(), key(row.idempotencyKey()))
        .origin(row.origin())
        .channel(first.channel())
        .recipient(MessageRow.Recipient.of(first.recipient()))
        .body(Json.write(first.content()))
        .purpose(row.purpose())
        .plan(
            new MessageRow.Plan(
                null, follows, HandlingJson.write(remaining, HandlingJson.principal(row))))
        .createdAt(now)
        .revision(0)
        .status(MessageRow.Status.pending(now))
        .build();
  }

  /** The key of the next message of a chain. */
  private static String key(String key) {
    Matcher chain = CHAIN.matcher(key);
    return chain.matches()
        ? chain.group(1) + KEY + (Integer.parseInt(chain.group(2)) + 1)
        : key + KEY + 1;
  }

  /**
   * Makes what waits for messages to arrive due at once, as they will not.
   *
   * @param failed messages of which the provider has reported that they did not arrive
   */
  static void hurry(
      StoreTransaction transaction, TenantId tenant, Collection<UUID> failed, Instant now) {
    List<MessageRow> hurried = new ArrayList<>();
    for (MessageRow row : transaction.messageLinks().fallbacks(tenant, failed)) {
      Instant planned = row.status().plannedAt();
      if (row.is(MessageState.PENDING)
          && planned != null
          && planned.isAfter(now)
          && !row.status().underWay(now)) {
        hurried.add(row.with(row.status().pendingAt(now)));
      }
    }
    if (!hurried.isEmpty()) {
      transaction.messages().update(hurried);
    }
  }

  @Override
  public List<Verdict> check(StoreTransaction transaction, List<MessageRow> claimed, Instant now) {
    Map<UUID, MessageRow> before = new HashMap<>();
    for (List<MessageRow> rows = claimed; !rows.isEmpty(); ) {
      rows = followed(transaction, rows);
      rows.forEach(row -> before.put(row.id(), row));
    }
    parts(transaction, List.copyOf(before.values())).forEach(row -> before.put(row.id(), row));
    return claimed.stream().map(row -> verdict(row, before)).toList();
  }

  /** The messages that these replace. */
  private static List<MessageRow> followed(StoreTransaction transaction, List<MessageRow> rows) {
    Map<TenantId, Set<UUID>> ids = new HashMap<>();
    for (MessageRow row : rows) {
      if (row.plan().fallbackFor() != null) {
        ids.computeIfAbsent(row.tenant(), tenant -> new HashSet<>()).add(row.plan().fallbackFor());
      }
    }
    List<MessageRow> followed = new ArrayList<>();
    ids.forEach((tenant, some) -> followed.addAll(transaction.messageLinks().find(tenant, some)));
    return followed;
  }

  /** The messages with fallbacks of those that are digests of several. */
  private static List<MessageRow> parts(StoreTransaction transaction, List<MessageRow> rows) {
    List<MessageRow> parts = new ArrayList<>();
    for (MessageRow row : rows) {
      List<UUID> gathered = HandlingJson.gathered(row);
      if (!gathered.isEmpty()) {
        parts.addAll(transaction.messageLinks().find(row.tenant(), gathered));
      }
    }
    return parts;
  }

  private static Verdict verdict(MessageRow row, Map<UUID, MessageRow> before) {
    for (MessageRow one = before(row, before); one != null; one = before(one, before)) {
      if (arrived(one, row, before)) {
        return new Needless(
            "message %s by %s has arrived: %s"
                .formatted(one.id(), one.channel(), one.delivery().state()));
      }
    }
    return SEND;
  }

  private static @Nullable MessageRow before(MessageRow row, Map<UUID, MessageRow> before) {
    UUID follows = row.plan().fallbackFor();
    return follows == null ? null : before.get(follows);
  }

  /**
   * Whether a message has come as far as its fallback asks; a digest, as that of the part asks that
   * is followed.
   */
  private static boolean arrived(
      MessageRow row, MessageRow follower, Map<UUID, MessageRow> before) {
    Fallback fallback = HandlingJson.read(followed(row, follower, before)).fallback();
    String state = row.delivery().state();
    boolean untilRead = fallback != null && fallback.untilRead();
    return state != null && (untilRead ? READ : DELIVERED).contains(State.of(state));
  }

  private static MessageRow followed(
      MessageRow row, MessageRow follower, Map<UUID, MessageRow> before) {
    Matcher chain = CHAIN.matcher(follower.idempotencyKey());
    String first = chain.matches() ? chain.group(1) : "";
    return HandlingJson.gathered(row).stream()
        .map(before::get)
        .filter(part -> part != null && part.idempotencyKey().equals(first))
        .findFirst()
        .orElse(row);
  }
}
