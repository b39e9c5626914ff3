package dev.workflow.examples.host.web;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** Answers to requests with an {@code Idempotency-Key}, for 24 hours, on all nodes. Thread-safe. */
@Component
public class IdempotencyKeys {

  static final Duration KEPT = Duration.ofHours(24);

  /** After that long without an answer, the node that had the request has died. */
  static final Duration DEAD = Duration.ofMinutes(5);

  private final JdbcTemplate jdbc;
  private final Clock clock;

  IdempotencyKeys(JdbcTemplate jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /**
   * A request that came before.
   *
   * @param request the hash of what it asked for
   * @param status null: it has no answer yet
   * @param headers lines of name and value
   */
  record Earlier(
      String request, @Nullable Integer status, @Nullable String headers, @Nullable String body) {}

  /** Begins a request, unless one of its key is there: then that one. */
  Optional<Earlier> begin(String id, String request) {
    Instant now = clock.instant();
    jdbc.update(
        "DELETE FROM host_idempotency WHERE started_at < ? OR (status IS NULL AND started_at < ?)",
        time(now.minus(KEPT)),
        time(now.minus(DEAD)));
    try {
      jdbc.update(
          "INSERT INTO host_idempotency (id, request, started_at) VALUES (?, ?, ?)",
          id,
          request,
          time(now));
      return Optional.empty();
    } catch (DuplicateKeyException e) {
      return earlier(id);
    }
  }

  private Optional<Earlier> earlier(String id) {
    return jdbc
        .query(
            "SELECT request, status, headers, body FROM host_idempotency WHERE id = ?",
            (row, at) ->
                new Earlier(
                    row.getString(1),
                    row.getObject(2, Integer.class),
                    row.getString(3),
                    row.getString(4)),
            id)
        .stream()
        .findFirst()
        .or(() -> Optional.of(new Earlier("", null, null, null)));
  }

  /** Keeps the answer. */
  void answered(String id, int status, String headers, String body) {
    jdbc.update(
        "UPDATE host_idempotency SET status = ?, headers = ?, body = ? WHERE id = ?",
        status,
        headers,
        body,
        id);
  }

  /** Forgets a request that failed on our side, so that it can be tried again. */
  void failed(String id) {
    jdbc.update("DELETE FROM host_idempotency WHERE id = ?", id);
  }

  private static OffsetDateTime time(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }
}
