/**
 * The actions that come with the engine, and the way an action describes its configuration.
 *
 * <p>{@link dev.workflow.action.BuiltInActions} gives the handlers; {@link
 * dev.workflow.action.ActionSpec} says what each of them is called, takes and gives.
 */
@NullMarked
package dev.workflow.action;

import org.jspecify.annotations.NullMarked;
