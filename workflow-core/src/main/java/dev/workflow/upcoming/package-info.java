/** What is to come by time, as a calendar. */
@NullMarked
package dev.workflow.upcoming;

import org.jspecify.annotations.NullMarked;
