package dev.workflow.jdbi.internal.sql;

import dev.workflow.SubjectRef;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A statement that is about to run, with the values of its parameters. Used by one thread. */
public final class Call {

  private final Sql sql;
  private final String text;
  private final Binding binding = new Binding();

  Call(Sql sql, String text) {
    this.sql = sql;
    this.text = text;
  }

  /** Gives a parameter its value; a collection is a list in {@code IN (:name)}. */
  public Call bind(String name, @Nullable Object value) {
    binding.bind(name, value);
    return this;
  }

  /** Gives {@code :subject_type} and {@code :subject_id} their values. */
  public Call bind(@Nullable SubjectRef subject) {
    return bind("subject_type", subject == null ? null : subject.type())
        .bind("subject_id", subject == null ? null : subject.id());
  }

  /** Gives the parameters of conditions their values. */
  public Call bind(Conditions conditions) {
    binding.bindAll(conditions.binding());
    return this;
  }

  /** Gives the parameters of a statement around this one their values. */
  public Call bindAll(Binding others) {
    binding.bindAll(others);
    return this;
  }

  /** Gives the parameters with the names of columns the values of a row. */
  public <T> Call bind(Columns<T> columns, T row) {
    columns.bind(binding, row);
    return this;
  }

  /** Runs a query. */
  public <R> List<R> list(Mapper<R> mapper) {
    return sql.query(text, binding, mapper);
  }

  /** Runs a query of which the first row counts. */
  public <R> Optional<R> first(Mapper<R> mapper) {
    return list(mapper).stream().findFirst();
  }

  /** Runs a query that always has a row. */
  public <R> R one(Mapper<R> mapper) {
    return list(mapper).get(0);
  }

  /** Whether a query finds anything. */
  public boolean exists() {
    return !list(row -> row).isEmpty();
  }

  /** Runs a query that begins no transaction: before the first statement it is one of its own. */
  public <R> List<R> peek(Mapper<R> mapper) {
    return sql.peek(text, binding, mapper);
  }

  /** Runs a change; returns how many rows it has changed. */
  public int update() {
    return sql.update(text, binding);
  }

  /**
   * Runs a statement that is the whole transaction: it writes all or, by an error of its own,
   * nothing.
   */
  public void alone() {
    sql.alone(text, binding);
  }
}
