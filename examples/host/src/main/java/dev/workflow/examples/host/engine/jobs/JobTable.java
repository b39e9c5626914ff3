package dev.workflow.examples.host.engine.jobs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.workflow.TenantId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;

/** The jobs of all nodes. */
@Repository
class JobTable {

  private static final Duration SILENCE = Duration.ofMinutes(1);
  private static final String COLUMNS =
      "id, kind, what, state, done, refused, failures, problem, started_by, created_at, updated_at";

  private final ObjectMapper json = new ObjectMapper();
  private final JdbcTemplate jdbc;

  JobTable(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  void insert(TenantId tenant, Job job) {
    jdbc.update(
        "INSERT INTO host_job (tenant, "
            + COLUMNS
            + ", stop_asked)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, FALSE)",
        tenant.value(),
        job.id().toString(),
        job.kind(),
        job.what(),
        job.state().name(),
        job.done(),
        job.refused(),
        write(job.failures()),
        job.problem(),
        job.startedBy(),
        Timestamp.from(job.createdAt()),
        Timestamp.from(job.updatedAt()));
  }

  /** Stores how far it is; true: somebody asked it to stop. */
  boolean update(TenantId tenant, Job job) {
    jdbc.update(
        "UPDATE host_job SET state = ?, done = ?, refused = ?, failures = ?, problem = ?,"
            + " updated_at = ? WHERE tenant = ? AND id = ?",
        job.state().name(),
        job.done(),
        job.refused(),
        write(job.failures()),
        job.problem(),
        Timestamp.from(job.updatedAt()),
        tenant.value(),
        job.id().toString());
    return Boolean.TRUE.equals(
        jdbc.queryForObject(
            "SELECT stop_asked FROM host_job WHERE tenant = ? AND id = ?",
            Boolean.class,
            tenant.value(),
            job.id().toString()));
  }

  void askToStop(TenantId tenant, UUID id) {
    jdbc.update(
        "UPDATE host_job SET stop_asked = TRUE WHERE tenant = ? AND id = ?",
        tenant.value(),
        id.toString());
  }

  Optional<Job> find(TenantId tenant, UUID id) {
    return jdbc
        .query(
            "SELECT " + COLUMNS + " FROM host_job WHERE tenant = ? AND id = ?",
            (row, number) -> job(row),
            tenant.value(),
            id.toString())
        .stream()
        .findFirst();
  }

  /** The newest 1,000, newest first. */
  List<Job> list(TenantId tenant, String startedBy) {
    return jdbc.query(
        "SELECT "
            + COLUMNS
            + " FROM host_job WHERE tenant = ? AND started_by = ?"
            + " ORDER BY created_at DESC, id FETCH FIRST 1000 ROWS ONLY",
        (row, number) -> job(row),
        tenant.value(),
        startedBy);
  }

  List<Job> changed(TenantId tenant, String startedBy, Instant since) {
    return jdbc.query(
        "SELECT "
            + COLUMNS
            + " FROM host_job WHERE tenant = ? AND started_by = ? AND updated_at > ?"
            + " ORDER BY updated_at, id",
        (row, number) -> job(row),
        tenant.value(),
        startedBy,
        Timestamp.from(since));
  }

  private Job job(ResultSet row) throws SQLException {
    Job.State state = Job.State.valueOf(row.getString(4));
    Instant updated = row.getTimestamp(11).toInstant();
    boolean silent = updated.isBefore(Instant.now().minus(SILENCE));
    return new Job(
        UUID.fromString(row.getString(1)),
        row.getString(2),
        row.getString(3),
        state == Job.State.RUNNING && silent ? Job.State.LOST : state,
        row.getLong(5),
        row.getLong(6),
        read(row.getString(7)),
        row.getString(8),
        row.getString(9),
        row.getTimestamp(10).toInstant(),
        updated);
  }

  private String write(List<Job.Failure> failures) {
    try {
      return json.writeValueAsString(failures);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private List<Job.Failure> read(String text) {
    try {
      return json.readValue(text, new TypeReference<List<Job.Failure>>() {});
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
