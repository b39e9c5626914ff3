package dev.workflow.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.workflow.SubjectRef;
import dev.workflow.spi.store.EventRow;
import dev.workflow.spi.store.EventRows.DuplicateEventException;
import dev.workflow.spi.store.EventRows.EventFilter;
import dev.workflow.spi.store.EventRows.EventKey;
import dev.workflow.spi.store.EventRows.Past;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Accepted events, their receipts and the dedupe windows. */
abstract class EventRowsContract extends StoreContract {

  @Test
  void an_event_is_read_as_it_was_written() {
    EventRow full =
        new EventRow(ACME, "é-1/ü", "a.b", LEAD, NOW, "{\"x\":\"🚀\"}", "{\"started\":[]}");
    EventRow bare = new EventRow(ACME, "e-2", "a.b", null, LATER, "{}", null);
    run(transaction -> transaction.events().insert(List.of(full, bare)));
    assertThat(maybe(transaction -> transaction.events().find(ACME, "é-1/ü"))).contains(full);
    assertThat(maybe(transaction -> transaction.events().find(ACME, "e-2"))).contains(bare);
    assertThat(maybe(transaction -> transaction.events().find(ACME, "E-2"))).isEmpty();
    List<EventKey> keys =
        List.of(new EventKey(ACME, "e-2"), new EventKey(OTHER, "é-1/ü"), new EventKey(ACME, "e-2"));
    assertThat(list(transaction -> transaction.events().find(keys))).containsExactly(bare);
    assertThat(list(transaction -> transaction.events().find(List.of()))).isEmpty();
  }

  @Test
  void a_body_of_a_megabyte_fits() {
    EventRow large =
        new EventRow(ACME, "e-1", "a.b", null, NOW, "\"" + "ü".repeat(1 << 20) + "\"", null);
    run(transaction -> transaction.events().insert(List.of(large)));
    assertThat(maybe(transaction -> transaction.events().find(ACME, "e-1"))).contains(large);
  }

  @Test
  void an_id_is_accepted_once_and_its_neighbours_of_the_batch_with_it() {
    run(transaction -> transaction.events().insert(List.of(event(ACME, "e-1", NOW))));
    List<EventRow> batch = List.of(event(ACME, "e-0", NOW), event(ACME, "e-1", LATER));
    assertThatThrownBy(() -> run(transaction -> transaction.events().insert(batch)))
        .isInstanceOf(DuplicateEventException.class)
        .hasMessage("an event with the same id was stored by another transaction");
    assertThat(maybe(transaction -> transaction.events().find(ACME, "e-0"))).isEmpty();
    assertThat(maybe(transaction -> transaction.events().find(ACME, "e-1")))
        .contains(event(ACME, "e-1", NOW));
  }

  @Test
  void an_event_that_exists_is_left_alone_and_the_transaction_goes_on() {
    run(transaction -> transaction.events().insert(List.of(event(ACME, "e-1", NOW))));
    run(
        transaction -> {
          assertThat(transaction.events().insertIfNew(event(ACME, "e-1", LATER))).isFalse();
          assertThat(transaction.events().insertIfNew(event(OTHER, "e-1", LATER))).isTrue();
          assertThat(transaction.events().insertIfNew(event(ACME, "e-2", LATER))).isTrue();
        });
    assertThat(list(transaction -> transaction.events().list(ACME, null, 10)))
        .containsExactly(event(ACME, "e-2", LATER), event(ACME, "e-1", NOW));
  }

  @Test
  void events_are_found_by_time_subject_type_and_receipt() {
    EventRow first = event(ACME, "e-1", NOW);
    SubjectRef seven = SubjectRef.of("lead", "7");
    EventRow about = new EventRow(ACME, "e-2", "c.d", seven, LATER, "{}", "{\"started\":[]}");
    EventRow last = event(ACME, "e-3", LATER.plusSeconds(1));
    run(
        transaction ->
            transaction.events().insert(List.of(first, about, last, event(OTHER, "e-2", LATER))));
    EventFilter all = new EventFilter(ACME, NOW, LATER.plusSeconds(9), null, Set.of(), false);
    assertThat(found(all, null, 9)).containsExactly(last, about, first);
    assertThat(found(all, null, 2)).containsExactly(last, about);
    assertThat(found(all, about, 9)).containsExactly(first);
    Instant from = NOW.plusNanos(1_000);
    assertThat(found(new EventFilter(ACME, from, LATER, null, Set.of(), false), null, 9)).isEmpty();
    assertThat(found(new EventFilter(ACME, NOW, LATER, null, Set.of(), false), null, 9))
        .containsExactly(first);
    Instant end = LATER.plusSeconds(9);
    assertThat(found(new EventFilter(ACME, NOW, end, seven, Set.of(), false), null, 9))
        .containsExactly(about);
    assertThat(found(new EventFilter(ACME, NOW, end, null, Set.of("c.d", "x"), false), null, 9))
        .containsExactly(about);
    assertThat(found(new EventFilter(ACME, NOW, end, null, Set.of(), true), null, 9))
        .containsExactly(about);
  }

  private List<EventRow> found(EventFilter filter, @Nullable EventRow before, int limit) {
    return list(transaction -> transaction.events().list(filter, before, limit));
  }

