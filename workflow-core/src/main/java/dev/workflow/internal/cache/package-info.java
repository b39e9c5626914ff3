/** What is kept in memory of each tenant at a revision. */
@NullMarked
package dev.workflow.internal.cache;

import org.jspecify.annotations.NullMarked;
