package dev.workflow.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class CronExpressionTest {

  @TestFactory
  Stream<DynamicTest> comes_when_an_independent_calculation_says() throws IOException {
    return StreamSupport.stream(cases().spliterator(), false)
        .map(
            one ->
                DynamicTest.dynamicTest(
                    one.path("schedule").textValue() + " " + one.path("timezone").textValue(),
                    () -> assertThat(ticks(one)).isEqualTo(expected(one))));
  }

  private static JsonNode cases() throws IOException {
    try (InputStream input =
        CronExpressionTest.class.getResourceAsStream("/conformance/cron.json")) {
      return Json.read(new String(input.readAllBytes(), StandardCharsets.UTF_8)).path("cases");
    }
  }

  private static List<Instant> expected(JsonNode one) {
    List<Instant> expected = new ArrayList<>();
    one.path("next").forEach(tick -> expected.add(Instant.parse(tick.textValue())));
    return expected;
  }

  private static List<Instant> ticks(JsonNode one) {
    CronExpression cron = CronExpression.parse(one.path("schedule").textValue());
    ZoneId zone = ZoneId.of(one.path("timezone").textValue());
    Instant until = Instant.parse(one.path("until").textValue());
    List<Instant> ticks = new ArrayList<>();
    Optional<Instant> next = cron.nextAfter(Instant.parse(one.path("after").textValue()), zone);
    while (next.isPresent() && !next.get().isAfter(until) && ticks.size() < 12) {
      ticks.add(next.get());
      next = cron.nextAfter(next.get(), zone);
    }
    return ticks;
  }

  private static Optional<Instant> next(String cron, String zone, String after) {
    return CronExpression.parse(cron).nextAfter(Instant.parse(after), ZoneId.of(zone));
  }

  @Test
  void a_time_that_clocks_leave_out_comes_once_at_the_change() {
    Instant change = Instant.parse("2026-03-29T01:00:00Z");
    assertThat(next("30 2 * * *", "Europe/Amsterdam", "2026-03-28T12:00:00Z")).contains(change);
    assertThat(next("30 2 * * *", "Europe/Amsterdam", "2026-03-29T01:00:00Z"))
        .contains(Instant.parse("2026-03-30T00:30:00Z"));
    assertThat(next("30 2 * * SUN", "Europe/Amsterdam", "2026-03-28T12:00:00Z")).contains(change);
    assertThat(next("0 0 * * *", "Africa/Cairo", "2026-04-23T12:00:00Z"))
        .contains(Instant.parse("2026-04-23T22:00:00Z"));
  }

  @Test
  void a_time_that_comes_twice_counts_at_its_first() {
    assertThat(next("30 2 * * *", "Europe/Amsterdam", "2026-10-25T00:30:00Z"))
        .contains(Instant.parse("2026-10-26T01:30:00Z"));
    assertThat(next("30 2 * * *", "Europe/Amsterdam", "2026-10-25T01:10:00Z"))
        .contains(Instant.parse("2026-10-26T01:30:00Z"));
  }

  @Test
  void every_half_hour_goes_on_through_both_changes() {
    assertThat(next("*/30 * * * *", "Europe/Amsterdam", "2026-03-29T00:30:00Z"))
        .contains(Instant.parse("2026-03-29T01:00:00Z"));
    assertThat(next("*/30 * * * *", "Europe/Amsterdam", "2026-10-25T00:45:00Z"))
        .contains(Instant.parse("2026-10-25T01:00:00Z"));
  }

  @Test
  void a_fraction_of_a_second_makes_no_tick_come_twice() {
    assertThat(next("0 0 9 * * *", "UTC", "2026-03-29T09:00:00.5Z"))
        .contains(Instant.parse("2026-03-30T09:00:00Z"));
    assertThat(next("0 0 9 * * *", "UTC", "2026-03-29T08:59:59.999Z"))
        .contains(Instant.parse("2026-03-29T09:00:00Z"));
  }

  @Test
  void a_time_that_never_comes_is_refused() {
    assertThatThrownBy(() -> CronExpression.parse("0 0 31 2 *"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("\"0 0 31 2 *\" names a time that never comes");
  }
}
