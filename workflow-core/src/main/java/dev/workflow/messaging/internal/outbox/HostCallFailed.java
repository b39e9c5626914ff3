package dev.workflow.messaging.internal.outbox;

import dev.workflow.internal.engine.StoredText;
import dev.workflow.internal.log.Log;
import dev.workflow.spi.store.MessageRow;
import java.time.Duration;
import java.time.Instant;

/**
 * A question about a message that the host's code failed to answer: the message waits a little, and
 * no other one does.
 */
final class HostCallFailed {

  private static final Log log = Log.of(HostCallFailed.class);
  private static final Duration WAIT = Duration.ofMinutes(1);

  private HostCallFailed() {}

  /**
   * @param question what could not be found out
   */
  static SendCheck.Postpone about(MessageRow row, String question, Throwable reason, Instant now) {
    log.warn(
        "Message {} of tenant {} waits: {} could not be found out",
        row.id(),
        row.tenant(),
        question,
        reason);
    return new SendCheck.Postpone(
        now.plus(WAIT), StoredText.cut(question + " could not be found out: " + reason));
  }
}
