/** Which workflow a subject has, and why. */
@NullMarked
package dev.workflow.examples.host.engine.assignments;

import org.jspecify.annotations.NullMarked;
