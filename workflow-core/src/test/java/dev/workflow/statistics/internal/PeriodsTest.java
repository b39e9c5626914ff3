package dev.workflow.statistics.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.workflow.TenantId;
import dev.workflow.spi.store.StatisticsRows.Range;
import dev.workflow.statistics.Statistics.Bucket;
import dev.workflow.statistics.Statistics.Period;
import dev.workflow.statistics.Statistics.Query;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PeriodsTest {

  private static final TenantId TENANT = TenantId.of("t");

  private static Periods periods(String from, String to, Bucket bucket, String zone) {
    return Periods.of(
        Query.of(TENANT, Instant.parse(from), Instant.parse(to)).by(bucket, ZoneId.of(zone)));
  }

  private static List<String> begins(Periods periods) {
    return periods.all().stream().map(period -> period.from().toString()).toList();
  }

  @Test
  void a_range_is_made_of_as_long_spans_as_there_are() {
    assertThat(
            periods("2025-11-30T22:20:00Z", "2026-02-02T01:05:00Z", Bucket.TOTAL, "UTC").ranges())
        .containsExactly(
            range("D", "2026-02-01T00:00:00Z", "2026-02-02T00:00:00Z"),
            range("H", "2025-11-30T23:00:00Z", "2025-12-01T00:00:00Z"),
            range("H", "2026-02-02T00:00:00Z", "2026-02-02T01:00:00Z"),
            range("M", "2025-12-01T00:00:00Z", "2026-02-01T00:00:00Z"),
            range("Q", "2025-11-30T22:15:00Z", "2025-11-30T23:00:00Z"),
            range("Q", "2026-02-02T01:00:00Z", "2026-02-02T01:15:00Z"));
  }

  private static Range range(String span, String from, String to) {
    return new Range(span, Instant.parse(from), Instant.parse(to));
  }

  @Test
  void a_year_of_days_in_a_zone_is_one_range_of_hours() {
    Periods year =
        periods("2025-12-31T23:00:00Z", "2026-12-31T23:00:00Z", Bucket.DAY, "Europe/Berlin");
    assertThat(year.size()).isEqualTo(365);
    assertThat(year.ranges())
        .containsExactly(range("H", "2025-12-31T23:00:00Z", "2026-12-31T23:00:00Z"));
  }

  @Test
  void days_have_23_and_25_hours_at_the_changes_of_the_clocks() {
    assertThat(
            periods("2026-03-28T00:00:00Z", "2026-03-30T00:00:00Z", Bucket.DAY, "Europe/Berlin")
                .all())
        .extracting(period -> Duration.between(period.from(), period.to()).toHours())
        .containsExactly(24L, 23L, 24L);
    assertThat(
            periods("2026-10-24T00:00:00Z", "2026-10-25T22:59:00Z", Bucket.DAY, "Europe/Berlin")
                .all())
        .extracting(period -> Duration.between(period.from(), period.to()).toHours())
        .containsExactly(24L, 25L);
  }

  @Test
  void hours_go_on_where_a_zone_moves_its_clocks_by_half_an_hour() {
    assertThat(
            begins(
                periods(
                    "2026-04-04T13:10:00Z",
                    "2026-04-04T17:00:00Z",
                    Bucket.HOUR,
                    "Australia/Lord_Howe")))
        .isSorted()
        .doesNotHaveDuplicates()
        .startsWith("2026-04-04T13:00:00Z");
  }

  @Test
  void weeks_begin_on_monday_and_months_on_the_first() {
    assertThat(begins(periods("2026-01-07T00:00:00Z", "2026-01-12T01:00:00Z", Bucket.WEEK, "UTC")))
        .containsExactly("2026-01-05T00:00:00Z", "2026-01-12T00:00:00Z");
    assertThat(begins(periods("2026-01-31T12:00:00Z", "2026-03-01T01:00:00Z", Bucket.MONTH, "UTC")))
        .containsExactly("2026-01-01T00:00:00Z", "2026-02-01T00:00:00Z", "2026-03-01T00:00:00Z");
  }

  /** Whatever is asked: the ranges cover the periods once, and nothing else. */
  @Test
  void every_moment_of_a_range_is_in_one_rollup() {
    SplittableRandom random = new SplittableRandom(7);
    List<ZoneId> zones =
        Stream.of("UTC", "Europe/Berlin", "Asia/Kathmandu", "America/St_Johns", "Pacific/Apia")
            .map(ZoneId::of)
            .toList();
    for (int i = 0; i < 500; i++) {
      Instant from = Instant.ofEpochSecond(random.nextLong(1_000_000_000L, 2_000_000_000L));
      Bucket bucket = Bucket.values()[random.nextInt(Bucket.values().length)];
      Instant to = from.plusSeconds(random.nextLong(1, 3_000_000));
      if (bucket == Bucket.HOUR && Duration.between(from, to).toHours() > 900) {
        continue;
      }
      ZoneId zone = zones.get(random.nextInt(zones.size()));
      Periods periods = Periods.of(Query.of(TENANT, from, to).by(bucket, zone));
      List<Period> all = periods.all();
      assertThat(all.get(0).from()).isBeforeOrEqualTo(from);
      assertThat(all.get(all.size() - 1).to()).isAfterOrEqualTo(to);
      List<Range> ranges = new ArrayList<>(periods.ranges());
      ranges.sort(Comparator.comparing(Range::from));
      Instant place = periods.begin();
      for (Range range : ranges) {
        assertThat(range.from()).as("%s by %s in %s", from, bucket, zone).isEqualTo(place);
        place = range.to();
      }
      assertThat(place).isEqualTo(all.get(all.size() - 1).to());
    }
  }

  @Test
  void what_was_before_ends_where_the_first_period_begins() {
    Periods periods = periods("2026-02-03T04:20:00Z", "2026-02-04T00:00:00Z", Bucket.TOTAL, "UTC");
    assertThat(periods.before())
        .extracting(Range::to)
        .contains(Instant.parse("2026-02-03T04:15:00Z"))
        .allMatch(end -> !end.isAfter(periods.begin()));
    assertThat(periods.before().get(2).from())
        .isEqualTo(Instant.parse("1000-01-01T00:00:00Z").atZone(ZoneOffset.UTC).toInstant());
  }
}
