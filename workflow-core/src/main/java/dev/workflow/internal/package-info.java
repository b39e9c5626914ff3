/** The facade's implementation, and what several packages share. Not API. */
@NullMarked
package dev.workflow.internal;

import org.jspecify.annotations.NullMarked;
