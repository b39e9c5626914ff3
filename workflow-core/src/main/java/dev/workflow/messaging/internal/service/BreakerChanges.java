package dev.workflow.messaging.internal.service;

import dev.workflow.Actor;
import dev.workflow.NotFoundException;
import dev.workflow.TenantId;
import dev.workflow.internal.engine.Transactions;
import dev.workflow.internal.log.Log;
import dev.workflow.messaging.Messages.Stop;
import dev.workflow.spi.SendResult;
import dev.workflow.spi.store.BreakerRow;
import dev.workflow.spi.store.BreakerRow.Key;
import dev.workflow.spi.store.BreakerRows;
import dev.workflow.spi.store.StoreTransaction;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Shows, makes and ends stops of the outbox by hand. Thread-safe. */
final class BreakerChanges {

  private static final Log log = Log.of(BreakerChanges.class);
  private static final Duration NEXT_LOOK = Duration.ofHours(1);
  private static final int PAGE = 1_000;

  private final Transactions transactions;

  BreakerChanges(Transactions transactions) {
    this.transactions = transactions;
  }

  List<Stop> list(TenantId tenant) {
    return transactions.transact(transaction -> transaction.breakers().list(tenant)).stream()
        .map(BreakerChanges::view)
        .toList();
  }

  private static Stop view(BreakerRow stop) {
    BreakerRow.Cause cause = stop.cause();
    return new Stop(
        stop.key().channel(),
        stop.key().template(),
        cause.scope() == null ? null : SendResult.Scope.valueOf(cause.scope()),
        cause.reason(),
        cause.code(),
        cause.by() == null ? null : Actor.of(cause.by()),
        stop.openedAt(),
        stop.byHand() ? null : stop.retryAt());
  }

  /** Takes the place of a stop that ends by itself. */
  void stop(Key key, Actor by, String reason) {
    Instant now = transactions.engine().now();
    transactions.transact(
        transaction -> {
          Optional<BreakerRow> known = locked(transaction, key);
          transaction
              .breakers()
              .put(
                  new BreakerRow(
                      key,
                      new BreakerRow.Cause(null, reason, null, by.id()),
                      known.map(BreakerRow::openedAt).orElse(now),
                      known
                          .map(BreakerRow::retryAt)
                          .filter(now::isBefore)
                          .orElse(now.plus(NEXT_LOOK)),
                      0,
                      null));
          return null;
        });
  }

  private static Optional<BreakerRow> locked(StoreTransaction transaction, Key key) {
    transaction.limits().lock(List.of(BreakerRows.lock(key.lane())));
    return transaction.breakers().of(List.of(key.lane())).stream()
        .filter(stop -> stop.key().equals(key))
        .findFirst();
  }

  /** What was put off until the stop's next look is due now. */
  void resume(Key key, Actor by) {
    BreakerRow ended =
        transactions.transact(
            transaction -> {
              BreakerRow stop = locked(transaction, key).orElseThrow(() -> none(key));
              transaction.breakers().remove(key);
              return stop;
            });
    log.info(
        "{} of tenant {} is no longer stopped: resumed by {}",
        what(key.channel(), key.template()),
        key.tenant(),
        by.id());
    int more = PAGE;
    while (more == PAGE) {
      more =
          transactions.transact(
              transaction ->
                  transaction
                      .messages()
                      .bringForward(
                          key.lane(), ended.retryAt(), transactions.engine().now(), PAGE));
    }
  }

  private static NotFoundException none(Key key) {
    return new NotFoundException(
        "tenant "
            + key.tenant()
            + " has no stop of "
            + what(key.channel(), key.template())
            + "; it may have ended by itself");
  }

  private static String what(String channel, @Nullable String template) {
    return template == null
        ? "channel " + channel
        : "template " + template + " on channel " + channel;
  }
}
