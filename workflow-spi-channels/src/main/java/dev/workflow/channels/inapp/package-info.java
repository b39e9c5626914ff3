/** Messages that are read inside the host's application. */
@NullMarked
package dev.workflow.channels.inapp;

import org.jspecify.annotations.NullMarked;
