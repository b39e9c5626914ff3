/** Sample workflows over a stream of events, on a time-lapse clock, in an embedded database. */
@NullMarked
package dev.workflow.examples.quickstart;

import org.jspecify.annotations.NullMarked;
