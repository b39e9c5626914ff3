package dev.workflow.examples.host.sales;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Json;
import dev.workflow.NotFoundException;
import dev.workflow.TenantId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** The quotes in the host's database. */
@Component
class QuoteTable {

  private static final String SELECT =
      "SELECT tenant, id, lead_id, status, body, created_at, sent_at, decided_at, reason"
          + " FROM host_quote WHERE ";

  private final JdbcTemplate jdbc;

  QuoteTable(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  void insert(Quote quote) {
    jdbc.update(
        "INSERT INTO host_quote (tenant, id, lead_id, status, body, created_at)"
            + " VALUES (?, ?, ?, ?, ?, ?)",
        quote.tenant().value(),
        quote.id(),
        quote.lead(),
        quote.status().name(),
        Json.write(quote.body()),
        at(quote.createdAt()));
  }

  /**
   * One quote of a tenant.
   *
   * @throws NotFoundException if there is none
   */
  Quote get(TenantId tenant, String id) {
    return query("tenant = ? AND id = ?", tenant.value(), id)
        .orElseThrow(() -> new NotFoundException("there is no quote \"" + id + "\""));
  }

  Optional<Quote> byToken(String hash) {
    return query("token_hash = ?", hash);
  }

  /** Marks a draft as sent; false: it is no draft any more. */
  boolean send(Quote quote, String tokenHash, Instant now) {
    return jdbc.update(
            "UPDATE host_quote SET status = 'SENT', token_hash = ?, sent_at = ?"
                + " WHERE tenant = ? AND id = ? AND status = 'DRAFT'",
            tokenHash,
            at(now),
            quote.tenant().value(),
            quote.id())
        == 1;
  }

  /** Writes the customer's answer down; false: there is one already. */
  boolean decide(Quote quote, QuoteStatus answer, @Nullable String reason, Instant now) {
    return jdbc.update(
            "UPDATE host_quote SET status = ?, decided_at = ?, reason = ?"
                + " WHERE tenant = ? AND id = ? AND status = 'SENT'",
            answer.name(),
            at(now),
            reason,
            quote.tenant().value(),
            quote.id())
        == 1;
  }

  private static OffsetDateTime at(Instant time) {
    return time.atOffset(ZoneOffset.UTC);
  }

  private Optional<Quote> query(String where, Object... arguments) {
    List<Quote> found = jdbc.query(SELECT + where, (row, at) -> quote(row), arguments);
    return found.stream().findFirst();
  }

  private static Quote quote(ResultSet row) throws SQLException {
    return new Quote(
        TenantId.of(row.getString(1)),
        row.getString(2),
        row.getString(3),
        QuoteStatus.valueOf(row.getString(4)),
        (ObjectNode) Json.read(row.getString(5)),
        row.getObject(6, OffsetDateTime.class).toInstant(),
        instant(row, 7),
        instant(row, 8),
        row.getString(9));
  }

  private static @Nullable Instant instant(ResultSet row, int column) throws SQLException {
    OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }
}
