/** The watchdog: what does not work though nothing has failed. */
@NullMarked
package dev.workflow.internal.watch;

import org.jspecify.annotations.NullMarked;
