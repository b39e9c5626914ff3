package dev.workflow.jdbi;

import dev.workflow.TenantId;
import dev.workflow.jdbi.internal.MessageWriter;
import dev.workflow.jdbi.internal.MessageWriter.Cancellation;
import dev.workflow.jdbi.internal.MessageWriter.Selection;
import dev.workflow.jdbi.internal.sql.Binding;
import dev.workflow.jdbi.internal.sql.Conditions;
import dev.workflow.spi.store.MessageFilter;
import dev.workflow.spi.store.MessageLinks;
import java.util.List;
import java.util.UUID;

/** Says which messages are cancelled. */
final class MessageCancellation {

  /** So that what a digest carries for others continues. */
  private static final String NO_CARRIER =
      "m.idempotency_key NOT LIKE '" + MessageLinks.CARRIER + "%'";

  private static final String QUEUED =
      "FROM #message_queue q JOIN #message m ON m.tenant_id = q.tenant_id AND m.id = q.id ";

  /** With the message that it is to go out with in the place of its own row in the queue. */
  private static final String MERGED =
      """
      FROM #message m JOIN #message_queue q ON q.tenant_id = m.tenant_id AND q.id = CAST(
        CASE WHEN m.state = 'MERGED' AND m.result LIKE '%s%%' THEN SUBSTRING(m.result FROM %d FOR 36) END AS uuid)
      """
          .formatted(MessageLinks.MERGED_INTO, MessageLinks.MERGED_INTO.length() + 1);

  private final MessageWriter writer;

  MessageCancellation(MessageWriter writer) {
    this.writer = writer;
  }

  /**
   * See {@link dev.workflow.spi.store.MessageRows#cancel}. What is a part of a digest that is still
   * to be sent is left out of it.
   */
  int cancel(MessageFilter filter, Cancellation cancellation) {
    Conditions where = MessageConditions.of(filter).and(NO_CARRIER);
    return writer.cancelMerged(selection(filter, MERGED, where), cancellation)
        + writer.cancel(selection(filter, QUEUED, where), cancellation);
  }

  private static Selection selection(MessageFilter filter, String from, Conditions where) {
    return new Selection(filter.tenant(), from + where, where.binding());
  }

  /** Cancels what instances have not sent yet. */
  void cancel(TenantId tenant, List<UUID> instances, Cancellation cancellation) {
    writer.cancel(
        new Selection(
            tenant,
            "FROM #message m WHERE m.tenant_id = :tenant AND m.instance_id IN (:instances) AND "
                + NO_CARRIER,
            new Binding().bind("instances", instances)),
        cancellation);
  }
}
