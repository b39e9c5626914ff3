/**
 * Statements that PostgreSQL and H2 both run: no arrays, no physical addresses, one table a write.
 * For another database the error codes, the types and the migrations differ, too.
 */
@NullMarked
package dev.workflow.jdbi.internal.portable;

import org.jspecify.annotations.NullMarked;
