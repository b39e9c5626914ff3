/**
 * Conditions: JSON that is parsed once, checked with exact error positions, and evaluated many
 * times.
 *
 * <p>{@link dev.workflow.condition.Condition} is one condition, {@link
 * dev.workflow.condition.ConditionIndex} finds those of many that hold for an event, {@link
 * dev.workflow.condition.Explanation} says why one did or did not.
 */
@NullMarked
package dev.workflow.condition;

import org.jspecify.annotations.NullMarked;
