/** Whom a message is for: addresses, contacts and their forms. */
@NullMarked
package dev.workflow.messaging.internal.recipient;

import org.jspecify.annotations.NullMarked;
