/** What somebody has to look at. */
@NullMarked
package dev.workflow.examples.host.engine.findings;

import org.jspecify.annotations.NullMarked;
