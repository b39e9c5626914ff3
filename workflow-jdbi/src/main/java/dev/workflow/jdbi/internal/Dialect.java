package dev.workflow.jdbi.internal;

/**
 * The differences between databases in their statements and in how they behave. All other SQL is
 * one that PostgreSQL and H2 both run. Their error codes and types differ, too: see {@link
 * dev.workflow.jdbi.internal.sql.Failures} and {@link dev.workflow.jdbi.internal.sql.Read}.
 *
 * <p>To add one: a {@link Database} with its types, the portable {@link Statements} or some of its
 * own in a package of its own, a line where the store chooses, its error codes, and what the
 * migrations need.
 *
 * @param database the product
 * @param statements the form of the statements
 */
public record Dialect(Database database, Statements statements) {}
