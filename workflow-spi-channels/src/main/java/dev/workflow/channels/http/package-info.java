/** HTTP to the outside, with a guard on where it may go. */
@NullMarked
package dev.workflow.channels.http;

import org.jspecify.annotations.NullMarked;
