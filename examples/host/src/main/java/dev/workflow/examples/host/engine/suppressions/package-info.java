/** Who is not written to, and consents. */
@NullMarked
package dev.workflow.examples.host.engine.suppressions;

import org.jspecify.annotations.NullMarked;
