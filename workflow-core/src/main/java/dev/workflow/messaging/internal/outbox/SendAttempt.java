package dev.workflow.messaging.internal.outbox;

import dev.workflow.spi.SendResult;
import dev.workflow.spi.store.MessageRow;
import org.jspecify.annotations.Nullable;

/**
 * A message that was handed to its sender.
 *
 * @param row as it is to be recorded
 * @param result what the sender answered; null: there was none to ask
 */
record SendAttempt(MessageRow row, @Nullable SendResult result) {}
