/**
 * The tables, each with its columns once, and what a {@link dev.workflow.jdbi.internal.Dialect} has
 * to say for itself. A database is a package below; none of them uses another's statements but by
 * name.
 */
@NullMarked
package dev.workflow.jdbi.internal;

import org.jspecify.annotations.NullMarked;
