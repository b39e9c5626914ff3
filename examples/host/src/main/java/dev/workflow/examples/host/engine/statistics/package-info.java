/** Figures for plots. */
@NullMarked
package dev.workflow.examples.host.engine.statistics;

import org.jspecify.annotations.NullMarked;
