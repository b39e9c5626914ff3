package dev.workflow.task.form;

import com.fasterxml.jackson.core.JsonPointer;
import dev.workflow.condition.Patterns;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The formats of draft 2020-12 that are checked. */
enum FormFormat {
  DATE("date", "a date such as \"2026-06-15\"", FormFormat::isDate),
  TIME("time", "a time with its offset such as \"14:30:00Z\"", FormFormat::isTime),
  DATE_TIME("date-time", "a moment such as \"2026-06-15T14:30:00+02:00\"", FormFormat::isDateTime),
  DURATION("duration", "a duration such as \"P3D\" or \"PT2H30M\"", FormFormat::isDuration),
  EMAIL("email", "an e-mail address", FormFormat::isEmail),
  URI_FORMAT("uri", "an address such as \"https://example.com/a\"", text -> isUri(text, true)),
  URI_REFERENCE("uri-reference", "an address, or a part of one", text -> isUri(text, false)),
  HOSTNAME("hostname", "the name of a host such as \"example.com\"", FormFormat::isHost),
  IPV4("ipv4", "an address such as \"192.0.2.1\"", FormFormat::isIpv4),
  IPV6("ipv6", "an address such as \"2001:db8::1\"", FormFormat::isIpv6),
  UUID(
      "uuid",
      "a UUID such as \"0190163d-8694-739b-aea5-966c26f8ad91\"",
      matching("[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")),
  JSON_POINTER("json-pointer", "a JSON pointer such as \"/a/0\"", FormFormat::isPointer),
  REGEX("regex", "a pattern in RE2 syntax", text -> Patterns.fault(text) == null);

  /** No format has longer texts, but addresses. */
  private static final int LONGEST = 2_000;

  private static final Pattern TIME_PARTS =
      Pattern.compile(
          "([0-9]{2}:[0-9]{2}):([0-9]{2})(?:\\.[0-9]{1,100})?([zZ]|[+-][0-9]{2}:[0-9]{2})");

  private static final Pattern LABEL =
      Pattern.compile("[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?");

  private static final Pattern DURATION_PARTS =
      Pattern.compile(
          "P(?:[0-9]{1,18}W|(?=.)(?:[0-9]{1,18}Y(?:[0-9]{1,18}M(?:[0-9]{1,18}D)?)?"
              + "|[0-9]{1,18}M(?:[0-9]{1,18}D)?|[0-9]{1,18}D)?"
              + "(?:T(?:[0-9]{1,18}H(?:[0-9]{1,18}M(?:[0-9]{1,18}S)?)?"
              + "|[0-9]{1,18}M(?:[0-9]{1,18}S)?|[0-9]{1,18}S))?)");

  private static final Pattern LOCAL_PART =
      Pattern.compile("[a-zA-Z0-9!#$%&'*+/=?^_`{|}~-]+(?:\\.[a-zA-Z0-9!#$%&'*+/=?^_`{|}~-]+)*+");

  private final String key;
  final String words;
  private final Predicate<String> check;

  FormFormat(String key, String words, Predicate<String> check) {
    this.key = key;
    this.words = words;
    this.check = check;
  }

  /** Null for a format that is only shown. */
  static @Nullable FormFormat named(String key) {
    for (FormFormat format : values()) {
      if (format.key.equals(key)) {
        return format;
      }
    }
    return null;
  }

  boolean fits(String text) {
    return text.length() <= LONGEST && check.test(text);
  }

  private static Predicate<String> matching(String pattern) {
    return Pattern.compile(pattern).asMatchPredicate();
  }

  private static boolean isDate(String text) {
    try {
      return text.length() == 10
          && text.chars().allMatch(c -> c < 0x80)
          && LocalDate.parse(text) != null;
    } catch (DateTimeException e) {
      return false;
    }
  }

  private static boolean isTime(String text) {
    Matcher parts = TIME_PARTS.matcher(text);
    if (!parts.matches()) {
      return false;
    }
    String offset = parts.group(3).equalsIgnoreCase("z") ? "+00:00" : parts.group(3);
    try {
      LocalTime time = LocalTime.parse(parts.group(1));
      LocalTime shift = LocalTime.parse(offset.substring(1));
      int second = Integer.parseInt(parts.group(2));
      return second < 60 || second == 60 && isLastOfDay(time, shift, offset.charAt(0) == '-');
    } catch (DateTimeException e) {
      return false;
    }
  }

  /** A leap second ends a day of UTC. */
  private static boolean isLastOfDay(LocalTime time, LocalTime shift, boolean west) {
    int minutes = shift.getHour() * 60 + shift.getMinute();
    return time.plusMinutes(west ? minutes : -minutes).equals(LocalTime.of(23, 59));
  }

  private static boolean isDateTime(String text) {
    return text.length() > 11
        && (text.charAt(10) == 'T' || text.charAt(10) == 't')
        && isDate(text.substring(0, 10))
        && isTime(text.substring(11));
  }

  private static boolean isDuration(String text) {
    return DURATION_PARTS.matcher(text).matches();
  }

  private static boolean isEmail(String text) {
    int at = text.lastIndexOf('@');
    return at > 0
        && at <= 64
        && LOCAL_PART.matcher(text.substring(0, at)).matches()
        && isHost(text.substring(at + 1));
  }

  private static boolean isHost(String text) {
    if (text.isEmpty() || text.length() > 253) {
      return false;
    }
    for (String label : text.split("\\.", -1)) {
      if (!LABEL.matcher(label).matches()) {
        return false;
      }
    }
    return true;
  }

  private static boolean isUri(String text, boolean absolute) {
    try {
      URI uri = new URI(text);
      return text.chars().allMatch(c -> c < 0x80) && (!absolute || uri.isAbsolute());
    } catch (URISyntaxException e) {
      return false;
    }
  }

  private static boolean isIpv4(String text) {
    String[] parts = text.split("\\.", -1);
    for (String part : parts) {
      if (!part.matches("0|[1-9][0-9]{0,2}") || Integer.parseInt(part) > 255) {
        return false;
      }
    }
    return parts.length == 4;
  }

  private static boolean isIpv6(String text) {
    int gap = text.indexOf("::");
    if (gap < 0) {
      return groups(text, true) == 8;
    }
    String before = text.substring(0, gap);
    String after = text.substring(gap + 2);
    int first = before.isEmpty() ? 0 : groups(before, false);
    int second = after.isEmpty() ? 0 : groups(after, true);
    return first >= 0 && second >= 0 && first + second <= 7;
  }

  /** How many groups of 16 bits there are; a large negative number if one is wrong. */
  private static int groups(String text, boolean last) {
    String[] parts = text.split(":", -1);
    int groups = 0;
    for (int i = 0; i < parts.length; i++) {
      if (parts[i].matches("[0-9a-fA-F]{1,4}")) {
        groups++;
      } else if (last && i == parts.length - 1 && isIpv4(parts[i])) {
        groups += 2;
      } else {
        return -100;
      }
    }
    return groups;
  }

  private static boolean isPointer(String text) {
    try {
      return !text.matches("(?s).*~(?![01]).*") && JsonPointer.compile(text) != null;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
