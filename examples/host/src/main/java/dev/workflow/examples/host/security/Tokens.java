package dev.workflow.examples.host.security;

import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** API tokens. Only their hashes are stored; the token itself is shown once. Thread-safe. */
@Component
public class Tokens {

  private static final int BYTES = 32;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final JdbcTemplate jdbc;
  private final Clock clock;

  Tokens(JdbcTemplate jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /**
   * A token as it is listed.
   *
   * @param expiresAt null: never
   */
  public record Token(
      String id,
      String userId,
      String name,
      Set<Scope> scopes,
      Instant createdAt,
      @Nullable Instant expiresAt) {}

  /** Who sent a token; empty: it is unknown, or has expired. */
  public Optional<TokenLogin> login(String secret) {
    List<TokenLogin> alive = new ArrayList<>();
    jdbc.query(
        "SELECT id, user_id, scopes, expires_at FROM host_token WHERE hash = ?",
        row -> {
          if (alive(row)) {
            alive.add(login(row));
          }
        },
        Hash.of(secret));
    return alive.stream().findFirst();
  }

  private boolean alive(ResultSet row) throws SQLException {
    OffsetDateTime expires = row.getObject("expires_at", OffsetDateTime.class);
    return expires == null || expires.toInstant().isAfter(clock.instant());
  }

  private static TokenLogin login(ResultSet row) throws SQLException {
    return new TokenLogin(
        row.getString("id"), row.getString("user_id"), Scope.parse(row.getString("scopes")));
  }

  /** A secret that nobody guesses. */
  public static String newSecret() {
    byte[] bytes = new byte[BYTES];
    RANDOM.nextBytes(bytes);
    return "wf_" + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** Keeps a token of a user. */
  public Token create(
      String secret, String user, String name, Set<Scope> scopes, @Nullable Instant expiresAt) {
    Token token =
        new Token(UUID.randomUUID().toString(), user, name, scopes, clock.instant(), expiresAt);
    jdbc.update(
        "INSERT INTO host_token (id, hash, user_id, name, scopes, created_at, expires_at)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?)",
        token.id(),
        Hash.of(secret),
        user,
        name,
        Scope.text(scopes),
        token.createdAt().atOffset(ZoneOffset.UTC),
        expiresAt == null ? null : expiresAt.atOffset(ZoneOffset.UTC));
    return token;
  }

  /** The tokens of a user, oldest first. */
  public List<Token> of(String user) {
    return jdbc.query(
        "SELECT id, user_id, name, scopes, created_at, expires_at FROM host_token"
            + " WHERE user_id = ? ORDER BY created_at, id",
        (row, at) -> {
          OffsetDateTime expires = row.getObject("expires_at", OffsetDateTime.class);
          return new Token(
              row.getString("id"),
              row.getString("user_id"),
              row.getString("name"),
              Scope.parse(row.getString("scopes")),
              row.getObject("created_at", OffsetDateTime.class).toInstant(),
              expires == null ? null : expires.toInstant());
        },
        user);
  }

  /** Revokes a token of a user. False: there was none. */
  public boolean delete(String user, String id) {
    return jdbc.update("DELETE FROM host_token WHERE user_id = ? AND id = ?", user, id) > 0;
  }
}
