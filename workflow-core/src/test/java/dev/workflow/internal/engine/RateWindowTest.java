package dev.workflow.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.workflow.definition.RateLimit;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RateWindowTest {

  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00.123456Z");

  private static RateLimit limit(int permits, Duration per) {
    return new RateLimit(permits, per);
  }

  @Test
  void turnsAreGivenInBurstsAWindowApart() {
    RateWindow log = RateWindow.read("");
    List<Instant> given = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      given.add(log.give(limit(2, Duration.ofMinutes(1)), NOW));
    }
    assertThat(given)
        .containsExactly(NOW, NOW, NOW.plusSeconds(60), NOW.plusSeconds(60), NOW.plusSeconds(120));
  }

  @Test
  void whatIsWrittenIsReadAgain() {
    RateWindow log = RateWindow.read("");
    log.give(limit(3, Duration.ofSeconds(1)), NOW);
    log.give(limit(3, Duration.ofSeconds(1)), NOW);
    log.give(limit(3, Duration.ofSeconds(1)), NOW.plusNanos(5_000));
    assertThat(log.text()).isEqualTo("1795255200123456:2,5:1");
    assertThat(RateWindow.read(log.text()).give(limit(3, Duration.ofSeconds(1)), NOW))
        .isEqualTo(NOW.plusSeconds(1));
  }

  @Test
  void aNodeWhoseClockIsALittleBehindIsNotDelayedByIt() {
    RateWindow log = RateWindow.read("");
    log.give(limit(3, Duration.ofSeconds(1)), NOW);
    assertThat(log.give(limit(3, Duration.ofSeconds(1)), NOW.minusMillis(5)))
        .isEqualTo(NOW.minusMillis(5));
    assertThat(log.give(limit(3, Duration.ofSeconds(1)), NOW)).isEqualTo(NOW);
    assertThat(log.give(limit(3, Duration.ofSeconds(1)), NOW))
        .isEqualTo(NOW.minusMillis(5).plusSeconds(1));
  }

  @Test
  void theNextTurnIsKnownBeforeItIsGiven() {
    Random random = new Random(3);
    for (int permits : List.of(1, 2, 7, 100)) {
      RateWindow log = RateWindow.read("");
      RateLimit limit = limit(permits, Duration.ofMinutes(1));
      Instant now = NOW;
      for (int i = 0; i < 300; i++) {
        now = now.plusMillis(random.nextInt(2_000));
        Instant next = log.next(limit, now);
        assertThat(log.give(limit, now)).isEqualTo(next);
      }
    }
  }

  @Test
  void aTurnThatSomebodyElseGaveCountsLikeOneOfItsOwn() {
    RateWindow log = RateWindow.read("");
    RateLimit limit = limit(2, Duration.ofMinutes(1));
    assertThat(log.last()).isEqualTo(Instant.EPOCH);
    log.note(limit, NOW.plusSeconds(30));
    assertThat(log.give(limit, NOW)).isEqualTo(NOW);
    assertThat(log.last()).isEqualTo(NOW.plusSeconds(30));
    assertThat(log.next(limit, NOW)).isEqualTo(NOW.plusSeconds(60));
  }

  @Test
  void aLimitThatBecomesSmallerHoldsAtOnce() {
    RateWindow log = RateWindow.read("");
    for (int i = 0; i < 10; i++) {
      log.give(limit(10, Duration.ofMinutes(1)), NOW.plusSeconds(i));
    }
    assertThat(log.give(limit(2, Duration.ofMinutes(1)), NOW.plusSeconds(10)))
        .isEqualTo(NOW.plusSeconds(68));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 64, 65, 200, 1_000})
  void noWindowHoldsMoreThanTheLimit(int permits) {
    Random random = new Random(permits);
    RateLimit limit = limit(permits, Duration.ofSeconds(10));
    RateWindow log = RateWindow.read("");
    List<Instant> given = new ArrayList<>();
    Instant now = NOW;
    for (int i = 0; i < 4 * permits + 20; i++) {
      now = now.plusNanos(1_000L * random.nextInt(20_000_000 / permits));
      given.add(log.give(limit, now));
      log = RateWindow.read(log.text());
      assertThat(log.text()).hasSizeLessThan(3_000);
    }
    given.sort(Instant::compareTo);
    for (int i = permits; i < given.size(); i++) {
      assertThat(Duration.between(given.get(i - permits), given.get(i)))
          .isGreaterThanOrEqualTo(Duration.ofSeconds(10));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1_000, 100_000})
  void aLimitOfManyStartsIsUsedUpToAFiftieth(int permits) {
    RateLimit limit = limit(permits, Duration.ofSeconds(100));
    long step = 100_000_000L / permits;
    RateWindow log = RateWindow.read("");
    Instant last = NOW;
    for (int i = 0; i < 5 * permits; i++) {
      last = log.give(limit, NOW.plus(i * step, ChronoUnit.MICROS));
    }
    assertThat(Duration.between(NOW, last)).isLessThan(Duration.ofSeconds(510));
  }
}
