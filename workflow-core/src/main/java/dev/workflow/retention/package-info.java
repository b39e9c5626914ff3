/** How long things stay, what may not be removed, and what is erased. */
@NullMarked
package dev.workflow.retention;

import org.jspecify.annotations.NullMarked;
