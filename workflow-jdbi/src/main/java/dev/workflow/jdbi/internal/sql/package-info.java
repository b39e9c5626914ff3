/**
 * Statements with named parameters, on one connection and inside one transaction, whatever the
 * database. Nothing here knows a table.
 */
@NullMarked
package dev.workflow.jdbi.internal.sql;

import org.jspecify.annotations.NullMarked;
