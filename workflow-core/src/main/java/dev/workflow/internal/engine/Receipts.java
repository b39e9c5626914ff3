package dev.workflow.internal.engine;

import dev.workflow.InstanceId;
import dev.workflow.PublishReceipt;
import dev.workflow.spi.store.EventRow;
import dev.workflow.spi.store.EventRows;
import java.util.List;

/** Reads the receipts of stored events. */
public final class Receipts {

  private Receipts() {}

  /** What a stored event did. */
  public static PublishReceipt of(EventRow row) {
    return ReceiptJson.repeated(row);
  }

  /** The instances that an event started. */
  public static List<InstanceId> startedBy(EventRows.Past event) {
    return event.receipt() == null ? List.of() : ReceiptJson.started(event.receipt());
  }
}
