/** Templates of the work on matters, what runs on them, and what providers post about it. */
@NullMarked
package dev.workflow.examples.host.matters;

import org.jspecify.annotations.NullMarked;
