/** The in-memory store. */
@NullMarked
package dev.workflow.memory;

import org.jspecify.annotations.NullMarked;
