/** Messaging as a module of the engine. */
@NullMarked
package dev.workflow.messaging.internal;

import org.jspecify.annotations.NullMarked;
