package dev.workflow.examples.host.web;

import static java.util.stream.Collectors.joining;

import dev.workflow.InvalidInputException;
import dev.workflow.Page;
import dev.workflow.Problem;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.util.UriUtils;

/**
 * Which part of a list a request asks for: {@code limit} with {@code cursor} or {@code offset}. An
 * argument of every method that lists.
 *
 * @param limit 1 to 200; 50 by default
 * @param cursor from {@code next_cursor} of the page before
 * @param offset so many are passed over, at most 10,000; not together with a cursor
 * @param address of the request, for the {@code Link} to the next page
 */
public record Pages(int limit, @Nullable String cursor, int offset, String address) {

  public static final int MOST = 200;
  public static final int USUAL = 50;
  public static final int FARTHEST = 10_000;

  public Pages {
    List<Problem> problems = new ArrayList<>();
    if (limit < 1 || limit > MOST) {
      problems.add(new Problem("/limit", "must be 1 to " + MOST));
    }
    if (offset < 0 || offset > FARTHEST) {
      problems.add(
          new Problem("/offset", "must be 0 to " + FARTHEST + "; go on by cursor behind that"));
    }
    if (cursor != null && offset > 0) {
      problems.add(new Problem("/offset", "cannot be given together with a cursor"));
    }
    if (!problems.isEmpty()) {
      throw new InvalidInputException("The page", problems);
    }
  }

  /**
   * The page of a list that is read by cursor: what the offset passes over is read, too.
   *
   * @param list from a cursor, null at first, and a limit, to a part of the list
   */
  public <S, T> ResponseEntity<Items<T>> of(
      BiFunction<@Nullable String, Integer, Page<S>> list, Function<S, T> shown) {
    return of(list, shown, null);
  }

  /** The same where it is known how many there are in all. */
  public <S, T> ResponseEntity<Items<T>> of(
      BiFunction<@Nullable String, Integer, Page<S>> list,
      Function<S, T> shown,
      @Nullable Long total) {
    String from = cursor;
    int left = offset;
    while (left > 0) {
      Page<S> passed = list.apply(from, Math.min(left, MOST));
      left -= passed.items().size();
      from = passed.next().orElse(null);
      if (from == null) {
        return answer(new Items<>(List.of(), null, total));
      }
    }
    Page<S> page = list.apply(from, limit);
    return answer(
        new Items<>(page.items().stream().map(shown).toList(), page.next().orElse(null), total));
  }

  /** The page of a list that is at hand as a whole; its cursors are positions. */
  public <T> ResponseEntity<Items<T>> of(List<T> all) {
    int from = Math.min(cursor == null ? offset : position(cursor), all.size());
    int to = Math.min(from + limit, all.size());
    return answer(
        new Items<>(all.subList(from, to), to < all.size() ? "p" + to : null, (long) all.size()));
  }

  private static int position(String cursor) {
    try {
      if (cursor.startsWith("p")) {
        return Integer.parseUnsignedInt(cursor, 1, cursor.length(), 10);
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw new InvalidInputException(
        "The page", List.of(new Problem("/cursor", "is not a cursor returned by this list")));
  }

  private <T> ResponseEntity<Items<T>> answer(Items<T> items) {
    if (items.nextCursor() == null) {
      return ResponseEntity.ok(items);
    }
    String next = next(items.nextCursor());
    return ResponseEntity.ok().header(HttpHeaders.LINK, "<" + next + ">; rel=\"next\"").body(items);
  }

  /** The same address, as it was sent, with another place in the list. */
  private String next(String following) {
    String[] parts = address.split("\\?", 2);
    Stream<String> others =
        parts.length < 2
            ? Stream.of()
            : Arrays.stream(parts[1].split("&"))
                .filter(one -> !one.startsWith("cursor=") && !one.startsWith("offset="));
    String cursor = "cursor=" + UriUtils.encode(following, StandardCharsets.UTF_8);
    return parts[0] + "?" + Stream.concat(others, Stream.of(cursor)).collect(joining("&"));
  }
}
