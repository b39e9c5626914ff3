package dev.workflow.internal.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.workflow.expression.BusinessDays;
import dev.workflow.spi.Holidays;
import dev.workflow.spi.Window;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WindowScheduleTest {

  private static final Duration MINUTE = Duration.ofMinutes(1);

  private static final List<String> ZONES =
      List.of(
          "UTC",
          "Europe/Amsterdam",
          "America/New_York",
          "Australia/Lord_Howe",
          "Africa/Cairo",
          "Asia/Beirut",
          "America/Sao_Paulo",
          "Asia/Kolkata",
          "Pacific/Chatham",
          "Pacific/Apia");

  private static Window window(String days, String from, String to) {
    Set<DayOfWeek> open = EnumSet.noneOf(DayOfWeek.class);
    Arrays.stream(days.split(" ", -1)).map(DayOfWeek::valueOf).forEach(open::add);
    return new Window(open, LocalTime.parse(from), LocalTime.parse(to), null);
  }

  private static final String DAILY = "MONDAY TUESDAY WEDNESDAY THURSDAY FRIDAY SATURDAY SUNDAY";

  private static Optional<Instant> next(Window window, String zone, Instant time) {
    return new WindowSchedule(window, ZoneId.of(zone), BusinessDays.weekdays()).next(time);
  }

  /** The clocks of Amsterdam go forward from 2:00 to 3:00, and back from 3:00 to 2:00. */
  @ParameterizedTest
  @CsvSource({
    // an opening in the hour that is left out is the change
    "02:30, 17:00, 2026-03-29T00:00:00Z, 2026-03-29T01:00:00Z",
    // a closing in it is the change too
    "01:00, 02:30, 2026-03-29T00:59:00Z, 2026-03-29T00:59:00Z",
    "01:00, 02:30, 2026-03-29T01:00:00Z, 2026-03-29T23:00:00Z",
    // a window that lies in it opens at the change, for as long as on other days
    "02:10, 02:50, 2026-03-29T00:30:00Z, 2026-03-29T01:00:00Z",
    "02:10, 02:50, 2026-03-29T01:39:00Z, 2026-03-29T01:39:00Z",
    "02:10, 02:50, 2026-03-29T01:40:00Z, 2026-03-30T00:10:00Z",
    // of an hour that comes twice, the first opens
    "02:30, 17:00, 2026-10-24T23:00:00Z, 2026-10-25T00:30:00Z",
    "02:30, 17:00, 2026-10-25T01:10:00Z, 2026-10-25T01:10:00Z",
    // and the second closes
    "01:00, 02:30, 2026-10-25T01:29:00Z, 2026-10-25T01:29:00Z",
    "01:00, 02:30, 2026-10-25T01:30:00Z, 2026-10-26T00:00:00Z",
    // over the night of the change
    "22:00, 06:00, 2026-03-29T03:59:00Z, 2026-03-29T03:59:00Z",
    "22:00, 06:00, 2026-03-29T04:00:00Z, 2026-03-29T20:00:00Z",
    "22:00, 06:00, 2026-10-25T04:59:00Z, 2026-10-25T04:59:00Z",
    "22:00, 06:00, 2026-10-25T05:00:00Z, 2026-10-25T21:00:00Z"
  })
  void clocks_that_are_changed_move_no_opening_into_the_night(
      String from, String to, Instant time, Instant open) {
    assertThat(next(window(DAILY, from, to), "Europe/Amsterdam", time)).contains(open);
  }

  @Test
  void a_weekly_window_in_the_hour_that_is_left_out_is_not_put_off_for_a_week() {
    assertThat(
            next(
                window("SUNDAY", "02:10", "02:50"),
                "Europe/Amsterdam",
                Instant.parse("2026-03-28T12:00:00Z")))
        .contains(Instant.parse("2026-03-29T01:00:00Z"));
  }

  @Test
  void a_window_that_is_exactly_the_hour_that_is_left_out_opens_at_the_change() {
    assertThat(
            next(
                window("FRIDAY", "00:00", "01:00"),
                "Africa/Cairo",
                Instant.parse("2014-05-15T12:00:00Z")))
        .contains(Instant.parse("2014-05-15T22:00:00Z"));
  }

  @Test
  void a_day_that_is_left_out_has_no_opening() {
    assertThat(
            next(
                window(DAILY, "09:00", "17:00"),
                "Pacific/Apia",
                Instant.parse("2011-12-30T09:30:00Z")))
        .contains(Instant.parse("2011-12-30T19:00:00Z"));
  }

  @Test
  void half_an_hour_is_a_change_too() {
    assertThat(
            next(
                window(DAILY, "02:15", "02:45"),
                "Australia/Lord_Howe",
                Instant.parse("2026-10-03T15:00:00Z")))
        .contains(Instant.parse("2026-10-03T15:30:00Z"));
  }

  @Test
  void a_window_over_midnight_belongs_to_the_day_it_opens_on() {
    Window friday = window("FRIDAY", "22:00", "04:00");
    Instant saturdayEarly = Instant.parse("2026-01-10T03:00:00Z");
    assertThat(next(friday, "UTC", saturdayEarly)).contains(saturdayEarly);
    assertThat(next(friday, "UTC", Instant.parse("2026-01-09T03:00:00Z")))
        .contains(Instant.parse("2026-01-09T22:00:00Z"));
  }

  @Test
  void a_day_that_is_not_worked_is_no_opening_day() {
    Holidays christmas = Holidays.of("nl", List.of("2026-12-25 Christmas", "2026-12-28 A bridge"));
    Window plain = window(DAILY, "09:00", "17:00");
    Window skipping =
        new Window(plain.days(), plain.from(), plain.to(), ZoneId.of("UTC"), false, true);
    Instant eve = Instant.parse("2026-12-24T17:00:00Z");
    assertThat(new WindowSchedule(plain, ZoneId.of("UTC"), christmas).next(eve))
        .contains(Instant.parse("2026-12-25T09:00:00Z"));
    assertThat(new WindowSchedule(skipping, ZoneId.of("UTC"), christmas).next(eve))
        .contains(Instant.parse("2026-12-29T09:00:00Z"));
  }

  @Test
  void the_night_after_the_last_working_day_is_still_open() {
    Window night =
        new Window(
            EnumSet.allOf(DayOfWeek.class),
            LocalTime.of(22, 0),
            LocalTime.of(4, 0),
            null,
            false,
            true);
    Instant saturdayEarly = Instant.parse("2026-01-10T03:00:00Z");
    assertThat(next(night, "UTC", saturdayEarly)).contains(saturdayEarly);
    assertThat(next(night, "UTC", Instant.parse("2026-01-10T05:00:00Z")))
        .contains(Instant.parse("2026-01-12T22:00:00Z"));
  }

  @Test
  void a_window_that_never_opens_says_so() {
    Window weekend =
        new Window(
            EnumSet.of(DayOfWeek.SATURDAY),
            LocalTime.of(9, 0),
            LocalTime.of(17, 0),
            null,
            false,
            true);
    assertThat(next(weekend, "UTC", Instant.parse("2026-01-05T09:00:00Z"))).isEmpty();
  }

  /** A window, a zone and a moment near a change of its clocks. */
  record Situation(Window window, ZoneId zone, Instant time) {}

  @Provide
  Arbitrary<Situation> situations() {
    Arbitrary<LocalTime> times =
        Arbitraries.integers()
            .between(0, 287)
            .map(fives -> LocalTime.of(0, 0).plusMinutes(fives * 5L));
    Arbitrary<Set<DayOfWeek>> days = Arbitraries.of(DayOfWeek.class).set().ofMinSize(1);
    Arbitrary<Window> windows =
        Combinators.combine(days, times, times)
            .as((open, from, to) -> new Window(open, from, to, null));
    Arbitrary<ZoneId> zones = Arbitraries.of(ZONES).map(ZoneId::of);
    Arbitrary<Instant> near =
        Arbitraries.longs()
            .between(
                Instant.parse("2011-01-01T00:00:00Z").getEpochSecond(),
                Instant.parse("2027-01-01T00:00:00Z").getEpochSecond())
            .map(Instant::ofEpochSecond);
    return Combinators.combine(windows, zones, near, Arbitraries.integers().between(-2000, 500))
        .as(
            (window, zone, some, minutes) ->
                new Situation(window, zone, time(zone, some, minutes)));
  }

  private static Instant time(ZoneId zone, Instant some, int minutes) {
    var change = zone.getRules().nextTransition(some);
    Instant around = change == null ? some : change.getInstant();
    return around.truncatedTo(ChronoUnit.MINUTES).plus(Duration.ofMinutes(minutes));
  }

  @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
  void the_next_opening_is_what_somebody_sees_who_watches_the_clock(
      @ForAll("situations") Situation it) {
    Instant found =
        new WindowSchedule(it.window(), it.zone(), BusinessDays.weekdays())
            .next(it.time())
            .orElseThrow();
    assertThat(found).isAfterOrEqualTo(it.time());
    Watched watched = new Watched(it);
    for (Instant t = it.time(); t.isBefore(found); t = t.plus(MINUTE)) {
      assertThat(watched.open(t)).as("open at %s, before %s", t, found).isFalse();
    }
    assertThat(watched.open(found)).as("open at %s", found).isTrue();
  }

  /** The same found out by looking at the clock every minute. */
  private static final class Watched {

    private record Hours(Instant from, Instant to) {}

    private final Situation it;
    private final Map<LocalDate, Hours> seen = new HashMap<>();

    Watched(Situation it) {
      this.it = it;
    }

    boolean open(Instant time) {
      LocalDate today = time.atZone(it.zone()).toLocalDate();
      for (LocalDate day = today.minusDays(2);
          !day.isAfter(today.plusDays(1));
          day = day.plusDays(1)) {
        if (it.window().days().contains(day.getDayOfWeek()) && open(day, time)) {
          return true;
        }
      }
      return false;
    }

    private boolean open(LocalDate day, Instant time) {
      Hours hours = seen.computeIfAbsent(day, this::hours);
      return !time.isBefore(hours.from()) && time.isBefore(hours.to());
    }

    private Hours hours(LocalDate day) {
      boolean overnight = !it.window().from().isBefore(it.window().to());
      LocalDate last = overnight ? day.plusDays(1) : day;
      Instant from = firstReaching(day.atTime(it.window().from()));
      Instant to = lastShowing(last.atTime(it.window().to()));
      boolean leftOut = from.equals(to) && clock(from).toLocalDate().equals(day);
      return leftOut
          ? new Hours(from, from.plus(Duration.between(it.window().from(), it.window().to())))
          : new Hours(from, to);
    }

    /** The first minute at which the clock has reached a time. */
    private Instant firstReaching(LocalDateTime local) {
      Instant t = before(local);
      while (clock(t).isBefore(local)) {
        t = t.plus(MINUTE);
      }
      return t;
    }

    /** The last minute at which it shows a time, or the first at which it has passed it. */
    private Instant lastShowing(LocalDateTime local) {
      Instant first = before(local);
      Instant end = first.plus(Duration.ofHours(36));
      for (Instant t = end; !t.isBefore(first); t = t.minus(MINUTE)) {
        if (clock(t).equals(local)) {
          return t;
        }
      }
      return firstReaching(local);
    }

    /** Also where a whole day is left out, as on 30 December 2011 in Apia. */
    private Instant before(LocalDateTime local) {
      return local.minusHours(26).atZone(it.zone()).toInstant();
    }

    private LocalDateTime clock(Instant t) {
      return t.atZone(it.zone()).toLocalDateTime();
    }
  }
}
