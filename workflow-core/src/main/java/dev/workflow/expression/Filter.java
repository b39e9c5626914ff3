package dev.workflow.expression;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * One compiled step behind a {@code |}. Immutable.
 *
 * <p>Nothing (missing or null) passes through a filter unchanged unless the filter is about
 * nothing, so that a {@code default} may stand anywhere in the chain.
 */
@FunctionalInterface
interface Filter {

  JsonNode apply(JsonNode value, Rendering rendering);
}
