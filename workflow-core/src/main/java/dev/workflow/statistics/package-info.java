/** How many runs there were, what became of them and how long it took: figures for plots. */
@NullMarked
package dev.workflow.statistics;

import org.jspecify.annotations.NullMarked;
