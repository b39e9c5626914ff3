package dev.workflow.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.workflow.spi.store.LimitRows.LimitKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What is remembered of limits. */
abstract class LimitRowsContract extends StoreContract {

  private static final LimitKey ONE = new LimitKey(ACME, "workflow:one");
  private static final LimitKey TWO = new LimitKey(ACME, "workflow:two");
  private static final LimitKey ELSEWHERE = new LimitKey(OTHER, "workflow:one");
  private static final int THREADS = 6;
  private static final int ROUNDS = 20;

  private Map<LimitKey, String> locked(LimitKey... keys) {
    return get(transaction -> transaction.limits().lock(List.of(keys)));
  }

  private void put(Map<LimitKey, String> states) {
    run(
        transaction -> {
          transaction.limits().lock(states.keySet());
          transaction.limits().put(states);
        });
  }

  @Test
  void nothing_is_stored_of_a_new_limit() {
    assertThat(locked(ONE, TWO)).isEqualTo(Map.of(ONE, "", TWO, ""));
  }

  @Test
  void each_limit_keeps_what_was_put_last() {
    put(Map.of(ONE, "first", ELSEWHERE, "x".repeat(2_000)));
    put(Map.of(ONE, "second"));
    assertThat(locked(ELSEWHERE, TWO, ONE))
        .isEqualTo(Map.of(ONE, "second", TWO, "", ELSEWHERE, "x".repeat(2_000)));
  }

  @Test
  void a_limit_is_forgotten_when_its_time_has_passed() {
    put(Map.of(ONE, "kept"));
    putUntil(Map.of(TWO, "first"), NOW);
    putUntil(Map.of(ELSEWHERE, "second"), LATER);
    assertThat(forget(NOW, 10)).isZero();
    assertThat(forget(NOW.plusNanos(1_000), 10)).isEqualTo(1);
    assertThat(locked(ONE, TWO, ELSEWHERE))
        .isEqualTo(Map.of(ONE, "kept", TWO, "", ELSEWHERE, "second"));
    putUntil(Map.of(TWO, "again"), LATER);
    assertThat(forget(LATER.plusSeconds(1), 1)).isEqualTo(1);
    assertThat(forget(LATER.plusSeconds(1), 9)).isEqualTo(1);
    assertThat(locked(ONE, TWO, ELSEWHERE)).isEqualTo(Map.of(ONE, "kept", TWO, "", ELSEWHERE, ""));
  }

  private void putUntil(Map<LimitKey, String> states, Instant until) {
    run(
        transaction -> {
          transaction.limits().lock(states.keySet());
          transaction.limits().put(states, until);
        });
  }

  private long forget(Instant now, int limit) {
    return number(transaction -> transaction.limits().forget(now, limit));
  }

  @Test
  void a_rollback_leaves_it_as_it_was() {
    put(Map.of(ONE, "kept"));
    RuntimeException reason = new RuntimeException("no");
    assertThatThrownBy(
            () ->
                run(
                    transaction -> {
                      transaction.limits().lock(List.of(ONE, TWO));
                      transaction.limits().put(Map.of(ONE, "lost", TWO, "lost"));
                      throw reason;
                    }))
        .isSameAs(reason);
    assertThat(locked(ONE, TWO)).isEqualTo(Map.of(ONE, "kept", TWO, ""));
  }

  @Test
  void writers_beside_each_other_see_what_the_one_before_wrote() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      List<Future<?>> all = new ArrayList<>();
      for (int t = 0; t < THREADS; t++) {
        List<LimitKey> keys = t % 2 == 0 ? List.of(ONE, TWO) : List.of(TWO, ONE);
        all.add(threads.submit(() -> addOneEach(keys)));
      }
      for (Future<?> one : all) {
        one.get(60, TimeUnit.SECONDS);
      }
    } finally {
      threads.shutdownNow();
    }
    String total = String.valueOf(THREADS * ROUNDS);
    assertThat(locked(ONE, TWO)).isEqualTo(Map.of(ONE, total, TWO, total));
  }

  private void addOneEach(List<LimitKey> keys) {
    for (int i = 0; i < ROUNDS; i++) {
      run(
          transaction -> {
            Map<LimitKey, String> states = transaction.limits().lock(keys);
            states.replaceAll(
                (key, text) -> String.valueOf((text.isEmpty() ? 0 : Integer.parseInt(text)) + 1));
            transaction.limits().put(states);
          });
    }
  }
}
