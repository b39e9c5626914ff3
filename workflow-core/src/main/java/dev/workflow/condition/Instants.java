package dev.workflow.condition;

import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * Moments in ISO-8601 text: a date and time with an offset or {@code Z}, or a plain date, which is
 * the start of that day in a zone. A date and time without an offset is not a moment.
 *
 * <p>A moment is read as the second and the nanosecond within it by two methods, so that comparing
 * two texts creates nothing.
 */
final class Instants {

  /** What {@link #second} gives for a text that is not a moment. */
  static final long NONE = Long.MIN_VALUE;

  private static final int DATE = 10;
  private static final int TO_MINUTE = 16;
  private static final long DAY = 86_400;

  private Instants() {}

  /** Whether the text is a date without a time, so that its moment depends on the zone. */
  static boolean isDate(String text) {
    return text.length() == DATE;
  }

  /** The second since 1970-01-01T00:00Z, or {@link #NONE}. */
  static long second(String text, ZoneId zone) {
    int length = text.length();
    if (length < DATE || length > 40) {
      return NONE;
    }
    long day = day(text);
    if (day == NONE) {
      return NONE;
    }
    return length == DATE ? startOfDay(day, zone) : second(text, day);
  }

  /** The nanosecond within the second of a text that is a moment. */
  static int nano(String text) {
    int dot = text.indexOf('.');
    if (dot < 0) {
      return 0;
    }
    int nano = 0;
    int end = fractionEnd(text, dot + 1);
    for (int i = dot + 1; i < dot + 10; i++) {
      nano = nano * 10 + (i < end ? text.charAt(i) - '0' : 0);
    }
    return nano;
  }

  private static long startOfDay(long day, ZoneId zone) {
    return zone instanceof ZoneOffset offset
        ? day * DAY - offset.getTotalSeconds()
        : LocalDate.ofEpochDay(day).atStartOfDay(zone).toEpochSecond();
  }

  private static long day(String text) {
    int year = digits(text, 0, 4);
    int month = digits(text, 5, 2);
    int day = digits(text, 8, 2);
    if (year < 0 || text.charAt(4) != '-' || text.charAt(7) != '-') {
      return NONE;
    }
    if (month < 1 || month > 12 || day < 1 || day > daysOf(year, month)) {
      return NONE;
    }
    return epochDay(year, month, day);
  }

  private static int daysOf(int year, int month) {
    boolean leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    return switch (month) {
      case 2 -> leap ? 29 : 28;
      case 4, 6, 9, 11 -> 30;
      default -> 31;
    };
  }

  /** Days since 1970-01-01 in the proleptic Gregorian calendar, years counted from March. */
  private static long epochDay(int year, int month, int day) {
    long y = month <= 2 ? year - 1 : year;
    long era = Math.floorDiv(y, 400L);
    long yearOfEra = y - era * 400;
    long dayOfYear = (153L * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    long dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
    return era * 146_097 + dayOfEra - 719_468;
  }

  private static long second(String text, long day) {
    int length = text.length();
    if (length <= TO_MINUTE || (text.charAt(DATE) | 0x20) != 't' || text.charAt(13) != ':') {
      return NONE;
    }
    int hour = digits(text, 11, 2);
    int minute = digits(text, 14, 2);
    int second = 0;
    int at = TO_MINUTE;
    if (text.charAt(at) == ':') {
      second = digits(text, at + 1, 2);
      at += 3;
      if (at < length && text.charAt(at) == '.') {
        int end = fractionEnd(text, at + 1);
        at = end == at + 1 || end > at + 10 ? length : end;
      }
    }
    int offset = offset(text, at);
    if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59) {
      return NONE;
    }
    return offset == Integer.MIN_VALUE
        ? NONE
        : day * DAY + hour * 3_600L + minute * 60L + second - offset;
  }

  private static int fractionEnd(String text, int start) {
    int end = start;
    while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
      end++;
    }
    return end;
  }

  /** The seconds of {@code Z}, {@code +01}, {@code +01:30}, {@code +0130} or {@code +01:30:15}. */
  private static int offset(String text, int at) {
    int length = text.length() - at;
    if (length == 1 && (text.charAt(at) | 0x20) == 'z') {
      return 0;
    }
    if (length < 3 || text.charAt(at) != '+' && text.charAt(at) != '-') {
      return Integer.MIN_VALUE;
    }
    int hours = digits(text, at + 1, 2);
    int minutes = 0;
    int seconds = 0;
    switch (length) {
      case 3 -> {}
      case 5 -> minutes = digits(text, at + 3, 2);
      case 6 -> minutes = afterColon(text, at + 3);
      case 9 -> {
        minutes = afterColon(text, at + 3);
        seconds = afterColon(text, at + 6);
      }
      default -> minutes = -1;
    }
    if (hours < 0 || hours > 18 || minutes < 0 || minutes > 59 || seconds < 0 || seconds > 59) {
      return Integer.MIN_VALUE;
    }
    int total = hours * 3_600 + minutes * 60 + seconds;
    return text.charAt(at) == '-' ? -total : total;
  }

  private static int afterColon(String text, int at) {
    return text.charAt(at) == ':' ? digits(text, at + 1, 2) : -1;
  }

  /** The number of so many digits, or -1. */
  private static int digits(String text, int from, int count) {
    if (from + count > text.length()) {
      return -1;
    }
    int number = 0;
    for (int i = from; i < from + count; i++) {
      char c = text.charAt(i);
      if (c < '0' || c > '9') {
        return -1;
      }
      number = number * 10 + (c - '0');
    }
    return number;
  }
}
