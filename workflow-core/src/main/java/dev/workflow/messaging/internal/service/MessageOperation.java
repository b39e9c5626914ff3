package dev.workflow.messaging.internal.service;

import dev.workflow.IllegalTransitionException;
import dev.workflow.spi.MessageState;
import dev.workflow.spi.store.MessageRow;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** The operations on messages, and the states they are for. */
enum MessageOperation {
  SKIP("skipped", MessageState.PENDING, MessageState.HELD),
  MOVE("moved", MessageState.PENDING, MessageState.HELD),
  SEND_NOW("sent now", MessageState.PENDING, MessageState.HELD),
  HOLD("held", MessageState.PENDING),
  RELEASE("released", MessageState.HELD),
  READDRESS("readdressed", MessageState.PENDING, MessageState.HELD, MessageState.FAILED),
  RESEND("resent", MessageState.FAILED),
  DISCARD("discarded", MessageState.FAILED);

  private final String done;
  private final List<MessageState> from;

  MessageOperation(String done, MessageState... from) {
    this.done = done;
    this.from = List.of(from);
  }

  /** The states in which it can be done. */
  Set<MessageState> from() {
    return Set.copyOf(from);
  }

  /** Whether a message is in a state in which it can be done. */
  boolean fits(MessageRow row) {
    return from.stream().anyMatch(row::is);
  }

  private String states() {
    return from.stream().map(MessageState::name).collect(Collectors.joining(" or "));
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
    if (!fits(row)) {
      throw new IllegalTransitionException(
          "message "
              + row.id()
              + " is "
              + row.state()
              + "; it can be "
              + done
              + " while it is "
              + states());
    }
    if (row.status().underWay(now)) {
      throw new IllegalTransitionException(
          "message "
              + row.id()
              + " is being sent at this moment; it can be "
              + done
              + " if it is still "
              + states()
              + " when that attempt is over (its node has it until "
              + Objects.requireNonNull(row.dueAt(), "a message under way is leased")
              + ")");
    }
  }
}
