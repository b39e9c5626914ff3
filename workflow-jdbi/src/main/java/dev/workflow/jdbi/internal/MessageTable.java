package dev.workflow.jdbi.internal;

import dev.workflow.InstanceId;
import dev.workflow.TenantId;
import dev.workflow.jdbi.internal.sql.Columns;
import dev.workflow.jdbi.internal.sql.Read;
import dev.workflow.jdbi.internal.sql.Sql;
import dev.workflow.messaging.ChannelAddress;
import dev.workflow.spi.Handling.Category;
import dev.workflow.spi.Handling.Purpose;
import dev.workflow.spi.store.InstanceKey;
import dev.workflow.spi.store.MessageRow;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The tables of messages: what they are, their queue, and under which ids providers know them. */
public final class MessageTable {

  public static final Columns<MessageRow> MESSAGE =
      Columns.<MessageRow>of("#message")
          .text("tenant_id", MessageRow::tenant)
          .uuid("id", MessageRow::id)
          .text("idempotency_key", MessageRow::idempotencyKey)
          .uuid("instance_id", row -> instance(row.origin()))
          .text("workflow", row -> row.origin().workflow())
          .text("concurrency_key", row -> row.origin().concurrencyKey())
          .text("step", row -> row.origin().step())
          .subject(row -> row.origin().subject())
          .text("channel", MessageRow::channel)
          .text("recipient", row -> row.recipient().address())
          .text("original_recipient", row -> row.recipient().original())
          .text("body", MessageRow::body)
          .time("created_at", MessageRow::createdAt)
          .bigint("revision", MessageRow::revision)
          .text("state", row -> row.status().state())
          .integer("attempts", row -> row.status().attempts())
          .time("ended_at", row -> row.status().endedAt())
          .text("result", row -> row.status().result())
          .text("failure_scope", row -> scope(row.status()))
          .text("failure_code", row -> code(row.status()))
          .text("changed_by", row -> row.status().changedBy())
          .text("category", row -> row.purpose().category().name())
          .text("audience", row -> row.purpose().audience())
          .text("template", row -> row.purpose().template())
          .text("language", row -> row.purpose().language())
          .text("person", row -> row.purpose().person())
          .text("digest_key", row -> row.plan().digestKey())
          .uuid("fallback_for", row -> row.plan().fallbackFor())
          .text("handling", row -> row.plan().handling())
          .text("provider_id", row -> row.delivery().providerId())
          .text("delivery", row -> row.delivery().state())
          .time("delivery_at", row -> row.delivery().at())
          .text("address", MessageTable::address)
          .key("tenant_id", "id")
          .build();

  /** Which message. */
  public static final Columns<MessageRow> KEY = MESSAGE.only("tenant_id", "id");

  /** Which message at which revision: {@code known}. */
  public static final Columns<MessageRow> KNOWN =
      KEY.and(Columns.<MessageRow>ofNoTable().bigint("known", MessageRow::revision).build());

  /** What a change sets, besides the provider's id, which stays once it is known. */
  public static final Columns<MessageRow> OUTCOME =
      MESSAGE
          .only(
              "state",
              "attempts",
              "ended_at",
              "result",
              "failure_scope",
              "failure_code",
              "changed_by",
              "recipient",
              "original_recipient",
              "address")
          .and(
              Columns.<MessageRow>ofNoTable()
                  .bool("in_doubt", row -> row.status().inDoubt())
                  .bigint("revision", row -> row.revision() + 1)
                  .build());

  public static final Columns<MessageRow> QUEUE =
      Columns.<MessageRow>of("#message_queue")
          .text("tenant_id", MessageRow::tenant)
          .uuid("id", MessageRow::id)
          .text("channel", MessageRow::channel)
          .text("recipient", MessageTable::address)
          .text("digest_key", row -> row.plan().digestKey())
          .time("planned_at", row -> row.status().plannedAt())
          .time("due_at", row -> row.status().dueAt())
          .bool("in_doubt", row -> row.status().inDoubt())
          .bigint("revision", MessageRow::revision)
          .key("tenant_id", "id")
          .build();

  /** What a change of the queue sets, besides the revision and the lease. */
  public static final Columns<MessageRow> PLAN =
      QUEUE.only("recipient", "planned_at", "due_at", "in_doubt");

  private static final Columns<MessageRow> PROVIDER_ID =
      Columns.<MessageRow>of("#provider_message")
          .text("tenant_id", MessageRow::tenant)
          .text("provider_id", row -> row.delivery().providerId())
          .text("channel", MessageRow::channel)
          .uuid("message_id", MessageRow::id)
          .key("tenant_id", "provider_id", "message_id")
          .build();

  /** What {@link #row(ResultSet, Times)} takes, of messages {@code m}. */
  public static final String CONTENT = MESSAGE.without("revision").names("m");

  private static final String TIMES = ", q.planned_at, q.due_at, q.lease_until";

  /**
   * Before what {@link #row(ResultSet)} takes, of all messages {@code m}, in the queue {@code q} or
   * not.
   */
  public static final String SELECT =
      "SELECT "
          + CONTENT
          + ", coalesce(q.revision, m.revision) AS revision, coalesce(q.in_doubt, m.in_doubt) AS in_doubt"
          + TIMES
          + " FROM #message m LEFT JOIN #message_queue q ON q.tenant_id = m.tenant_id AND q.id = m.id ";

