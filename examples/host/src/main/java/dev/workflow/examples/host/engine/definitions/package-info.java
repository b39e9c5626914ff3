/** Workflow definitions, their drafts and versions. */
@NullMarked
package dev.workflow.examples.host.engine.definitions;

import org.jspecify.annotations.NullMarked;
