package dev.workflow.examples.host.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.workflow.InvalidInputException;
import dev.workflow.Page;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.http.ResponseEntity;

/** Pages of lists, by cursor and by offset. */
class PagesTest {

  /** A list of 0 to 499 whose pages may hold fewer than asked for, as those of the engine may. */
  private static final BiFunction<String, Integer, Page<Integer>> LIST =
      (cursor, limit) -> {
        int from = cursor == null ? 0 : Integer.parseInt(cursor);
        int to = Math.min(500, from + Math.min(limit, 90));
        return new Page<>(
            IntStream.range(from, to).boxed().toList(),
            to < 500 ? Optional.of(String.valueOf(to)) : Optional.empty());
      };

  private static ResponseEntity<Items<Integer>> page(int limit, String cursor, int offset) {
    return new Pages(limit, cursor, offset, "/list?offset=" + offset + "&q=a%20b")
        .of(LIST, Function.identity());
  }

  @Test
  void a_page_leads_to_the_next_one() {
    ResponseEntity<Items<Integer>> first = page(2, null, 0);
    assertThat(first.getBody()).isEqualTo(new Items<>(List.of(0, 1), "2", null));
    assertThat(first.getHeaders().getFirst("Link"))
        .isEqualTo("</list?q=a%20b&cursor=2>; rel=\"next\"");
    assertThat(page(2, "2", 0).getBody().items()).containsExactly(2, 3);
  }

  @Test
  void an_offset_passes_over_pages_whatever_they_hold() {
    assertThat(page(3, null, 397).getBody().items()).containsExactly(397, 398, 399);
    assertThat(page(3, null, 499).getBody()).isEqualTo(new Items<>(List.of(499), null, null));
  }

  @Test
  void behind_the_end_there_is_nothing() {
    assertThat(page(3, null, 500).getBody().items()).isEmpty();
    assertThat(page(3, null, 10_000).getHeaders().getFirst("Link")).isNull();
  }

  @Test
  void a_list_at_hand_has_cursors_too() {
    Pages pages = new Pages(2, null, 1, "/list");
    assertThat(pages.of(List.of("a", "b", "c", "d")).getBody())
        .isEqualTo(new Items<>(List.of("b", "c"), "p3", 4L));
    assertThat(new Pages(2, "p3", 0, "/list").of(List.of("a", "b", "c", "d")).getBody())
        .isEqualTo(new Items<>(List.of("d"), null, 4L));
    assertThat(new Pages(2, "p9", 0, "/list").of(List.of("a")).getBody().items()).isEmpty();
    assertThatThrownBy(() -> new Pages(2, "q", 0, "/list").of(List.of("a")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("The page has a problem:\n  /cursor: is not a cursor returned by this list");
  }

  @Test
  void everything_that_is_wrong_is_told_at_once() {
    assertThatThrownBy(() -> new Pages(0, "c", 10_001, "/list"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            """
            The page has 3 problems:
              /limit: must be 1 to 200
              /offset: must be 0 to 10000; go on by cursor behind that
              /offset: cannot be given together with a cursor""");
  }
}
