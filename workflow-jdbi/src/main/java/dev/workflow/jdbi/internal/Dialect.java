package dev.workflow.jdbi.internal;

/**
 * The differences between databases. Everything else is the same SQL for all of them.
 *
 * <p>To add one: a {@link Database} with its types, the portable {@link Statements} or some of its
 * own in a package of its own, and a line where the store chooses.
 *
 * @param database the product
 * @param statements the form of the statements
 */
public record Dialect(Database database, Statements statements) {}
