/** Events: publish, list, explain. */
@NullMarked
package dev.workflow.examples.host.engine.events;

import org.jspecify.annotations.NullMarked;
