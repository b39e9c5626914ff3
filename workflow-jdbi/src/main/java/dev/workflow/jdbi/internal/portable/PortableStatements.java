package dev.workflow.jdbi.internal.portable;

import dev.workflow.jdbi.internal.CheckpointWriter;
import dev.workflow.jdbi.internal.ConflictMode;
import dev.workflow.jdbi.internal.Database;
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
 * The form that any database takes: rows are found by their keys, one after the other, locked and
 * then written, in batches.
 */
public final class PortableStatements implements Statements {

  private final ManyRows manyRows;

  /**
   * @param database for how its transactions behave
   */
  public PortableStatements(Database database) {
    this.manyRows = new PortableManyRows(database.goesOnAfterRefusal());
  }

  @Override
  public ManyRows manyRows() {
    return manyRows;
  }

  @Override
  public CheckpointWriter checkpoints(Sql sql, ConflictMode mode) {
    return new PortableCheckpoints(sql, mode);
  }

  @Override
  public InstanceClaims instanceClaims(Sql sql) {
    return new PortableInstanceClaims(sql);
  }

  @Override
  public TaskSearch taskSearch(Sql sql) {
    return new PortableTaskSearch();
  }

  @Override
  public MessageQueue messageQueue(Sql sql) {
    return new PortableMessageQueue(sql);
  }

  @Override
  public MessageWriter messages(Sql sql) {
    return new PortableMessages(sql);
  }

  @Override
  public DedupeWindows dedupeWindows(Sql sql) {
    return new PortableDedupeWindows(sql);
  }

  @Override
  public DeliveryStates deliveryStates(Sql sql) {
    return new PortableDeliveryStates(sql);
  }

  @Override
  public SuppressionWriter suppressions(Sql sql) {
    return new PortableSuppressions(sql);
  }
}
