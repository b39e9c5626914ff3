/**
 * Expressions in double braces: read once, checked at once, rendered many times.
 *
 * <p>{@link dev.workflow.expression.Template} is one string, {@link
 * dev.workflow.expression.ConfigTemplate} a whole JSON configuration. What an expression reads of
 * the world besides the data is in the {@link dev.workflow.expression.RenderContext}.
 */
@NullMarked
package dev.workflow.expression;

import org.jspecify.annotations.NullMarked;
