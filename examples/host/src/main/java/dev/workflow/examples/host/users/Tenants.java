package dev.workflow.examples.host.users;

import dev.workflow.TenantId;
import dev.workflow.spi.TenantDirectory;
import java.time.ZoneId;
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
}
