/** How statistics are counted and read. */
@NullMarked
package dev.workflow.statistics.internal;

import org.jspecify.annotations.NullMarked;
