/** From an event to the workflows it starts, and why or why not. */
@NullMarked
package dev.workflow.trigger;

import org.jspecify.annotations.NullMarked;
