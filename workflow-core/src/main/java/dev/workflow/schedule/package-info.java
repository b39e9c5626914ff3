/** What starts by time: schedules of workflows, scheduled tasks, and their ticks. */
@NullMarked
package dev.workflow.schedule;

import org.jspecify.annotations.NullMarked;
