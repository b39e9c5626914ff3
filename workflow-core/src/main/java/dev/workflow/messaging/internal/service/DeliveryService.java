package dev.workflow.messaging.internal.service;

import dev.workflow.TenantId;
import dev.workflow.internal.engine.Transactions;
import dev.workflow.internal.input.AddressInput;
import dev.workflow.messaging.Deliveries;
import dev.workflow.messaging.internal.outbox.Feedback;
import dev.workflow.spi.store.DeliveryRows.DeliveryRow;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

public final class DeliveryService implements Deliveries {

  private static final int MAX_CHANNEL = 100;
  private static final int MAX_REPORTS = 5_000;
  private static final int BATCH = 500;

  private final Transactions gate;
  private final Feedback feedback;

  public DeliveryService(Transactions gate, Feedback feedback) {
    this.gate = gate;
    this.feedback = feedback;
  }

  @Override
  public Receipt record(TenantId tenant, String channel, List<Report> reports) {
    gate.wiring().tenant(tenant);
    AddressInput.text("The channel", channel, MAX_CHANNEL);
    if (reports.size() > MAX_REPORTS) {
      throw AddressInput.wrong(
          "The list of reports",
          "has " + reports.size() + " elements; at most " + MAX_REPORTS + " are allowed");
    }
    return reports.isEmpty()
        ? new Receipt(0, 0, 0, 0)
        : gate.changeAlone(work -> feedback.record(work, tenant, channel, reports));
  }

  @Override
  public List<ReceivedReport> of(TenantId tenant, UUID message) {
    gate.wiring().tenant(tenant);
    return gate
        .query(
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
        State.valueOf(row.state()),
        row.at(),
        row.reportedAt(),
        row.code(),
        row.reason());
  }

  @Override
  public long purgeUnknown(TenantId tenant, Instant reportedBefore) {
    gate.wiring().tenant(tenant);
    long removed = 0;
    int some;
    do {
      some =
          gate.query(
              transaction -> transaction.deliveries().removeUnknown(tenant, reportedBefore, BATCH));
      removed += some;
    } while (some == BATCH);
    return removed;
  }
}
