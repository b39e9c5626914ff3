/** What operators look at: findings, what was set aside, the execution log, actors. */
@NullMarked
package dev.workflow.operations;

import org.jspecify.annotations.NullMarked;
