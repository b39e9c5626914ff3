package dev.workflow.jdbi.internal;

/**
 * How a transaction inserts instances and journal entries.
 *
 * <p>New instances and journal entries are nearly always new indeed, so a first attempt does not
 * look: their primary keys refuse what is not. The attempt after a refusal looks, and fences out
 * what is stored already.
 */
public enum ConflictMode {
  /** Rows are inserted without a look; one that exists ends the transaction. */
  EXPECT_NEW,
  /** Rows that exist are fenced out. */
  FENCE
}
