/** What is to come, as a calendar. */
@NullMarked
package dev.workflow.examples.host.engine.upcoming;

import org.jspecify.annotations.NullMarked;
