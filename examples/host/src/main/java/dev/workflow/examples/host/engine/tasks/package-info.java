/** Human work: inbox, tasks, substitutions. */
@NullMarked
package dev.workflow.examples.host.engine.tasks;

import org.jspecify.annotations.NullMarked;
