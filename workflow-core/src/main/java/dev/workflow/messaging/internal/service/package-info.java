/** The services about messages that the engine hands out. */
@NullMarked
package dev.workflow.messaging.internal.service;

import org.jspecify.annotations.NullMarked;