  @Test
  void pages_of_events_are_complete_newest_first() {
    List<EventRow> expected = new ArrayList<>();
    for (int n = 0; n < 17; n++) {
      Instant at = NOW.plusSeconds(n / 4);
      EventRow row = event(ACME, "e-" + (char) ('a' + n), at);
      run(
          transaction ->
              transaction.events().insert(List.of(row, event(OTHER, row.id(), row.acceptedAt()))));
      expected.add(0, row);
    }
    List<EventRow> seen = new ArrayList<>();
    List<EventRow> page;
    do {
      EventRow before = seen.isEmpty() ? null : seen.get(seen.size() - 1);
      page = get(transaction -> transaction.events().list(ACME, before, 3));
      seen.addAll(page);
    } while (page.size() == 3);
    assertThat(seen).containsExactlyElementsOf(expected);
  }

  @Test
  void events_of_a_time_are_paged_oldest_first() {
    List<EventRow> expected = new ArrayList<>();
    for (int n = 0; n < 17; n++) {
      EventRow row = event(ACME, "e-" + (char) ('a' + n), NOW.plusSeconds(n / 4));
      run(
          transaction ->
              transaction.events().insert(List.of(row, event(OTHER, row.id(), row.acceptedAt()))));
      if (n / 4 == 1 || n / 4 == 2) {
        expected.add(row);
      }
    }
    List<EventRow> seen = new ArrayList<>();
    List<EventRow> page;
    do {
      EventRow after = seen.isEmpty() ? null : seen.get(seen.size() - 1);
      page =
          get(
              transaction ->
                  transaction
                      .events()
                      .accepted(ACME, NOW.plusSeconds(1), NOW.plusSeconds(3), after, 3));
      seen.addAll(page);
    } while (page.size() == 3);
    assertThat(seen).containsExactlyElementsOf(expected);
  }

  @Test
  void past_events_are_paged_oldest_first_and_removed_by_their_ids() {
    EventRow effective =
        new EventRow(ACME, "e-1", "a.b", null, NOW.minusSeconds(9), "{}", "{\"started\":[]}");
    run(
        transaction ->
            transaction
                .events()
                .insert(
                    List.of(
                        event(ACME, "e-4", NOW),
                        event(ACME, "e-3", NOW.minusSeconds(1)),
                        event(ACME, "e-2", NOW.minusSeconds(1)),
                        effective,
                        event(OTHER, "e-1", NOW.minusSeconds(9)))));
    List<Past> first = list(transaction -> transaction.events().past(ACME, NOW, null, 2));
    assertThat(first)
        .containsExactly(
            new Past("e-1", NOW.minusSeconds(9), "{\"started\":[]}"),
            new Past("e-2", NOW.minusSeconds(1), null));
    assertThat(list(transaction -> transaction.events().past(ACME, NOW, first.get(1), 2)))
        .containsExactly(new Past("e-3", NOW.minusSeconds(1), null));
    run(transaction -> transaction.events().remove(ACME, List.of("e-1", "e-3", "nobody")));
    run(transaction -> transaction.events().remove(ACME, List.of()));
    assertThat(list(transaction -> transaction.events().list(ACME, null, 10)))
        .extracting(EventRow::id)
        .containsExactly("e-4", "e-2");
    assertThat(maybe(transaction -> transaction.events().find(OTHER, "e-1"))).isPresent();
    run(transaction -> transaction.events().insert(List.of(effective)));
  }

  @Test
  void windows_that_have_ended_are_removed_a_few_at_a_time() {
    for (int n = 1; n <= 5; n++) {
      assertThat(opens("w", "k" + n, NOW, LATER)).isTrue();
    }
    assertThat(opens("w", "for ever", NOW, null)).isTrue();
    assertThat(opens("w", "longer", NOW, LATER.plusSeconds(1))).isTrue();
    assertThat(removeWindows(LATER, 10)).isZero();
    Instant after = LATER.plusNanos(1_000);
    assertThat(removeWindows(after, 3)).isEqualTo(3);
    assertThat(removeWindows(after, 3)).isEqualTo(2);
    assertThat(opens("w", "k1", NOW, LATER)).isTrue();
    assertThat(opens("w", "longer", NOW, LATER)).isFalse();
    assertThat(opens("w", "for ever", NOW, LATER)).isFalse();
  }

  private int removeWindows(Instant endedBefore, int limit) {
    return get(transaction -> transaction.events().removeWindows(ACME, endedBefore, limit));
  }

  @Test
  void a_window_opens_once_until_it_ends() {
    assertThat(opens("w", "k", NOW, LATER)).isTrue();
    assertThat(opens("w", "k", NOW, LATER)).isFalse();
    assertThat(opens("w", "k", LATER.minusNanos(1_000), LATER)).isFalse();
    assertThat(opens("w", "K", NOW, LATER)).isTrue();
    assertThat(opens("v", "k", NOW, LATER)).isTrue();
    assertThat(opens("w", "k", LATER, null)).isTrue();
    assertThat(opens("w", "k", LATER.plusSeconds(1_000_000_000), null)).isFalse();
  }

  @Test
  void a_window_that_was_rolled_back_is_not_open() {
    assertThatThrownBy(
            () ->
                run(
                    transaction -> {
                      transaction.events().openWindow(ACME, "w", "k", NOW, null);
                      throw new IllegalStateException("no");
                    }))
        .hasMessage("no");
    assertThat(opens("w", "k", NOW, null)).isTrue();
  }

  private boolean opens(String workflow, String key, Instant now, Instant until) {
    return get(transaction -> transaction.events().openWindow(ACME, workflow, key, now, until));
  }
}
