package dev.workflow.examples.host.engine;

import dev.workflow.Page;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Pages of those elements of a list that fit, where the list itself cannot filter by it. */
public final class Sieve {

  /** How many pages are looked at before an answer goes out that has few elements or none. */
  private static final int PAGES = 20;

  private Sieve() {}

  public static <T> Page<T> page(
      BiFunction<@Nullable String, Integer, Page<T>> list,
      Predicate<T> fits,
      @Nullable String cursor,
      int limit) {
    List<T> found = new ArrayList<>();
    String next = cursor;
    for (int looked = 0; looked < PAGES; looked++) {
      Page<T> page = list.apply(next, limit - found.size());
      page.items().stream().filter(fits).forEach(found::add);
      next = page.next().orElse(null);
      if (next == null || found.size() >= limit) {
        break;
      }
    }
    return new Page<>(found, Optional.ofNullable(next));
  }
}