  /** The same, of those in the queue. */
  public static final String SELECT_QUEUED =
      "SELECT "
          + CONTENT
          + ", q.revision, q.in_doubt"
          + TIMES
          + " FROM #message_queue q JOIN #message m ON m.tenant_id = q.tenant_id AND m.id = q.id ";

  /** Before what {@link #ended} takes. */
  public static final String SELECT_ENDED =
      "SELECT " + CONTENT + ", m.revision, m.in_doubt FROM #message m ";

  private static final String UPDATE =
      """
      UPDATE #message SET %s, provider_id = coalesce(CAST(:provider_id AS varchar(2100)), provider_id)
      WHERE tenant_id = :tenant_id AND id = :id
      """
          .formatted(OUTCOME.set());

  private MessageTable() {}

  /**
   * What the queue has, or had, of a message.
   *
   * @param dueAt the lease of the dispatcher that has it, if one has, otherwise when it is due
   */
  public record Times(
      @Nullable Instant plannedAt, @Nullable Instant dueAt, boolean inDoubt, long revision) {}

  public static MessageRow row(ResultSet row) throws SQLException {
    Instant leaseUntil = Read.instant(row, "lease_until");
    return row(
        row,
        new Times(
            Read.instant(row, "planned_at"),
            leaseUntil == null ? Read.instant(row, "due_at") : leaseUntil,
            row.getBoolean("in_doubt"),
            row.getLong("revision")));
  }

  /** One that is not in the queue. */
  public static MessageRow ended(ResultSet row) throws SQLException {
    return row(row, new Times(null, null, row.getBoolean("in_doubt"), row.getLong("revision")));
  }

  public static MessageRow row(ResultSet row, Times times) throws SQLException {
    TenantId tenant = TenantId.of(row.getString("tenant_id"));
    return MessageRow.builder(tenant, Read.uuid(row, "id"), row.getString("idempotency_key"))
        .origin(origin(tenant, row))
        .channel(row.getString("channel"))
        .recipient(
            new MessageRow.Recipient(
                row.getString("recipient"), row.getString("original_recipient")))
        .body(row.getString("body"))
        .purpose(purpose(row))
        .plan(
            new MessageRow.Plan(
                row.getString("digest_key"),
                Read.uuidIfAny(row, "fallback_for"),
                row.getString("handling")))
        .createdAt(Read.requiredInstant(row, "created_at"))
        .revision(times.revision())
        .status(status(row, times))
        .delivery(
            new MessageRow.Delivery(
                row.getString("provider_id"),
                row.getString("delivery"),
                Read.instant(row, "delivery_at")))
        .build();
  }

  private static Purpose purpose(ResultSet row) throws SQLException {
    return new Purpose(
        Category.valueOf(row.getString("category")),
        row.getString("audience"),
        row.getString("template"),
        row.getString("language"),
        row.getString("person"));
  }

  public static MessageRow.Origin origin(TenantId tenant, ResultSet row) throws SQLException {
    var instance = Read.uuidIfAny(row, "instance_id");
    return new MessageRow.Origin(
        instance == null ? null : new InstanceKey(tenant, InstanceId.of(instance)),
        row.getString("workflow"),
        row.getString("concurrency_key"),
        row.getString("step"),
        Read.subject(row));
  }

  private static MessageRow.Status status(ResultSet row, Times times) throws SQLException {
    String scope = row.getString("failure_scope");
    return new MessageRow.Status(
        row.getString("state"),
        row.getInt("attempts"),
        times.plannedAt(),
        times.dueAt(),
        Read.instant(row, "ended_at"),
        row.getString("result"),
        scope == null ? null : new MessageRow.Failure(scope, row.getString("failure_code")),
        row.getString("changed_by"),
        times.inDoubt());
  }

  /** Writes what has become of messages, one after the other. */
  public static void updateEach(Sql sql, List<MessageRow> rows) {
    sql.batch(UPDATE, KEY.and(OUTCOME).and(MESSAGE.only("provider_id")), rows);
  }

  /** Those that are to be sent. */
  public static List<MessageRow> planned(List<MessageRow> rows) {
    return rows.stream().filter(row -> row.status().plannedAt() != null).toList();
  }

  /** Notes under which ids providers know messages, so that a report finds its message. */
  public static void insertProviderIds(Sql sql, List<MessageRow> rows) {
    sql.insertNew(
        PROVIDER_ID, rows.stream().filter(row -> row.delivery().providerId() != null).toList());
  }

  /** The address that messages to one person have in common, however it was written. */
  public static String address(MessageRow row) {
    return ChannelAddress.normal(row.channel(), row.recipient().address());
  }

  private static @Nullable InstanceId instance(MessageRow.Origin origin) {
    return origin.instance() == null ? null : origin.instance().id();
  }

  private static @Nullable String scope(MessageRow.Status status) {
    return status.failure() == null ? null : status.failure().scope();
  }

  private static @Nullable String code(MessageRow.Status status) {
    return status.failure() == null ? null : status.failure().code();
  }
}
