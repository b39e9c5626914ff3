/**
 * What a workflow is: immutable records, their JSON and YAML form, the validator and the diagram.
 */
@NullMarked
package dev.workflow.definition;

import org.jspecify.annotations.NullMarked;
