package dev.workflow.internal.watch;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.operations.Findings;
import org.jspecify.annotations.Nullable;

/**
 * Something that a look has seen.
 *
 * @param about what of the workflow, or of the tenant: with the kind and the workflow it says
 *     whether it is the same as what was seen before
 * @param workflow null: of none
 * @param step null: of none
 */
record Observed(
    Findings.Kind kind,
    String about,
    @Nullable String workflow,
    @Nullable String step,
    ObjectNode evidence) {

  static final String ABOUT = "about";

  /** Its evidence with what it is about. */
  ObjectNode written() {
    ObjectNode all = evidence.objectNode().put(ABOUT, about);
    all.setAll(evidence);
    return all;
  }
}
