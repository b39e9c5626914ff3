/** How schedules tick. */
@NullMarked
package dev.workflow.schedule.internal;

import org.jspecify.annotations.NullMarked;
