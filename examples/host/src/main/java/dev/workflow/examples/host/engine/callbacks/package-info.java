/** What providers post, and one-click unsubscribe. */
@NullMarked
package dev.workflow.examples.host.engine.callbacks;

import org.jspecify.annotations.NullMarked;
