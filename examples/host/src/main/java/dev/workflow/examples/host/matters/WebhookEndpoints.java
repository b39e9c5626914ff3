package dev.workflow.examples.host.matters;

import dev.workflow.NotFoundException;
import dev.workflow.TenantId;
import dev.workflow.examples.host.security.Caller;
import dev.workflow.examples.host.security.Hash;
import dev.workflow.examples.host.security.Tokens;
import dev.workflow.spi.ProviderCall;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * The endpoints to which providers post. Each has a name that nobody can guess, which says whose it
 * is and by which key a post is verified; the name is kept as a hash alone.
 */
@Component
public class WebhookEndpoints {

  private final JdbcTemplate jdbc;

  WebhookEndpoints(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  /** An endpoint without its name. */
  record Endpoint(
      String id,
      TenantId tenant,
      String kind,
      String provider,
      String key,
      Instant createdAt,
      String createdBy) {}

  /** An endpoint as it was made: nobody is told its name and key a second time. */
  record Made(Endpoint endpoint, String name) {}

  /** Makes an endpoint of the caller's tenant, with a key of its own. */
  @Transactional
  public Made make(Caller caller, WebhookKind kind) {
    String name = Tokens.newSecret();
    Endpoint made =
        new Endpoint(
            UUID.randomUUID().toString(),
            caller.tenant(),
            kind.text(),
            kind.provider(),
            Tokens.newSecret(),
            Instant.now(),
            caller.userId());
    jdbc.update(
        "INSERT INTO host_webhook_endpoint (hash, id, tenant, kind, provider, signing_key,"
            + " created_at, created_by) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        Hash.of(name),
        made.id(),
        made.tenant().value(),
        made.kind(),
        made.provider(),
        made.key(),
        Timestamp.from(made.createdAt()),
        made.createdBy());
    return new Made(made, name);
  }

  List<Endpoint> list(Caller caller) {
    return query("tenant = ? ORDER BY created_at, id", caller.tenant().value());
  }

  /** Removes one: what is posted there from now on is not found. */
  @Transactional
  public void remove(Caller caller, String id) {
    int removed =
        jdbc.update(
            "DELETE FROM host_webhook_endpoint WHERE tenant = ? AND id = ?",
            caller.tenant().value(),
            id);
    if (removed == 0) {
      throw new NotFoundException("there is no endpoint \"" + id + "\"");
    }
  }

  /** Finds the endpoint of a URL. */
  Optional<Endpoint> find(WebhookKind kind, String provider, String name) {
    return query("hash = ? AND kind = ? AND provider = ?", Hash.of(name), kind.text(), provider)
        .stream()
        .findFirst();
  }

  /** The key by which a call is verified; empty: it came to no endpoint. */
  Optional<String> key(ProviderCall call, WebhookKind kind) {
    return call.endpoint() == null
        ? Optional.empty()
        : find(kind, call.provider(), call.endpoint()).map(Endpoint::key);
  }

  private List<Endpoint> query(String where, Object... arguments) {
    return jdbc.query(
        "SELECT id, tenant, kind, provider, signing_key, created_at, created_by"
            + " FROM host_webhook_endpoint WHERE "
            + where,
        (row, number) ->
            new Endpoint(
                row.getString(1),
                TenantId.of(row.getString(2)),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                row.getTimestamp(6).toInstant(),
                row.getString(7)),
        arguments);
  }
}
