package dev.workflow.jdbi.internal.sql;

import java.sql.ResultSet;
import java.sql.SQLException;

/** Reads one row. */
@FunctionalInterface
public interface Mapper<T> {
  T map(ResultSet row) throws SQLException;
}
