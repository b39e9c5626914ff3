/** What happened, as it is written down to be counted, and the figures it adds up to. */
@NullMarked
package dev.workflow.statistics.internal.fact;

import org.jspecify.annotations.NullMarked;
