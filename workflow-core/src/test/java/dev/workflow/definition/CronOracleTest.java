package dev.workflow.definition;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random expressions in random zones against a calculation that knows neither the library nor its
 * parser: it looks at every minute of forty days, mostly around a change of clocks.
 */
class CronOracleTest {

  private static final int CASES = 250;
  private static final Duration HORIZON = Duration.ofDays(40);

  private static final List<String> ZONES =
      List.of(
          "UTC",
          "Europe/Amsterdam",
          "America/New_York",
          "America/Sao_Paulo",
          "Australia/Lord_Howe",
          "Africa/Cairo",
          "America/Havana",
          "Asia/Beirut",
          "Asia/Kathmandu",
          "Pacific/Chatham",
          "America/St_Johns",
          "Antarctica/Troll",
          "Pacific/Apia",
          "Asia/Tehran");

  private static final String[] DAYS = {"SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"};
  private static final String[] MONTHS = {
    "", "JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"
  };

  /** A field as it is written, and what it means. */
  private record Field(String text, Predicate<LocalDateTime> fits) {

    boolean restricted() {
      return !text.startsWith("*");
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void comes_when_a_look_at_every_minute_says(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < CASES; i++) {
      Field[] fields = fields(random);
      ZoneId zone = ZoneId.of(ZONES.get(random.nextInt(ZONES.size())));
      Instant after = start(random, zone.getRules());
      String text =
          String.join(" ", List.of(fields).stream().map(Field::text).toArray(String[]::new));

      assertThat(ticks(text, zone, after))
          .as("%s in %s after %s", text, zone, after)
          .isEqualTo(expected(fields, zone.getRules(), after));
    }
  }

  private static List<Instant> ticks(String text, ZoneId zone, Instant after) {
    CronExpression cron;
    try {
      cron = CronExpression.parse(text);
    } catch (IllegalArgumentException e) {
      if (String.valueOf(e.getMessage()).endsWith("names a time that never comes")) {
        return List.of();
      }
      throw e;
    }
    List<Instant> ticks = new ArrayList<>();
    Optional<Instant> next = cron.nextAfter(after, zone);
    while (next.isPresent() && !next.get().isAfter(after.plus(HORIZON)) && ticks.size() < 200) {
      ticks.add(next.get());
      next = cron.nextAfter(next.get(), zone);
    }
    return ticks;
  }

  private static List<Instant> expected(Field[] fields, ZoneRules rules, Instant after) {
    TreeSet<Instant> ticks = new TreeSet<>();
    if (fields[1].restricted()) {
      LocalDateTime from = LocalDateTime.ofInstant(after, ZoneOffset.UTC).minusHours(30);
      long minutes = HORIZON.plusHours(60).toMinutes();
      LocalDateTime local = from.truncatedTo(ChronoUnit.MINUTES);
      for (long i = 0; i < minutes; i++, local = local.plusMinutes(1)) {
        if (fits(fields, local)) {
          ticks.add(first(rules, local));
        }
      }
    } else {
      Instant instant = after.truncatedTo(ChronoUnit.MINUTES);
      for (long i = 0; i <= HORIZON.toMinutes() + 1; i++, instant = instant.plusSeconds(60)) {
        if (fits(fields, LocalDateTime.ofInstant(instant, rules.getOffset(instant)))) {
          ticks.add(instant);
        }
      }
    }
    return ticks.tailSet(after, false).headSet(after.plus(HORIZON), true).stream()
        .limit(200)
        .toList();
  }

  private static Instant first(ZoneRules rules, LocalDateTime local) {
    List<ZoneOffset> offsets = rules.getValidOffsets(local);
    if (offsets.isEmpty()) {
      return rules.getTransition(local).getInstant();
    }
    return offsets.stream().map(local::toInstant).min(Instant::compareTo).orElseThrow();
  }

  private static boolean fits(Field[] fields, LocalDateTime local) {
    boolean day = fields[2].fits().test(local);
    boolean weekday = fields[4].fits().test(local);
    boolean either = fields[2].restricted() && fields[4].restricted();
    return (either ? day || weekday : day && weekday)
        && fields[0].fits().test(local)
        && fields[1].fits().test(local)
        && fields[3].fits().test(local);
  }

  private static Instant start(Random random, ZoneRules rules) {
    Instant some =
        Instant.parse("2024-01-01T00:00:00Z").plusSeconds(random.nextInt(4 * 365 * 86_400));
    ZoneOffsetTransition change = rules.nextTransition(some);
    return change == null || random.nextInt(4) == 0
        ? some
        : change.getInstant().minusSeconds(random.nextInt(3 * 86_400));
  }

