/** The step executor: the only room with threads, time and the store. */
@NullMarked
package dev.workflow.execution;

import org.jspecify.annotations.NullMarked;
