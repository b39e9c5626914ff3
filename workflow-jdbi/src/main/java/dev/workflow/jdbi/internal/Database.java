package dev.workflow.jdbi.internal;

import dev.workflow.jdbi.internal.sql.TransactionBoundary.IdleLimit;
import java.util.Map;
import java.util.Optional;

/** A database product: its types and tables, and how its transactions behave. Thread-safe. */
public interface Database {

  /** As it calls itself. */
  String name();

  /** What stands for the placeholders of the migrations. */
  Map<String, String> placeholders();

  /** Whether an index may have a condition; otherwise it holds all rows. */
  boolean hasPartialIndexes();

  /** Keeps other nodes from migrating at the same time, until the transaction ends. */
  String migrationLock(String prefix);

  /** Whether a transaction can continue after a statement was refused. */
  boolean goesOnAfterRefusal();

  /** How long one of the store's own transactions may stand still; empty: for ever. */
  Optional<IdleLimit> idleLimit();

  /** What renews the statistics of the tables that grow; empty if the database sees to it. */
  Optional<String> analyze(String prefix);
}
