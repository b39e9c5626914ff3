/** Removes what is old, and what is erased. */
@NullMarked
package dev.workflow.retention.internal;

import org.jspecify.annotations.NullMarked;
