package dev.workflow.internal;

import dev.workflow.InvalidInputException;
import dev.workflow.Problem;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Pages of lists. */
final class Cursors {

  private static final int MOST = 1_000;

  private Cursors() {}

  static int limit(int limit) {
    if (limit < 1 || limit > MOST) {
      throw new InvalidInputException(
          "The limit", List.of(new Problem("", "is " + limit + "; it must be 1 to " + MOST)));
    }
    return limit;
  }

  /** The cursor of what follows: the last row's, if the page is full. */
  static <T> Optional<String> next(List<T> rows, int limit, Function<T, String> cursor) {
    return rows.size() < limit
        ? Optional.empty()
        : Optional.of(cursor.apply(rows.get(rows.size() - 1)));
  }
}
