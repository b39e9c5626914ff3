package dev.workflow.messaging.internal.service;

import dev.workflow.Actor;
import dev.workflow.IllegalTransitionException;
import dev.workflow.internal.engine.Transactions;
import dev.workflow.messaging.internal.outbox.ErasedParts;
import dev.workflow.messaging.internal.outbox.MessageRowMapper;
import dev.workflow.messaging.internal.service.MessageChanges.Change;
import dev.workflow.spi.MessageState;
import dev.workflow.spi.store.MessageFilter;
import dev.workflow.spi.store.MessageRow;
import dev.workflow.spi.store.StoreTransaction;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Changes messages that have gone into a digest which is not sent yet, each alone: what is skipped,
 * held or discarded is left out of the digest, and the rest of that continues. A digest of which
 * nothing is left ends. Used by one thread.
 */
final class PartChanges {

  private final Transactions transactions;
  private final MessageFilter filter;
  private final MessageOperation deed;
  private final Actor by;
  private final Change change;

  /**
   * @param filter what is to be changed; its time and its failure are those of the digest
   */
  PartChanges(
      Transactions transactions,
      MessageFilter filter,
      MessageOperation deed,
      Actor by,
      Change change) {
    this.transactions = transactions;
    this.filter = filter;
    this.deed = deed;
    this.by = by;
    this.change = change;
  }

  /** What finds those that have gone into any digest. */
  MessageFilter merged() {
    return filter.in(MessageState.MERGED).plannedBefore(null).failed(MessageFilter.Failed.OR_NOT);
  }

  /** Those whose digest is in a state that allows it. */
  List<MessageRow> within(List<MessageRow> parts) {
    Set<UUID> ids = new HashSet<>();
    parts.forEach(part -> digest(part).ifPresent(ids::add));
    Map<UUID, MessageRow> digests = new HashMap<>();
    if (!ids.isEmpty()) {
      transactions
          .transact(transaction -> transaction.messageLinks().find(filter.tenant(), ids))
          .forEach(digest -> digests.put(digest.id(), digest));
    }
    return parts.stream()
        .filter(part -> digest(part).map(digests::get).filter(this::fits).isPresent())
        .toList();
  }

  /** The digest that a message has gone into. */
  static Optional<UUID> digest(MessageRow part) {
    return ErasedParts.carrier(part);
  }

  private boolean fits(MessageRow digest) {
    Instant before = filter.plannedBefore();
    Instant planned = digest.status().plannedAt();
    MessageRow.Failure failure = digest.status().failure();
    return deed.fits(digest)
        && (before == null || (planned != null && planned.isBefore(before)))
        && fits(filter.failed().scope(), failure == null ? null : failure.scope())
        && fits(filter.failed().code(), failure == null ? null : failure.code());
  }

  private static boolean fits(@Nullable String wanted, @Nullable String is) {
    return wanted == null || wanted.equals(is);
  }

  /**
   * Does it to one.
   *
   * @throws IllegalTransitionException if its digest is being sent, or is over
   */
  void one(UUID id) {
    MessageChanges.untilDone(
        id,
        () -> {
          try {
            return transactions.transact(transaction -> tried(transaction, id));
          } catch (PartChangedException e) {
            return false;
          }
        });
  }

  /** Somebody has changed the message at the same moment; nothing is changed. */
  private static final class PartChangedException extends RuntimeException {

    private static final long serialVersionUID = 1L;
  }

  private boolean tried(StoreTransaction transaction, UUID id) {
    Instant now = transactions.engine().now();
    MessageRow part =
        transaction
            .messages()
            .find(filter.tenant(), id)
            .orElseThrow(() -> MessageChanges.none(filter.tenant(), id));
    MessageRow digest =
        digest(part)
            .flatMap(carrier -> transaction.messages().find(filter.tenant(), carrier))
            .orElseThrow(
                () ->
                    new IllegalTransitionException(
                        "message " + id + " is " + part.state() + "; it is in no digest any more"));
    deed.check(digest, now);
    // Whoever sends the digest, or takes another part out, is noticed by its revision.
    MessageRow rest = rest(transaction, digest, id, now);
    if (!transaction.messages().update(List.of(rest)).isEmpty()) {
      return false;
    }
    Instant planned = Objects.requireNonNullElse(digest.status().plannedAt(), now);
    MessageRow taken = part.with(part.status().result(null).pendingAt(planned));
    MessageRow changed = change.of(taken, now);
    if (!transaction
        .messages()
        .update(List.of(changed.with(changed.status().changedBy(by.id()))))
        .isEmpty()) {
      throw new PartChangedException();
    }
    return true;
  }

  /** The digest without a part: as it is, or ended if nothing is left of it. */
  private MessageRow rest(StoreTransaction transaction, MessageRow digest, UUID part, Instant now) {
    boolean left =
        transaction.messageLinks().find(digest.tenant(), MessageRowMapper.parts(digest)).stream()
            .anyMatch(other -> other.is(MessageState.MERGED) && !other.id().equals(part));
    return left
        ? digest
        : digest.with(
            digest
                .status()
                .result("nothing was left to send")
                .ended(
                    deed == MessageOperation.DISCARD
                        ? MessageState.DISCARDED
                        : MessageState.SKIPPED,
                    now));
  }
}
