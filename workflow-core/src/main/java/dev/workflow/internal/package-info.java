/** The facade's implementation. Not API. */
@NullMarked
package dev.workflow.internal;

import org.jspecify.annotations.NullMarked;
