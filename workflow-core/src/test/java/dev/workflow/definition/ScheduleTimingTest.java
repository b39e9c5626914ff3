package dev.workflow.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.workflow.Json;
import dev.workflow.Problem;
import dev.workflow.Problems;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScheduleTimingTest {

  private static final ZoneId AMSTERDAM = ZoneId.of("Europe/Amsterdam");

  private static ScheduleTiming timing(String keys) {
    Problems problems = Problems.none();
    ScheduleTiming timing =
        ScheduleTiming.read(
            (com.fasterxml.jackson.databind.node.ObjectNode) Json.read("{" + keys + "}"), problems);
    assertThat(problems.list()).isEmpty();
    return timing;
  }

  private static List<String> ticks(String keys, String after, int count) {
    ScheduleTiming timing = timing(keys);
    List<String> ticks = new ArrayList<>();
    Optional<Instant> next = timing.nextAfter(Instant.parse(after), AMSTERDAM);
    while (next.isPresent() && ticks.size() < count) {
      ticks.add(next.get().toString());
      next = timing.nextAfter(next.get(), AMSTERDAM);
    }
    return ticks;
  }

  @Test
  void a_day_is_local_and_twenty_four_hours_are_exact() {
    assertThat(
            ticks(
                "\"every\": \"P1D\", \"anchor\": \"2026-03-28T09:00\"", "2026-03-28T07:00:00Z", 3))
        .containsExactly("2026-03-28T08:00:00Z", "2026-03-29T07:00:00Z", "2026-03-30T07:00:00Z");
    assertThat(
            ticks(
                "\"every\": \"PT24H\", \"anchor\": \"2026-03-28T09:00\"",
                "2026-03-28T07:00:00Z",
                3))
        .containsExactly("2026-03-28T08:00:00Z", "2026-03-29T08:00:00Z", "2026-03-30T08:00:00Z");
  }

  @Test
  void a_local_time_that_is_left_out_or_comes_twice_ticks_as_a_cron_expression_does() {
    assertThat(
            ticks(
                "\"every\": \"P1D\", \"anchor\": \"2026-03-28T02:30\"", "2026-03-28T00:00:00Z", 3))
        .containsExactly("2026-03-28T01:30:00Z", "2026-03-29T01:00:00Z", "2026-03-30T00:30:00Z");
    assertThat(
            ticks(
                "\"every\": \"P1D\", \"anchor\": \"2026-10-24T02:30\"", "2026-10-24T00:00:00Z", 3))
        .containsExactly("2026-10-24T00:30:00Z", "2026-10-25T00:30:00Z", "2026-10-26T01:30:00Z");
  }

  @Test
  void months_are_counted_from_the_anchor() {
    assertThat(
            ticks(
                "\"every\": \"P1M\", \"anchor\": \"2026-01-31T12:00:00Z\"",
                "2026-01-31T12:00:00Z",
                4))
        .containsExactly(
            "2026-02-28T12:00:00Z",
            "2026-03-31T11:00:00Z",
            "2026-04-30T11:00:00Z",
            "2026-05-31T11:00:00Z");
  }

  @Test
  void without_an_anchor_it_counts_from_its_beginning_or_from_midnight() {
    assertThat(ticks("\"every\": \"PT15M\"", "2026-03-28T08:01:00Z", 2))
        .containsExactly("2026-03-28T08:15:00Z", "2026-03-28T08:30:00Z");
    assertThat(
            ticks("\"every\": \"PT7M\", \"from\": \"2026-03-28T09:00\"", "2026-03-01T08:01:00Z", 2))
        .containsExactly("2026-03-28T08:00:00Z", "2026-03-28T08:07:00Z");
    assertThat(ticks("\"every\": \"PT1H\", \"anchor\": \"2026-03-28\"", "2020-01-01T00:00:00Z", 1))
        .containsExactly("2026-03-27T23:00:00Z");
  }

  @Test
  void its_bounds_count_a_date_as_a_whole_day() {
    assertThat(
            ticks(
                "\"schedule\": \"0 */12 * * *\", \"from\": \"2026-03-02\", \"until\":"
                    + " \"2026-03-03\"",
                "2026-01-01T00:00:00Z",
                9))
        .containsExactly(
            "2026-03-01T23:00:00Z",
            "2026-03-02T11:00:00Z",
            "2026-03-02T23:00:00Z",
            "2026-03-03T11:00:00Z");
    assertThat(
            ticks(
                "\"every\": \"PT1H\", \"until\": \"2026-03-03T10:00:00+01:00\"",
                "2026-03-03T08:00:00Z",
                9))
        .containsExactly("2026-03-03T09:00:00Z");
  }

  /** Counting up one period after the other, in UTC, where nothing is left out or doubled. */
  @ParameterizedTest
  @CsvSource({"PT1S", "PT17M", "P1D", "P3D", "P1W", "P1M", "P5M", "P1Y", "P1DT2H", "P1MT30M"})
  void ticks_as_often_as_counting_says(String period) {
    Random random = new Random(period.hashCode());
    TimeSpan span = TimeSpan.parse(period);
    ScheduleTiming timing =
        timing("\"every\": \"" + period + "\", \"anchor\": \"2026-01-31T10:20:30Z\"");
    LocalDateTime anchor = LocalDateTime.of(2026, 1, 31, 10, 20, 30);
    for (int i = 0; i < 200; i++) {
      long n = random.nextInt(1_000);
      Instant tick =
          anchor
              .plusMonths(span.calendar().toTotalMonths() * n)
              .plusDays(span.calendar().getDays() * n)
              .toInstant(ZoneOffset.UTC)
              .plus(span.clock().multipliedBy(n));
      assertThat(timing.nextAfter(tick.minusNanos(1), ZoneOffset.UTC)).contains(tick);
      assertThat(timing.nextAfter(tick, ZoneOffset.UTC).orElseThrow())
          .isAfter(tick)
          .isBeforeOrEqualTo(tick.plus(span.atMost()).plus(Duration.ofDays(1)));
    }
  }

  @Test
  void every_mistake_is_told() {
    Problems problems = Problems.none();
    ScheduleTiming.read(
        (com.fasterxml.jackson.databind.node.ObjectNode)
            Json.read(
                """
                {"schedule": "@daily", "anchor": "2026-01-01", "jitter": "P2D", "from": "2026-02-01",
                 "until": "2026-01-01", "timezone": "Mars"}
                """),
        problems);
    assertThat(problems.list())
        .extracting(Problem::toString)
        .containsExactly(
            "/timezone: \"Mars\" is not a time zone such as \"Europe/Amsterdam\"",
            "/jitter: is longer than a day",
            "/anchor: \"anchor\" cannot be combined with \"schedule\"",
            "/until: is before \"from\", so that it never ticks");
    for (String wrong : List.of("", "tomorrow", "2026-13-01", "0001-01-01", "2026-01-01 09:00")) {
      assertThatThrownBy(() -> Moment.parse(wrong))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "\""
                  + wrong
                  + "\" is not a moment such as \"2026-03-01T09:00:00Z\", \"2026-03-01T09:00\" or"
                  + " \"2026-03-01\"");
    }
  }
}
