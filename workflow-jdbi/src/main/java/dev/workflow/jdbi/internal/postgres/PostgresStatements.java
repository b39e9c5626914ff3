package dev.workflow.jdbi.internal.postgres;

import dev.workflow.jdbi.internal.CheckpointWriter;
import dev.workflow.jdbi.internal.ConflictMode;
import dev.workflow.jdbi.internal.DedupeWindows;
import dev.workflow.jdbi.internal.DeliveryStates;
import dev.workflow.jdbi.internal.InstanceClaims;
import dev.workflow.jdbi.internal.MessageQueue;
import dev.workflow.jdbi.internal.MessageWriter;
import dev.workflow.jdbi.internal.Statements;
import dev.workflow.jdbi.internal.SuppressionWriter;
import dev.workflow.jdbi.internal.TaskSearch;
import dev.workflow.jdbi.internal.sql.ManyRows;
import dev.workflow.jdbi.internal.sql.Sql;

/**
 * The fast form: many rows in one statement, as arrays, and rows found by where they are.
 *
 * <p>A lateral subquery that cannot be flattened ({@code OFFSET 0}) makes the plan look rows up one
 * by one, whatever size the planner believes a table to have.
 */
public final class PostgresStatements implements Statements {

  private final ManyRows manyRows = new PostgresManyRows();

  @Override
  public ManyRows manyRows() {
    return manyRows;
  }

  @Override
  public CheckpointWriter checkpoints(Sql sql, ConflictMode mode) {
    return new PostgresCheckpoints(sql, mode);
  }

  @Override
  public InstanceClaims instanceClaims(Sql sql) {
    return new PostgresInstanceClaims(sql);
  }

  @Override
  public TaskSearch taskSearch(Sql sql) {
    return new PostgresTaskSearch();
  }

  @Override
  public MessageQueue messageQueue(Sql sql) {
    return new PostgresMessageQueue(sql);
  }

  @Override
  public MessageWriter messages(Sql sql) {
    return new PostgresMessages(sql);
  }

  @Override
  public DedupeWindows dedupeWindows(Sql sql) {
    return new PostgresDedupeWindows(sql);
  }

  @Override
  public DeliveryStates deliveryStates(Sql sql) {
    return new PostgresDeliveryStates(sql);
  }

  @Override
  public SuppressionWriter suppressions(Sql sql) {
    return new PostgresSuppressions(sql);
  }
}
