package dev.workflow.examples.host.stream;

import dev.workflow.InvalidInputException;
import dev.workflow.Problem;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A place in the journal of a tenant, as the id of an event: its time and the act.
 *
 * @param act instance and number; "": only a time
 */
record Place(Instant at, String act) {

  static Place of(Instant at) {
    return new Place(at, "");
  }

  String text() {
    return at.getEpochSecond() * 1_000_000 + at.getNano() / 1_000 + "_" + act;
  }

  /** Null if the client has none yet. */
  static @Nullable Place parse(@Nullable String text) {
    if (text == null || text.isBlank()) {
      return null;
    }
    int end = text.indexOf('_');
    try {
      long micros = Long.parseLong(text.substring(0, end));
      return new Place(
          Instant.ofEpochSecond(
              Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1_000),
          text.substring(end + 1));
    } catch (NumberFormatException | StringIndexOutOfBoundsException e) {
      throw new InvalidInputException(
          "The stream",
          List.of(new Problem("/Last-Event-ID", "is not an id that this stream has given")));
    }
  }
}