  private static Field[] fields(Random random) {
    return new Field[] {
      numbers(random, 0, 59, null, LocalDateTime::getMinute),
      numbers(random, 0, 23, null, LocalDateTime::getHour),
      random.nextInt(3) == 0 ? day(random) : dayOrAny(random),
      random.nextInt(2) == 0
          ? new Field("*", local -> true)
          : numbers(random, 1, 12, MONTHS, LocalDateTime::getMonthValue),
      random.nextInt(3) == 0 ? weekday(random) : weekdayOrAny(random)
    };
  }

  private static Field dayOrAny(Random random) {
    return random.nextBoolean()
        ? new Field("*", local -> true)
        : numbers(random, 1, 31, null, LocalDateTime::getDayOfMonth);
  }

  private static Field weekdayOrAny(Random random) {
    return random.nextBoolean()
        ? new Field("*", local -> true)
        : numbers(random, 0, 6, DAYS, local -> local.getDayOfWeek().getValue() % 7);
  }

  /** {@code L}, {@code LW} and {@code 15W}. */
  private static Field day(Random random) {
    return switch (random.nextInt(3)) {
      case 0 -> new Field("L", local -> isLast(local.toLocalDate()));
      case 1 -> new Field("LW", local -> local.toLocalDate().equals(working(last(local), 31)));
      default -> {
        int day = 1 + random.nextInt(28);
        yield new Field(
            day + "W",
            local ->
                local.toLocalDate().equals(working(local.toLocalDate().withDayOfMonth(day), day)));
      }
    };
  }

  private static boolean isLast(LocalDate date) {
    return date.getDayOfMonth() == date.lengthOfMonth();
  }

  private static LocalDate last(LocalDateTime local) {
    return local.toLocalDate().with(TemporalAdjusters.lastDayOfMonth());
  }

  /** The working day nearest to a date, in its month. */
  private static LocalDate working(LocalDate date, int day) {
    if (date.getDayOfWeek() == DayOfWeek.SATURDAY) {
      return day == 1 ? date.plusDays(2) : date.minusDays(1);
    }
    if (date.getDayOfWeek() == DayOfWeek.SUNDAY) {
      return isLast(date) ? date.minusDays(2) : date.plusDays(1);
    }
    return date;
  }

  /** {@code FRI#2} and {@code 5L}. */
  private static Field weekday(Random random) {
    int day = random.nextInt(7);
    DayOfWeek weekday = day == 0 ? DayOfWeek.SUNDAY : DayOfWeek.of(day);
    if (random.nextBoolean()) {
      int nth = 1 + random.nextInt(5);
      return new Field(
          (random.nextBoolean() ? DAYS[day] : String.valueOf(day)) + "#" + nth,
          local -> local.getDayOfWeek() == weekday && (local.getDayOfMonth() - 1) / 7 + 1 == nth);
    }
    return new Field(
        day + "L",
        local ->
            local.getDayOfWeek() == weekday
                && local.getDayOfMonth() + 7 > local.toLocalDate().lengthOfMonth());
  }

  /** What a date-time has in a field. */
  @FunctionalInterface
  private interface Part {
    int of(LocalDateTime local);
  }

  private static Field numbers(Random random, int least, int most, String[] names, Part part) {
    BitSet fitting = new BitSet();
    StringBuilder text = new StringBuilder();
    int parts = random.nextInt(4) == 0 ? 1 + random.nextInt(3) : 1;
    for (int i = 0; i < parts; i++) {
      text.append(i == 0 ? "" : ",").append(one(random, least, most, names, fitting, parts > 1));
    }
    return new Field(text.toString(), local -> fitting.get(part.of(local)));
  }

  private static String one(
      Random random, int least, int most, String[] names, BitSet fitting, boolean inList) {
    int span = most - least + 1;
    int a = least + random.nextInt(span);
    int b = a + random.nextInt(most - a + 1);
    int step = 1 + random.nextInt(Math.max(2, span / 2));
    return switch (random.nextInt(inList ? 3 : 5)) {
      case 0 -> {
        fitting.set(a);
        yield name(random, a, names);
      }
      case 1 -> {
        fitting.set(a, b + 1);
        yield name(random, a, names) + "-" + name(random, b, names);
      }
      case 2 -> {
        for (int value = a; value <= b; value += step) {
          fitting.set(value);
        }
        yield a + "-" + b + "/" + step;
      }
      case 3 -> {
        for (int value = least; value <= most; value += step) {
          fitting.set(value);
        }
        yield "*/" + step;
      }
      default -> {
        fitting.set(least, most + 1);
        yield "*";
      }
    };
  }

  private static String name(Random random, int value, String[] names) {
    return names == null || random.nextBoolean() ? String.valueOf(value) : names[value];
  }
}
