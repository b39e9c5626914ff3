/** Workflow templates. */
@NullMarked
package dev.workflow.examples.host.engine.gallery;

import org.jspecify.annotations.NullMarked;
