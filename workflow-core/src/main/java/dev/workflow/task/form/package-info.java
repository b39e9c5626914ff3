/**
 * The form of an answer: a JSON Schema (draft 2020-12) that is read once and checks every answer.
 *
 * <p>{@link dev.workflow.task.form.TaskForm} is the form; the rest is its inside.
 */
@NullMarked
package dev.workflow.task.form;

import org.jspecify.annotations.NullMarked;
