/** Metrics and traces of what the engine does. */
@NullMarked
package dev.workflow.observe;

import org.jspecify.annotations.NullMarked;
