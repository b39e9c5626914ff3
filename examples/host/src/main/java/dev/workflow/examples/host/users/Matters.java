package dev.workflow.examples.host.users;

import dev.workflow.TenantId;
import dev.workflow.examples.host.security.Members;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** The matters of a law firm and who is on them. Thread-safe. */
@Component
public class Matters {

  private final JdbcTemplate jdbc;
  private final Members members;

  Matters(JdbcTemplate jdbc, Members members) {
    this.jdbc = jdbc;
    this.members = members;
  }

  /** A matter. */
  public record Matter(String id, String name) {}

  /** Somebody on a matter: OWNER, LAWYER, PARALEGAL or CLIENT. */
  public record Party(String userId, String role) {}

  /** Adds a matter. */
  public void create(TenantId tenant, Matter matter) {
    jdbc.update(
        "INSERT INTO host_matter (tenant, id, name) VALUES (?, ?, ?)",
        tenant.value(),
        matter.id(),
        matter.name());
  }

  /** Puts somebody on a matter. */
  public void add(TenantId tenant, String matter, Party party) {
    jdbc.update(
        "INSERT INTO host_matter_member (tenant, matter, user_id, role) VALUES (?, ?, ?, ?)",
        tenant.value(),
        matter,
        party.userId(),
        party.role());
    members.changed();
  }

  /** Null: the tenant has no such matter. */
  public @Nullable Matter find(TenantId tenant, String id) {
    return jdbc
        .query(
            "SELECT id, name FROM host_matter WHERE tenant = ? AND id = ?",
            (row, at) -> new Matter(row.getString(1), row.getString(2)),
            tenant.value(),
            id)
        .stream()
        .findFirst()
        .orElse(null);
  }

  /** All matters of a tenant by id. */
  public List<Matter> list(TenantId tenant) {
    return jdbc.query(
        "SELECT id, name FROM host_matter WHERE tenant = ? ORDER BY id",
        (row, at) -> new Matter(row.getString(1), row.getString(2)),
        tenant.value());
  }

  /** Who is on a matter. */
  public List<Party> parties(TenantId tenant, String matter) {
    return jdbc.query(
        "SELECT user_id, role FROM host_matter_member WHERE tenant = ? AND matter = ?"
            + " ORDER BY user_id, role",
        (row, at) -> new Party(row.getString(1), row.getString(2)),
        tenant.value(),
        matter);
  }
}
