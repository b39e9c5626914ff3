package dev.workflow.examples.host.users;

import dev.workflow.TenantId;
import dev.workflow.spi.TenantDirectory;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** The host's tenants as the engine sees them. Thread-safe. */
@Component
public class Tenants implements TenantDirectory {

  private final JdbcTemplate jdbc;

  Tenants(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  public Optional<Settings> find(TenantId tenant) {
    return jdbc
        .query(
            "SELECT zone, locale FROM host_tenant WHERE id = ?",
            (row, at) ->
                new Settings(
                    ZoneId.of(row.getString(1)), Locale.forLanguageTag(row.getString(2)), Map.of()),
            tenant.value())
        .stream()
        .findFirst();
  }

  /** What people call a tenant; its id where nobody has named it. */
  String name(TenantId tenant) {
    return jdbc
        .query(
            "SELECT name FROM host_tenant WHERE id = ?",
            (row, at) -> row.getString(1),
            tenant.value())
        .stream()
        .findFirst()
        .orElseGet(tenant::value);
  }

  /** The zone in which a tenant counts its days; UTC where the host does not know the tenant. */
  ZoneId zone(TenantId tenant) {
    return find(tenant).map(Settings::zone).orElse(ZoneOffset.UTC);
  }
}
