package dev.workflow.statistics.internal;

import dev.workflow.InvalidInputException;
import dev.workflow.Problem;
import dev.workflow.internal.text.Limits;
import dev.workflow.spi.store.StatisticsRows.Range;
import dev.workflow.statistics.Statistics.Bucket;
import dev.workflow.statistics.Statistics.Period;
import dev.workflow.statistics.Statistics.Query;
import dev.workflow.statistics.internal.fact.Span;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;

/** The periods of a question, and the rollups that they are made of. Immutable. */
final class Periods {

  private static final int MOST = 1_000;

  private final List<Period> periods;
  private final TreeMap<Instant, Integer> byBegin = new TreeMap<>();

  private Periods(List<Period> periods) {
    this.periods = List.copyOf(periods);
    for (int i = 0; i < periods.size(); i++) {
      byBegin.put(periods.get(i).from(), i);
    }
  }

  /**
   * @throws InvalidInputException if there are none or too many
   */
  static Periods of(Query query) {
    if (!query.from().isBefore(query.to())) {
      throw wrong("is empty: it ends at " + query.to() + " and begins at " + query.from());
    }
    for (Instant time : List.of(query.from(), query.to())) {
      if (time.isBefore(Limits.EARLIEST) || time.isAfter(Limits.LATEST)) {
        throw wrong(
            "has the time "
                + time
                + "; times from "
                + Limits.EARLIEST
                + " to "
                + Limits.LATEST
                + " are kept");
      }
    }
    List<Period> periods = new ArrayList<>();
    Instant begin = floor(query.bucket(), query.zone(), query.from());
    while (begin.isBefore(query.to())) {
      if (periods.size() == MOST) {
        throw wrong(
            "has more than "
                + MOST
                + " periods of one "
                + query.bucket().name().toLowerCase(java.util.Locale.ROOT)
                + "; ask for a shorter range or for longer periods");
      }
      Instant end =
          query.bucket() == Bucket.TOTAL
              ? Span.QUARTER.ceiling(query.to())
              : Span.QUARTER.floor(next(query.bucket(), query.zone(), begin));
      periods.add(new Period(begin, end));
      begin = end;
    }
    return new Periods(periods);
  }

  private static InvalidInputException wrong(String problem) {
    return new InvalidInputException("The range", List.of(new Problem("", problem)));
  }

  private static Instant floor(Bucket bucket, ZoneId zone, Instant time) {
    ZonedDateTime local = time.atZone(zone);
    LocalDate day = local.toLocalDate();
    Instant begin =
        switch (bucket) {
          case TOTAL -> time;
          case HOUR -> hour(local);
          case DAY -> start(day, zone);
          case WEEK -> start(day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY)), zone);
          case MONTH -> start(day.withDayOfMonth(1), zone);
        };
    return Span.QUARTER.floor(begin);
  }

  private static Instant next(Bucket bucket, ZoneId zone, Instant begin) {
    LocalDate day = begin.atZone(zone).toLocalDate();
    return switch (bucket) {
      case TOTAL -> throw new IllegalArgumentException("there is one period");
      case HOUR -> {
        Instant later = begin.plus(1, ChronoUnit.HOURS);
        Instant whole = hour(later.atZone(zone));
        yield whole.isAfter(begin) ? whole : later;
      }
      case DAY -> start(day.plusDays(1), zone);
      case WEEK -> start(day.plusWeeks(1), zone);
      case MONTH -> start(day.plusMonths(1), zone);
    };
  }

  private static Instant hour(ZonedDateTime local) {
    return local.truncatedTo(ChronoUnit.HOURS).toInstant();
  }

  private static Instant start(LocalDate day, ZoneId zone) {
    return day.atStartOfDay(zone).toInstant();
  }

  List<Period> all() {
    return periods;
  }

  int size() {
    return periods.size();
  }

  Instant begin() {
    return periods.get(0).from();
  }

  /** In which period a rollup is that begins at a time. */
  int of(Instant rollup) {
    return byBegin.floorEntry(rollup).getValue();
  }

  /** The rollups of which the periods are made, as long ones as possible. */
  List<Range> ranges() {
    List<Range> ranges = new ArrayList<>();
    periods.forEach(period -> cover(Span.MONTH, period.from(), period.to(), ranges));
    return joined(ranges);
  }

  /** The rollups of all time before the first period. */
  List<Range> before() {
    List<Range> ranges = new ArrayList<>();
    cover(Span.MONTH, Span.MONTH.floor(Limits.EARLIEST), begin(), ranges);
    return joined(ranges);
  }

  private static void cover(Span longest, Instant from, Instant to, List<Range> into) {
    if (!from.isBefore(to)) {
      return;
    }
    Instant begin = longest.ceiling(from);
    Instant end = longest.floor(to);
    if (longest == Span.QUARTER) {
      into.add(new Range(longest.code(), from, to));
    } else if (begin.isBefore(end)) {
      into.add(new Range(longest.code(), begin, end));
      Span shorter = Span.values()[longest.ordinal() - 1];
      cover(shorter, from, begin, into);
      cover(shorter, end, to, into);
    } else {
      cover(Span.values()[longest.ordinal() - 1], from, to, into);
    }
  }

  /** Ranges that follow each other become one. */
  private static List<Range> joined(List<Range> ranges) {
    List<Range> sorted =
        ranges.stream()
            .sorted(Comparator.comparing(Range::span).thenComparing(Range::from))
            .toList();
    List<Range> joined = new ArrayList<>();
    for (Range range : sorted) {
      Range last = joined.isEmpty() ? null : joined.get(joined.size() - 1);
      if (last != null && last.span().equals(range.span()) && last.to().equals(range.from())) {
        joined.set(joined.size() - 1, new Range(last.span(), last.from(), range.to()));
      } else {
        joined.add(range);
      }
    }
    return joined;
  }
}
