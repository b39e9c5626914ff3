package dev.workflow.execution;

import dev.workflow.PublishReceipt;
import dev.workflow.spi.store.EventRow;

/** Reads the receipts of stored events. */
public final class Receipts {

  private Receipts() {}

  /** What a stored event did. */
  public static PublishReceipt of(EventRow row) {
    return ReceiptJson.repeated(row);
  }
}
