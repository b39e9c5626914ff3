package dev.workflow.messaging.internal.service;

import dev.workflow.IllegalTransitionException;
import dev.workflow.spi.store.MessageRow;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** The operations on messages, and the states they are for. */
enum MessageOperation {
  SKIP("skipped", "PENDING", "HELD"),
  MOVE("moved", "PENDING", "HELD"),
  SEND_NOW("sent now", "PENDING", "HELD"),
  HOLD("held", "PENDING"),
  RELEASE("released", "HELD"),
  READDRESS("readdressed", "PENDING", "HELD", "FAILED"),
  RESEND("resent", "FAILED"),
  DISCARD("discarded", "FAILED");

  private final String done;
  private final List<String> from;

  MessageOperation(String done, String... from) {
    this.done = done;
    this.from = List.of(from);
  }

  /** The states in which it can be done. */
  Set<String> from() {
    return Set.copyOf(from);
  }

  /**
   * Whether it is done to each message of a digest alone, when a query finds it: it would take the
   * messages of others with it otherwise.
   */
  boolean partByPart() {
    return this == SKIP || this == HOLD || this == DISCARD;
  }

  /**
   * @throws IllegalTransitionException if it cannot be done to this message now
   */
  void check(MessageRow row, Instant now) {
    if (!from.contains(row.state())) {
      throw new IllegalTransitionException(
          "message "
              + row.id()
              + " is "
              + row.state()
              + "; it can be "
              + done
              + " while it is "
              + String.join(" or ", from));
    }
    if (row.status().underWay(now)) {
      throw new IllegalTransitionException(
          "message "
              + row.id()
              + " is being sent at this moment; it can be "
              + done
              + " if it is still "
              + String.join(" or ", from)
              + " when that attempt is over (its node has it until "
              + Objects.requireNonNull(row.dueAt(), "a message under way is leased")
              + ")");
    }
  }
}
