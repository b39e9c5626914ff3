/** Scheduled tasks. */
@NullMarked
package dev.workflow.examples.host.engine.schedules;

import org.jspecify.annotations.NullMarked;
