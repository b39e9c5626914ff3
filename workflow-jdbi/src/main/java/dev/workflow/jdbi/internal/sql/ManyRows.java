package dev.workflow.jdbi.internal.sql;

import dev.workflow.TenantId;
import java.util.Collection;
import java.util.List;

/**
 * The way in which a database takes many rows or keys: the part of a dialect that knows no table.
 * Thread-safe.
 */
public interface ManyRows {

  /** A text in which {@code IN (:name)} has the form that the database takes a list in. */
  String withLists(String text, Binding binding);

  /** Inserts rows. */
  <T> void insert(Sql sql, Columns<T> table, List<T> rows);

  /**
   * Inserts those rows whose primary key is not there.
   *
   * @return those that were new
   */
  <T> List<T> insertNew(Sql sql, Columns<T> table, List<T> rows);

  /**
   * Inserts rows if all of them are new. If not, the transaction continues if it was one row, and
   * can only be rolled back otherwise.
   *
   * @return whether all of them were new
   */
  <T> boolean insertIfAllNew(Sql sql, Columns<T> table, List<T> rows);

  /** What a query finds for each of the keys, in their order. */
  <K, R> List<R> find(
      Sql sql, Lookup<K> lookup, Collection<K> keys, Binding others, Mapper<R> mapper);

  /**
   * Deletes a tenant's rows.
   *
   * @param column by which they are found
   */
  void delete(Sql sql, String table, String column, TenantId tenant, Collection<?> values);
}
