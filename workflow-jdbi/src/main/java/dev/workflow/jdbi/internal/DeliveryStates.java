package dev.workflow.jdbi.internal;

import dev.workflow.messaging.Deliveries.State;
import dev.workflow.spi.store.DeliveryRows;
import dev.workflow.spi.store.DeliveryRows.DeliveryRow;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** The state of a message's delivery, which only gets further. */
public interface DeliveryStates {

  /**
   * How far a message's {@code delivery} has come: the rank of its state. One that a newer release
   * has written is beyond all that this one knows.
   */
  String RANK =
      Arrays.stream(State.values())
          .filter(state -> state != State.UNRECOGNIZED)
          .map(state -> "WHEN delivery = '" + state + "' THEN " + state.ordinal())
          .collect(
              Collectors.joining(
                  " ",
                  "CASE WHEN delivery IS NULL THEN -1 ",
                  " ELSE " + State.UNRECOGNIZED.ordinal() + " END"));

  /**
   * See {@link DeliveryRows#raise}.
   *
   * @param reports of one tenant, sorted by message
   */
  Set<UUID> raise(List<DeliveryRow> reports);

  /** The message of a report, which is known. */
  static UUID message(DeliveryRow report) {
    return Objects.requireNonNull(report.message(), "the message is known");
  }

  /** How far a report says that its message has come. */
  static int rank(DeliveryRow report) {
    return State.of(report.state()).ordinal();
  }
}
