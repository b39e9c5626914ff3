package dev.workflow.preview.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.workflow.TenantId;
import dev.workflow.preview.PastStarts;
import dev.workflow.spi.store.EventRow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class PastEventsTest {

  private static final TenantId TENANT = TenantId.of("acme");
  private static final Instant START = Instant.parse("2026-01-05T09:00:00Z");

  private static EventRow row(int second) {
    return EventRow.place(TENANT, "e-" + second, START.plusSeconds(second));
  }

  /** So many events, a second apart. */
  private static PastEvents of(int count, List<Integer> portions) {
    return after -> {
      int first =
          after == null
              ? 0
              : (int) (after.acceptedAt().getEpochSecond() - START.getEpochSecond()) + 1;
      int end = Math.min(count, first + PastEvents.PORTION);
      portions.add(end - first);
      return IntStream.range(first, end).mapToObj(PastEventsTest::row).toList();
    };
  }

  @Nested
  class Reading {

    @Test
    void each_event_comes_once_in_portions_and_progress_is_told_between_them() {
      List<String> read = new ArrayList<>();
      List<Integer> portions = new ArrayList<>();
      List<Integer> told = new ArrayList<>();
      of(1_200, portions).each(10_000, row -> read.add(row.id()), () -> told.add(read.size()));
      assertThat(read)
          .containsExactlyElementsOf(IntStream.range(0, 1_200).mapToObj(i -> "e-" + i).toList());
      assertThat(portions).containsExactly(500, 500, 200);
      assertThat(told).containsExactly(500, 1_000);
    }

    @Test
    void a_last_portion_that_is_full_is_followed_by_an_empty_one() {
      List<Integer> portions = new ArrayList<>();
      of(500, portions).each(10_000, row -> {}, () -> {});
      assertThat(portions).containsExactly(500, 0);
    }

    @Test
    void no_more_are_read_than_asked_for() {
      List<String> read = new ArrayList<>();
      of(1_000_000, new ArrayList<>()).each(700, row -> read.add(row.id()), () -> {});
      assertThat(read).hasSize(700);
    }
  }

  @Nested
  class Keys {

    private final KeyWindows keys = new KeyWindows();

    @Test
    void a_key_counts_until_its_end() {
      keys.put("a", START.plusSeconds(10));
      keys.put("b", null);
      assertThat(keys.open("a", START.plusSeconds(9))).isTrue();
      assertThat(keys.open("a", START.plusSeconds(10))).isFalse();
      assertThat(keys.open("b", Instant.MAX.minusSeconds(1))).isTrue();
      assertThat(keys.open("c", START)).isFalse();
      assertThat(keys.whole()).isTrue();
    }

    @Test
    void the_oldest_are_forgotten_beyond_a_number_and_it_says_so() {
      for (int i = 0; i <= PastStarts.MOST_KEYS; i++) {
        keys.put("k" + i, null);
      }
      assertThat(keys.open("k0", START)).isFalse();
      assertThat(keys.open("k1", START)).isTrue();
      assertThat(keys.open("k" + PastStarts.MOST_KEYS, START)).isTrue();
      assertThat(keys.whole()).isFalse();
    }
  }
}
