/** Serves the console, which is made of the REST API alone. */
@NullMarked
package dev.workflow.examples.host.console;

import org.jspecify.annotations.NullMarked;
