package dev.workflow.jdbi;

/**
 * What a transaction takes for granted about what it writes.
 *
 * <p>New instances and journal entries are nearly always new indeed, so a first attempt does not
 * look: their primary keys refuse what is not. The attempt after a refusal looks, and fences out
 * what is stored already.
 */
enum Trust {
  ROWS_ARE_NEW,
  NOTHING
}
