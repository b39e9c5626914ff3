/** What the services take from callers: addresses, cursors and limits of lists. */
@NullMarked
package dev.workflow.internal.input;

import org.jspecify.annotations.NullMarked;
