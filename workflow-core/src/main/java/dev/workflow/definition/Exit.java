package dev.workflow.definition;

import dev.workflow.condition.Condition;

/**
 * An event about the same subject that ends every active instance of the workflow for that subject.
 *
 * @param when always true if the document leaves it out
 */
public record Exit(String event, Condition when) {}
