/** Why something happened, or did not: what was decided about events and about steps. */
@NullMarked
package dev.workflow.decision;

import org.jspecify.annotations.NullMarked;
