package dev.workflow.messaging.internal.outbox;

import dev.workflow.TenantId;
import dev.workflow.messaging.Deliveries.State;
import dev.workflow.spi.MessageState;
import dev.workflow.spi.store.DeliveryRows.DeliveryRow;
import dev.workflow.spi.store.DeliveryRows.Reported;
import dev.workflow.spi.store.MessageRow;
import dev.workflow.spi.store.MessageRows.Lane;
import dev.workflow.spi.store.StoreTransaction;
import dev.workflow.spi.store.WorkflowStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A delivery report proves that a message in doubt was sent.
 *
 * <p>Of one that no node has, the doubt ends with the report. While a node has it, its attempt goes
 * on, and the end of that attempt finds what was heard meanwhile; if the node dies, the next one
 * finds it before anything is sent again. There a failure proves nothing, as it may be older than
 * the attempt: a message that somebody sent again after it had failed.
 *
 * <p>One that was readdressed stays in doubt: what is heard may be about the address before.
 */
final class DeliveryConfirmation {

  private static final Set<String> FAILURES = Set.of(State.FAILED.name(), State.BOUNCED.name());
  private static final Comparator<DeliveryRow> BY_STATE =
      Comparator.comparing(row -> State.of(row.state()));

  private DeliveryConfirmation() {}

  /**
   * Ends the doubt about messages that no node has.
   *
   * @param farthest the report about each message that says most
   */
  static void reported(
      StoreTransaction transaction,
      Map<UUID, DeliveryRow> farthest,
      Map<UUID, Reported> messages,
      Instant now) {
    Map<TenantId, List<UUID>> asked = new HashMap<>();
    farthest.forEach(
        (id, report) -> {
          Reported message = messages.get(id);
          if (message != null && message.providerId() == null) {
            asked.computeIfAbsent(report.tenant(), tenant -> new ArrayList<>()).add(id);
          }
        });
    List<MessageRow> sent = new ArrayList<>();
    asked.forEach(
        (tenant, ids) ->
            transaction.messageLinks().find(tenant, ids).stream()
                .filter(row -> inDoubt(row) && isFree(row, now))
                .sorted(Comparator.comparing(MessageRow::id))
                .forEach(
                    row -> {
                      DeliveryRow report = farthest.get(row.id());
                      if (report != null) {
                        sent.add(Outcome.proved(row, report.providerId(), now));
                      }
                    }));
    if (!sent.isEmpty()) {
      OutcomeRecorder.write(transaction, sent, now);
    }
  }

  private static boolean inDoubt(MessageRow row) {
    return row.status().inDoubt() && row.recipient().original() == null;
  }

  /** Whether it waits, for its time or for a person, and no node has it. */
  private static boolean isFree(MessageRow row, Instant now) {
    return row.is(MessageState.FAILED) || (row.status().open() && !row.status().underWay(now));
  }

  /**
   * Outcomes as they are to be recorded: one that leaves its message in doubt is {@code SENT} if
   * the provider has reported on the message meanwhile.
   */
  static List<SendAttempt> heardMeanwhile(
      StoreTransaction transaction, List<SendAttempt> done, Instant now) {
    Map<Lane, List<UUID>> asked = new HashMap<>();
    for (SendAttempt sent : done) {
      if (inDoubt(sent.row())) {
        asked.computeIfAbsent(Lane.of(sent.row()), lane -> new ArrayList<>()).add(sent.row().id());
      }
    }
    if (asked.isEmpty()) {
      return done;
    }
    Map<UUID, String> heard = new HashMap<>();
    asked.forEach((lane, ids) -> heard.putAll(heard(transaction, lane, ids)));
    return done.stream().map(sent -> applied(sent, heard, now)).toList();
  }

  private static SendAttempt applied(SendAttempt sent, Map<UUID, String> heard, Instant now) {
    String providerId = heard.get(sent.row().id());
    return providerId == null
        ? sent
        : new SendAttempt(Outcome.proved(sent.row(), providerId, now), sent.result());
  }

  /** The provider's id of a claimed message in doubt that it has reported on. */
  static Optional<String> heard(WorkflowStore store, MessageRow row) {
    if (!inDoubt(row) || !proves(row.delivery().state())) {
      return Optional.empty();
    }
    Map<UUID, String> heard =
        store.transact(transaction -> heard(transaction, Lane.of(row), List.of(row.id())));
    return Optional.ofNullable(heard.get(row.id()));
  }

  private static boolean proves(@Nullable String state) {
    return state != null && !FAILURES.contains(state);
  }

  private static Map<UUID, String> heard(
      StoreTransaction transaction, Lane lane, Collection<UUID> ids) {
    Map<UUID, String> providerIds = new HashMap<>();
    for (Reported message : transaction.deliveries().byId(lane.tenant(), lane.channel(), ids)) {
      if (proves(message.state())) {
        transaction.deliveries().list(lane.tenant(), message.id()).stream()
            .max(BY_STATE)
            .ifPresent(report -> providerIds.put(message.id(), report.providerId()));
      }
    }
    return providerIds;
  }
}
