package dev.workflow.jdbi.internal.sql;

import dev.workflow.SubjectRef;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads what JDBC has no method for. */
public final class Read {

  private Read() {}

  public static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }

  public static Instant requiredInstant(ResultSet row, String column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }

  public static UUID uuid(ResultSet row, String column) throws SQLException {
    return row.getObject(column, UUID.class);
  }

  public static @Nullable UUID uuidIfAny(ResultSet row, String column) throws SQLException {
    return row.getObject(column, UUID.class);
  }

  /** The subject in the columns {@code subject_type} and {@code subject_id}. */
  public static @Nullable SubjectRef subject(ResultSet row) throws SQLException {
    String type = row.getString("subject_type");
    return type == null ? null : SubjectRef.of(type, row.getString("subject_id"));
  }
}
