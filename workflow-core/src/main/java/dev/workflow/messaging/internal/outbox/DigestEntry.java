package dev.workflow.messaging.internal.outbox;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.workflow.Json;
import dev.workflow.messaging.ChannelAddress;
import dev.workflow.spi.Handling;
import dev.workflow.spi.Handling.Digest;
import dev.workflow.spi.store.MessageLinks;
import dev.workflow.spi.store.MessageLinks.Gathering;
import dev.workflow.spi.store.MessageRow;
import dev.workflow.spi.store.StoreTransaction;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/**
 * Enters the messages of digests into the outbox in one transaction.
 *
 * <p>A message that nothing is there to go out with in time brings a carrier. The carrier's
 * idempotency key is made of the address, the digest key and the closing time, so that writers who
 * do not see each other add one for the same closing. That there may be several for different
 * closings, or none because it is just being sent, does no harm: a carrier that finds nothing ends,
 * and an item that nobody has taken up falls due by itself. Used by one thread.
 */
public final class DigestEntry {

  /** With what the idempotency keys of carriers begin. */
  static final String CARRIER = MessageLinks.CARRIER;

  /** How long after the closing an item waits for a carrier. */
  static final Duration GRACE = Duration.ofMinutes(1);

  private final StoreTransaction transaction;
  private final Map<Gathering, Instant> added = new HashMap<>();

  public DigestEntry(StoreTransaction transaction) {
    this.transaction = transaction;
  }

  /** Whether it is a carrier that has taken nothing up yet. */
  static boolean isOpenCarrier(MessageRow row) {
    return row.isOpenCarrier();
  }

  static Instant closing(Digest digest) {
    return digest.closesAt().truncatedTo(ChronoUnit.MICROS);
  }

  /** The rows with which a message enters. */
  public List<MessageRow> rows(MessageRow message) {
    String digestKey = message.plan().digestKey();
    if (digestKey == null) {
      return List.of(message);
    }
    Handling handling = HandlingJson.read(message);
    Digest digest = handling.digest();
    if (digest == null) {
      return List.of(message);
    }
    Instant closes = closing(digest);
    MessageRow item = message.with(MessageRow.Status.pending(closes.plus(GRACE)));
    Gathering gathering = gathering(item, digestKey);
    if (!next(gathering).isAfter(closes)) {
      return List.of(item);
    }
    added.put(gathering, closes);
    String key =
        String.join(
            "\n",
            item.channel(),
            ChannelAddress.normal(item.channel(), item.recipient().address()),
            String.valueOf(item.plan().digestKey()),
            closes.toString());
    UUID id = UuidCreator.getTimeOrderedEpochPlus1();
    return List.of(item, carrier(item, id, key, closes));
  }

  /** What an item goes out with: what has its key, and goes to its address however written. */
  static Gathering gathering(MessageRow item, String key) {
    return new Gathering(
        item.tenant(),
        item.channel(),
        ChannelAddress.normal(item.channel(), item.recipient().address()),
        key);
  }

  /** When what is there goes out. */
  private Instant next(Gathering gathering) {
    Instant own = added.get(gathering);
    return own == null ? transaction.messageLinks().nextDue(gathering).orElse(Instant.MAX) : own;
  }

  /** A carrier of its own, for what no carrier has taken up. */
  static MessageRow carrier(MessageRow item, Instant now) {
    UUID id = UuidCreator.getTimeOrderedEpochPlus1();
    return carrier(item, id, id.toString(), now);
  }

  private static MessageRow carrier(MessageRow item, UUID id, String key, Instant due) {
    Handling handling = HandlingJson.read(item);
    Digest digest = Objects.requireNonNull(handling.digest(), "an item has a digest");
    Handling carried = handling.withFallback(null).withDigest(digest.withTemplate(null));
    MessageRow.Plan plan =
        new MessageRow.Plan(
            item.plan().digestKey(),
            null,
            HandlingJson.write(carried, HandlingJson.principal(item)));
    return MessageRow.builder(item.tenant(), id, CARRIER + MessageRowMapper.digest(key))
        .origin(item.origin())
        .channel(item.channel())
        .recipient(item.recipient())
        .body(Json.write(DigestRendering.empty()))
        .purpose(item.purpose().withTemplate(null, item.purpose().language()))
        .plan(plan)
        .createdAt(item.createdAt())
        .revision(0)
        .status(MessageRow.Status.pending(due))
        .build();
  }
}
