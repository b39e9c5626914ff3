/** PostgreSQL: many rows in one statement, as arrays. */
@NullMarked
package dev.workflow.jdbi.internal.postgres;

import org.jspecify.annotations.NullMarked;
