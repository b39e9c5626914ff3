/** Messages: upcoming, dead letters, stops. */
@NullMarked
package dev.workflow.examples.host.engine.messages;

import org.jspecify.annotations.NullMarked;
