package dev.workflow.preview.internal;

import dev.workflow.spi.store.EventRow;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The stored events of a time, oldest first, a portion at a time. It can read, and nothing else.
 */
@FunctionalInterface
interface PastEvents {

  /** How many are read at once. */
  int PORTION = 500;

  /**
   * A portion.
   *
   * @param after the last one of the portion before; null: the first
   * @return fewer than {@link #PORTION}: there are no more
   */
  List<EventRow> portion(@Nullable EventRow after);

  /**
   * Reads at most so many.
   *
   * @param between called after each portion that has more
   */
  default void each(long most, Consumer<EventRow> each, Runnable between) {
    EventRow last = null;
    long read = 0;
    while (true) {
      List<EventRow> portion = portion(last);
      for (EventRow row : portion) {
        if (read == most) {
          return;
        }
        read++;
        each.accept(row);
        last = row;
      }
      if (portion.size() < PORTION) {
        return;
      }
      between.run();
    }
  }
}
