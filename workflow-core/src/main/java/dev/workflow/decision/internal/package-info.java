/** How decisions are found: in the receipts of events, by asking triggers again, in journals. */
@NullMarked
package dev.workflow.decision.internal;

import org.jspecify.annotations.NullMarked;
