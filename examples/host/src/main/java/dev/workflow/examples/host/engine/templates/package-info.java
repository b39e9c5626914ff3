/** Message templates with previews. */
@NullMarked
package dev.workflow.examples.host.engine.templates;

import org.jspecify.annotations.NullMarked;
