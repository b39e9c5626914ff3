/** Trying a definition without consequences. */
@NullMarked
package dev.workflow.examples.host.engine.trials;

import org.jspecify.annotations.NullMarked;
