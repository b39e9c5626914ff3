package dev.workflow.jdbi.internal;

import dev.workflow.jdbi.internal.sql.ManyRows;
import dev.workflow.jdbi.internal.sql.Sql;

/**
 * The statements that have a form of their own on some database, by concern. Thread-safe; what it
 * gives belongs to one transaction.
 */
public interface Statements {

  /** How many rows are written, found and deleted at once. */
  ManyRows manyRows();

  CheckpointWriter checkpoints(Sql sql, ConflictMode mode);

  InstanceClaims instanceClaims(Sql sql);

  TaskSearch taskSearch(Sql sql);

  MessageQueue messageQueue(Sql sql);

  MessageWriter messages(Sql sql);

  DedupeWindows dedupeWindows(Sql sql);

  DeliveryStates deliveryStates(Sql sql);

  SuppressionWriter suppressions(Sql sql);
}
