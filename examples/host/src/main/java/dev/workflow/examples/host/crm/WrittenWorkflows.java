package dev.workflow.examples.host.crm;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.ConflictException;
import dev.workflow.Json;
import dev.workflow.TenantId;
import dev.workflow.examples.host.forms.Form;
import dev.workflow.examples.host.forms.Written;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.stereotype.Component;

/**
 * How the newest version of each workflow was written. A row changes in the transaction that
 * publishes the version; one of an older version means that the newest was written elsewhere.
 */
@Component
class WrittenWorkflows {

  /**
   * A row.
   *
   * @param version of the workflow that it became
   */
  record Row(String workflow, int version, Written written) {}

  private static final RowMapper<Row> ROW =
      (row, number) ->
          new Row(
              row.getString("workflow"),
              row.getInt("version"),
              new Written(
                  Form.valueOf(row.getString("form")),
                  (ObjectNode) Json.read(row.getString("written"))));

  private final JdbcTemplate jdbc;

  WrittenWorkflows(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  Optional<Row> find(TenantId tenant, String workflow) {
    return jdbc
        .query(
            "SELECT * FROM host_workflow WHERE tenant = ? AND workflow = ?",
            ROW,
            tenant.value(),
            workflow)
        .stream()
        .findFirst();
  }

  List<Row> find(TenantId tenant, List<String> workflows) {
    if (workflows.isEmpty()) {
      return List.of();
    }
    List<Object> arguments = new ArrayList<>(workflows);
    arguments.add(0, tenant.value());
    return jdbc.query(
        "SELECT * FROM host_workflow WHERE tenant = ? AND workflow IN (?"
            + ", ?".repeat(workflows.size() - 1)
            + ")",
        ROW,
        arguments.toArray());
  }

  List<Row> all(TenantId tenant) {
    return jdbc.query("SELECT * FROM host_workflow WHERE tenant = ?", ROW, tenant.value());
  }

  /**
   * Puts a row in the place of another.
   *
   * @param before the version of the row that is there; 0: none is
   * @throws ConflictException if somebody else has put one there meanwhile
   */
  void put(TenantId tenant, Row row, int before) {
    String form = row.written().form().name();
    String json = Json.write(row.written().json());
    boolean put =
        before == 0
            ? insert(tenant, row, form, json)
            : 1 == update(tenant, row, form, json, before);
    if (!put) {
      throw conflict(row.workflow());
    }
  }

  static ConflictException conflict(String workflow) {
    return new ConflictException(
        "somebody else changed the workflow \""
            + workflow
            + "\" at the same moment; read it again");
  }

  private boolean insert(TenantId tenant, Row row, String form, String json) {
    try {
      jdbc.update(
          "INSERT INTO host_workflow (tenant, workflow, version, form, written) VALUES (?, ?, ?, ?, ?)",
          tenant.value(),
          row.workflow(),
          row.version(),
          form,
          json);
      return true;
    } catch (DuplicateKeyException e) {
      return false;
    }
  }

  private int update(TenantId tenant, Row row, String form, String json, int before) {
    return jdbc.update(
        "UPDATE host_workflow SET version = ?, form = ?, written = ?"
            + " WHERE tenant = ? AND workflow = ? AND version = ?",
        row.version(),
        form,
        json,
        tenant.value(),
        row.workflow(),
        before);
  }

  void delete(TenantId tenant, String workflow) {
    jdbc.update(
        "DELETE FROM host_workflow WHERE tenant = ? AND workflow = ?", tenant.value(), workflow);
  }
}
