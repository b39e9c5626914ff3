/** The step executor: the only room with threads, time and the store. */
@NullMarked
package dev.workflow.internal.engine;

import org.jspecify.annotations.NullMarked;
