/** The execution log. */
@NullMarked
package dev.workflow.examples.host.engine.log;

import org.jspecify.annotations.NullMarked;
