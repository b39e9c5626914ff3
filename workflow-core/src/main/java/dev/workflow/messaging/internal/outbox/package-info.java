/**
 * The outbox at work: claims due messages, looks at them a last time, hands them to senders, and
 * records what came of them and what providers report later.
 */
@NullMarked
package dev.workflow.messaging.internal.outbox;

import org.jspecify.annotations.NullMarked;
