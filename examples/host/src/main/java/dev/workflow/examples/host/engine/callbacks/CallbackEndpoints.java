package dev.workflow.examples.host.engine.callbacks;

import dev.workflow.NotFoundException;
import dev.workflow.TenantId;
import dev.workflow.examples.host.security.Caller;
import dev.workflow.examples.host.security.Hash;
import dev.workflow.examples.host.security.Tokens;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;

/**
 * Where providers of channels post. The name of an endpoint cannot be guessed and says whose it is;
 * it is kept as a hash alone.
 */
@Repository
class CallbackEndpoints {

  /**
   * An endpoint without its name.
   *
   * @param secret by which the provider signs
   * @param verifyToken by which a provider asks whether the URL is ours
   * @param publicUrl as the provider knows it; "": as it arrives
   */
  record Endpoint(
      String id,
      TenantId tenant,
      String channel,
      String secret,
      String verifyToken,
      String publicUrl,
      Instant createdAt,
      String createdBy) {}

  /** An endpoint as it was made: its name is told once. */
  record Made(Endpoint endpoint, String name) {}

  private final JdbcTemplate jdbc;

  CallbackEndpoints(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  Made make(Caller caller, String channel, String secret, String base) {
    String name = Tokens.newSecret();
    Endpoint made =
        new Endpoint(
            UUID.randomUUID().toString(),
            caller.tenant(),
            channel,
            secret,
            Tokens.newSecret(),
            base.isEmpty() ? "" : base + "/api/v1/callbacks/" + channel + "/" + name,
            Instant.now(),
            caller.userId());
    jdbc.update(
        "INSERT INTO host_callback_endpoint (hash, id, tenant, channel, secret, verify_token,"
            + " public_url, created_at, created_by) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        Hash.of(name),
        made.id(),
        made.tenant().value(),
        channel,
        secret,
        made.verifyToken(),
        made.publicUrl(),
        Timestamp.from(made.createdAt()),
        made.createdBy());
    return new Made(made, name);
  }

  List<Endpoint> list(TenantId tenant) {
    return query("tenant = ? ORDER BY created_at, id", tenant.value());
  }

  void remove(TenantId tenant, String id) {
    int removed =
        jdbc.update(
            "DELETE FROM host_callback_endpoint WHERE tenant = ? AND id = ?", tenant.value(), id);
    if (removed == 0) {
      throw new NotFoundException("there is no callback endpoint \"" + id + "\"");
    }
  }

  Optional<Endpoint> find(String channel, String name) {
    return query("hash = ? AND channel = ?", Hash.of(name), channel).stream().findFirst();
  }

  private List<Endpoint> query(String where, Object... arguments) {
    return jdbc.query(
        "SELECT id, tenant, channel, secret, verify_token, public_url, created_at, created_by"
            + " FROM host_callback_endpoint WHERE "
            + where,
        (row, number) ->
            new Endpoint(
                row.getString(1),
                TenantId.of(row.getString(2)),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                row.getString(6),
                row.getTimestamp(7).toInstant(),
                row.getString(8)),
        arguments);
  }
}
