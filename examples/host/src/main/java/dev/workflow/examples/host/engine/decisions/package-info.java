/** Why something did or did not happen, as it was decided. */
@NullMarked
package dev.workflow.examples.host.engine.decisions;

import org.jspecify.annotations.NullMarked;
