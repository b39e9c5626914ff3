/** Workflows as rules: one event, conditions, actions; their execution and their runs. */
@NullMarked
package dev.workflow.examples.host.rules;

import org.jspecify.annotations.NullMarked;
