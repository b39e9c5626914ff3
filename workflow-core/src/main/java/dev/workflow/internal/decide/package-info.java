/**
 * Decisions about one instance, without I/O: instance + input + context = next state and effects.
 */
@NullMarked
package dev.workflow.internal.decide;

import org.jspecify.annotations.NullMarked;
