package dev.workflow.internal.engine;

import dev.workflow.InstanceId;
import dev.workflow.PublishReceipt;
import dev.workflow.WorkflowRef;
import dev.workflow.spi.store.EventRow;
import dev.workflow.spi.store.EventRows;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the receipts of stored events. */
public final class Receipts {

  /**
   * A candidate that did not match.
   *
   * @param because one line for people
   */
  public record NotMatched(WorkflowRef workflow, String because) {}

  private Receipts() {}

  /** The candidates of which a stored event says why they did not match. */
  public static List<NotMatched> notMatched(EventRow row) {
    return row.receipt() == null ? List.of() : ReceiptJson.notMatched(row.receipt());
  }

  /** The instance of whose wait or exit it is told; null: it is about a trigger. */
  public static @Nullable InstanceId instance(PublishReceipt.Suppressed suppressed) {
    return EventDelivery.instance(suppressed);
  }

  /** What a stored event did. */
  public static PublishReceipt of(EventRow row) {
    return ReceiptJson.repeated(row);
  }

  /** The instances that an event started. */
  public static List<InstanceId> startedBy(EventRows.Past event) {
    return event.receipt() == null ? List.of() : ReceiptJson.started(event.receipt());
  }
}
