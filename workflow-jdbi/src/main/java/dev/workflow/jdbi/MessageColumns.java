package dev.workflow.jdbi;

import dev.workflow.ChannelAddress;
import dev.workflow.InstanceId;
import dev.workflow.SubjectRef;
import dev.workflow.TenantId;
import dev.workflow.spi.Handling.Category;
import dev.workflow.spi.Handling.Purpose;
import dev.workflow.spi.store.InstanceKey;
import dev.workflow.spi.store.MessageRow;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Between a message and its columns. */
final class MessageColumns {

  static final Rows.Shape MESSAGE =
      Rows.Shape.of(
          "#message",
          "tenant_id text",
          "id uuid",
          "idempotency_key text",
          "instance_id uuid",
          "workflow text",
          "concurrency_key text",
          "step text",
          "subject_type text",
          "subject_id text",
          "channel text",
          "recipient text",
          "first_recipient text",
          "body text",
          "created_at timestamptz",
          "revision bigint",
          "state text",
          "attempts integer",
          "ended_at timestamptz",
          "result text",
          "failure_scope text",
          "failure_code text",
          "changed_by text",
          "category text",
          "audience text",
          "template text",
          "language text",
          "person text",
          "digest_key text",
          "follows uuid",
          "handling text",
          "provider_id text",
          "delivery text",
          "delivery_at timestamptz",
          "address text");

  /** What {@link #row(ResultSet, Times)} takes, of a table with the alias {@code m}. */
  static final String CONTENT =
      "m." + MESSAGE.commaNames().replace(", revision", "").replace(", ", ", m.");

  private static final String TIMES = ", q.planned_at, q.due_at, q.lease_until";

  /**
   * What {@link #row(ResultSet)} takes, of all messages {@code m}, in the queue {@code q} or not.
   */
  static final String SELECT =
      "SELECT "
          + CONTENT
          + ", coalesce(q.revision, m.revision) AS revision, coalesce(q.in_doubt, m.in_doubt) AS in_doubt"
          + TIMES
          + " FROM #message m LEFT JOIN #message_queue q ON q.tenant_id = m.tenant_id AND q.id = m.id ";

  /** The same, of those in the queue. */
  static final String SELECT_QUEUED =
      "SELECT "
          + CONTENT
          + ", q.revision, q.in_doubt"
          + TIMES
          + " FROM #message_queue q JOIN #message m ON m.tenant_id = q.tenant_id AND m.id = q.id ";

  /** What {@link #ended} takes. */
  static final String SELECT_ENDED =
      "SELECT " + CONTENT + ", m.revision, m.in_doubt FROM #message m ";

  private MessageColumns() {}

  /**
   * What the queue has, or had, of a message.
   *
   * @param dueAt the lease of the dispatcher that has it, if one has, otherwise when it is due
   */
  record Times(
      @Nullable Instant plannedAt, @Nullable Instant dueAt, boolean inDoubt, long revision) {}

  static MessageRow row(ResultSet row) throws SQLException {
    Instant leaseUntil = Sql.instant(row, "lease_until");
    return row(
        row,
        new Times(
            Sql.instant(row, "planned_at"),
            leaseUntil == null ? Sql.instant(row, "due_at") : leaseUntil,
            row.getBoolean("in_doubt"),
            row.getLong("revision")));
  }

  /** One that is not in the queue. */
  static MessageRow ended(ResultSet row) throws SQLException {
    return row(row, new Times(null, null, row.getBoolean("in_doubt"), row.getLong("revision")));
  }

  static MessageRow row(ResultSet row, Times times) throws SQLException {
    TenantId tenant = TenantId.of(row.getString("tenant_id"));
    return new MessageRow(
        tenant,
        Sql.uuid(row, "id"),
        row.getString("idempotency_key"),
        origin(tenant, row),
        row.getString("channel"),
        new MessageRow.Recipient(row.getString("recipient"), row.getString("first_recipient")),
        row.getString("body"),
        purpose(row),
        new MessageRow.Plan(
            row.getString("digest_key"),
            row.getObject("follows", UUID.class),
            row.getString("handling")),
        Sql.requiredInstant(row, "created_at"),
        times.revision(),
        status(row, times),
        new MessageRow.Delivery(
            row.getString("provider_id"),
            row.getString("delivery"),
            Sql.instant(row, "delivery_at")));
  }

  private static Purpose purpose(ResultSet row) throws SQLException {
    return new Purpose(
        Category.valueOf(row.getString("category")),
        row.getString("audience"),
        row.getString("template"),
        row.getString("language"),
        row.getString("person"));
  }

  static MessageRow.Origin origin(TenantId tenant, ResultSet row) throws SQLException {
    UUID instance = row.getObject("instance_id", UUID.class);
    return new MessageRow.Origin(
        instance == null ? null : new InstanceKey(tenant, InstanceId.of(instance)),
        row.getString("workflow"),
        row.getString("concurrency_key"),
        row.getString("step"),
        Sql.subject(row));
  }

  private static MessageRow.Status status(ResultSet row, Times times) throws SQLException {
    String scope = row.getString("failure_scope");
    return new MessageRow.Status(
        row.getString("state"),
        row.getInt("attempts"),
        times.plannedAt(),
        times.dueAt(),
        Sql.instant(row, "ended_at"),
        row.getString("result"),
        scope == null ? null : new MessageRow.Failure(scope, row.getString("failure_code")),
        row.getString("changed_by"),
        times.inDoubt());
  }

  /** What a change writes, from {@code state} to {@code provider_id}, and of which message. */
  static List<@Nullable Object> changed(MessageRow row) {
    MessageRow.Status status = row.status();
    return Arrays.asList(
        status.state(),
        status.attempts(),
        status.endedAt(),
        status.result(),
        scope(status),
        code(status),
        status.changedBy(),
        row.recipient().address(),
        row.recipient().first(),
        address(row),
        row.delivery().providerId(),
        status.inDoubt(),
        row.revision() + 1,
        row.tenant().value(),
        row.id());
  }

  static void add(Rows rows, MessageRow row) {
    MessageRow.Origin origin = row.origin();
    MessageRow.Status status = row.status();
    SubjectRef subject = origin.subject();
    InstanceKey instance = origin.instance();
    rows.add(
        row.tenant().value(),
        row.id(),
        row.idempotencyKey(),
        instance == null ? null : instance.id().value(),
        origin.workflow(),
        origin.concurrencyKey(),
        origin.step(),
        subject == null ? null : subject.type(),
        subject == null ? null : subject.id(),
        row.channel(),
        row.recipient().address(),
        row.recipient().first(),
        row.body(),
        row.createdAt(),
        row.revision(),
        status.state(),
        status.attempts(),
        status.endedAt(),
        status.result(),
        scope(status),
        code(status),
        status.changedBy(),
        row.purpose().category().name(),
        row.purpose().audience(),
        row.purpose().template(),
        row.purpose().language(),
        row.purpose().person(),
        row.plan().digestKey(),
        row.plan().follows(),
        row.plan().handling(),
        row.delivery().providerId(),
        row.delivery().state(),
        row.delivery().at(),
        address(row));
  }

  /** The address that messages to one person have in common, however it was written. */
  static String address(MessageRow row) {
    return ChannelAddress.normal(row.channel(), row.recipient().address());
  }

  static @Nullable String scope(MessageRow.Status status) {
    return status.failure() == null ? null : status.failure().scope();
  }

  static @Nullable String code(MessageRow.Status status) {
    return status.failure() == null ? null : status.failure().code();
  }
}
