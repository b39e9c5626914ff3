/** What happens, as it happens, on whichever node. */
@NullMarked
package dev.workflow.examples.host.stream;

import org.jspecify.annotations.NullMarked;
