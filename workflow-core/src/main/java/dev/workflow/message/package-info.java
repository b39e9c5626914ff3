/** Addresses, unsubscribe links, and what a message that came in is. */
@NullMarked
package dev.workflow.message;

import org.jspecify.annotations.NullMarked;
