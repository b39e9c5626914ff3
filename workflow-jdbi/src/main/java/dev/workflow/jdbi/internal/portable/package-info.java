/** Statements that any SQL database runs: no arrays, no physical addresses, one table a write. */
@NullMarked
package dev.workflow.jdbi.internal.portable;

import org.jspecify.annotations.NullMarked;
