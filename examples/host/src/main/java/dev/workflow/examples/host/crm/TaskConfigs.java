package dev.workflow.examples.host.crm;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.Json;
import dev.workflow.TenantId;
import java.util.Optional;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * The configurations of scheduled tasks that were written as JSON texts, so that they read back.
 */
@Component
class TaskConfigs {

  private final JdbcTemplate jdbc;

  TaskConfigs(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  /** Keeps what was written, if it is a text. */
  void put(TenantId tenant, String task, JsonNode config) {
    delete(tenant, task);
    if (config.isTextual()) {
      jdbc.update(
          "INSERT INTO host_scheduled_task (tenant, task, config) VALUES (?, ?, ?)",
          tenant.value(),
          task,
          config.textValue());
    }
  }

  /** The text, as long as it says what the task does. */
  Optional<String> find(TenantId tenant, String task, JsonNode config) {
    return jdbc
        .queryForList(
            "SELECT config FROM host_scheduled_task WHERE tenant = ? AND task = ?",
            String.class,
            tenant.value(),
            task)
        .stream()
        .filter(text -> Json.read(text).equals(config))
        .findFirst();
  }

  void delete(TenantId tenant, String task) {
    jdbc.update(
        "DELETE FROM host_scheduled_task WHERE tenant = ? AND task = ?", tenant.value(), task);
  }
}
