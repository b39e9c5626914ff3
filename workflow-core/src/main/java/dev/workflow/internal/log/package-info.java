/** The log of the engine: whatever a line is told of stays within that line. */
@NullMarked
package dev.workflow.internal.log;

import org.jspecify.annotations.NullMarked;
