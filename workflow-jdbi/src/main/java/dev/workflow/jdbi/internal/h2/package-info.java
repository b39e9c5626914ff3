/** H2: the portable statements, and tables in H2's types. */
@NullMarked
package dev.workflow.jdbi.internal.h2;

import org.jspecify.annotations.NullMarked;
