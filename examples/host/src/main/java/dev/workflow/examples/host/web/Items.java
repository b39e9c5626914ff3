package dev.workflow.examples.host.web;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of a list.
 *
 * @param nextCursor give it as {@code cursor} to get what follows; left out at the end
 * @param total how many there are in all, where that is known
 */
public record Items<T>(List<T> items, @Nullable String nextCursor, @Nullable Long total) {

  public Items {
    items = List.copyOf(items);
  }

  /** All there is, on one page. */
  public static <T> Items<T> all(List<T> items) {
    return new Items<>(items, null, (long) items.size());
  }
}
