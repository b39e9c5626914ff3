package dev.workflow.messaging.internal.service;

import dev.workflow.TenantId;
import dev.workflow.internal.engine.Transactions;
import dev.workflow.internal.input.AddressInput;
import dev.workflow.messaging.Deliveries;
import dev.workflow.messaging.internal.outbox.Feedback;
import dev.workflow.spi.Channels;
import dev.workflow.spi.store.DeliveryRows.DeliveryRow;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

public final class DeliveryService implements Deliveries {

  private static final int MAX_CHANNEL = 100;
  private static final int MAX_REPORTS = 5_000;
  private static final int BATCH = 500;

  private final Transactions transactions;
  private final Feedback feedback;

  public DeliveryService(Transactions transactions, Feedback feedback) {
    this.transactions = transactions;
    this.feedback = feedback;
  }

  @Override
  public Receipt record(TenantId tenant, String channel, List<Report> reports) {
    transactions.engine().tenant(tenant);
    AddressInput.text("The channel", channel, MAX_CHANNEL);
    if (reports.size() > MAX_REPORTS) {
      throw AddressInput.wrong(
          "The list of reports",
          "has " + reports.size() + " elements; at most " + MAX_REPORTS + " are allowed");
    }
    return reports.isEmpty()
        ? new Receipt(0, 0, 0, 0)
        : transactions.changeAlone(
            work -> feedback.record(work, tenant, Channels.normal(channel), reports));
  }

  @Override
  public List<ReceivedReport> of(TenantId tenant, UUID message) {
    transactions.engine().tenant(tenant);
    return transactions
        .transact(
            transaction -> {
              if (transaction.messages().find(tenant, message).isEmpty()) {
                throw MessageChanges.none(tenant, message);
              }
              return transaction.deliveries().list(tenant, message);
            })
        .stream()
        .map(DeliveryService::heard)
        .toList();
  }

  private static ReceivedReport heard(DeliveryRow row) {
    return new ReceivedReport(
        row.eventKey(),
        State.of(row.state()),
        row.at(),
        row.reportedAt(),
        row.code(),
        row.reason());
  }

  @Override
  public long purgeUnknown(TenantId tenant, Instant reportedBefore) {
    transactions.engine().tenant(tenant);
    long removed = 0;
    int some;
    do {
      some =
          transactions.transact(
              transaction -> transaction.deliveries().removeUnknown(tenant, reportedBefore, BATCH));
      removed += some;
    } while (some == BATCH);
    return removed;
  }
}
