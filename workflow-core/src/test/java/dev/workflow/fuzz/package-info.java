/** Hostile input for everything that reads what people and other systems wrote. */
@NullMarked
package dev.workflow.fuzz;

import org.jspecify.annotations.NullMarked;
