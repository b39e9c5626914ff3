package dev.workflow.messaging.internal.outbox;

import dev.workflow.TenantId;
import dev.workflow.messaging.Deliveries.State;
import dev.workflow.spi.store.DeliveryRows.DeliveryRow;
import dev.workflow.spi.store.DeliveryRows.Reported;
import dev.workflow.spi.store.MessageRow;
import dev.workflow.spi.store.StoreTransaction;
import dev.workflow.statistics.internal.fact.FactText;
import dev.workflow.statistics.internal.fact.Figure;
import dev.workflow.statistics.internal.fact.Kind;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What has become of messages, to be counted: one row of facts for each transaction. Used by one
 * thread.
 */
final class MessageFacts {

  /** Whose they are. */
  private record Owner(TenantId tenant, String workflow) {}

  /** What happened on a channel. */
  private record Happened(String channel, Figure figure) {}

  private final Map<Owner, Map<Happened, Integer>> counted = new LinkedHashMap<>();

  private MessageFacts() {}

  /** Notes messages that were sent, given up, or kept back by a check. */
  static void ended(StoreTransaction transaction, Collection<MessageRow> rows, Instant now) {
    MessageFacts facts = new MessageFacts();
    for (MessageRow row : rows) {
      Figure figure =
          switch (row.state()) {
            case "SENT" -> Figure.SENT;
            case "FAILED" -> Figure.FAILED;
            case "SKIPPED" -> Figure.SUPPRESSED;
            default -> null;
          };
      facts.add(row.tenant(), row.origin(), row.channel(), figure);
    }
    facts.write(transaction, now);
  }

  /**
   * Notes messages that reports have moved on.
   *
   * @param moved the report about each that says most
   * @param before how each stood
   */
  static void reported(
      StoreTransaction transaction,
      Collection<DeliveryRow> moved,
      Map<UUID, Reported> before,
      Instant now) {
    MessageFacts facts = new MessageFacts();
    for (DeliveryRow report : moved) {
      Reported message = report.message() == null ? null : before.get(report.message());
      if (message == null) {
        continue;
      }
      State was = message.state() == null ? null : State.of(message.state());
      State is = State.of(report.state());
      MessageRow.Origin origin = message.origin();
      if (arrived(is) && !arrived(was)) {
        facts.add(report.tenant(), origin, report.channel(), Figure.DELIVERED);
      }
      if (is == State.READ) {
        facts.add(report.tenant(), origin, report.channel(), Figure.READ);
      } else if (lost(is) && !lost(was)) {
        facts.add(report.tenant(), origin, report.channel(), Figure.FAILED);
      }
    }
    facts.write(transaction, now);
  }

  private static boolean arrived(@Nullable State state) {
    return state == State.DELIVERED || state == State.READ;
  }

  private static boolean lost(@Nullable State state) {
    return state == State.FAILED || state == State.BOUNCED;
  }

  private void add(
      TenantId tenant, MessageRow.Origin origin, String channel, @Nullable Figure figure) {
    if (figure != null) {
      String workflow = origin.workflow() == null ? "" : origin.workflow();
      counted
          .computeIfAbsent(new Owner(tenant, workflow), owner -> new LinkedHashMap<>())
          .merge(new Happened(channel, figure), 1, Integer::sum);
    }
  }

  private void write(StoreTransaction transaction, Instant now) {
    if (counted.isEmpty() || !transaction.statistics().areKept()) {
      return;
    }
    FactText facts = new FactText();
    counted.forEach(
        (owner, all) -> {
          facts.of(owner.tenant(), owner.workflow(), 0);
          all.forEach(
              (one, count) ->
                  facts.add(Kind.CHANNEL, one.figure(), one.channel(), now, count, null));
        });
    String text = facts.text();
    if (text != null) {
      transaction.statistics().addFacts(List.of(text));
    }
  }
}
