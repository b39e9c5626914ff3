package dev.workflow.messaging.internal.inbound;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * When somebody is back, as far as an automatic answer says so behind a word for it, in the form
 * 2026-03-09, 9.3.2026 or 9-3-2026. Dates with slashes are left: nobody knows which number is the
 * month.
 */
final class ReturnDate {

  private static final int LONGEST = 20_000;
  private static final Pattern DATE =
      Pattern.compile(
          "(?iu)\\b(until|till|through|tot en met|t/m|tot|bis(?: einschlie(?:ß|ss)lich)?(?: zum)?|jusqu'au|hasta el"
              + "|back on|returning on|return on|terug op|weer aanwezig op|wieder am|ab dem|de retour le|de vuelta el)\\s+"
              + "(?:([0-9]{4})-([0-9]{2})-([0-9]{2})|([0-9]{1,2})[.-]([0-9]{1,2})[.-]([0-9]{4}))");

  private ReturnDate() {}

  /** The beginning of that day in UTC; of a last day of absence, of the day after. */
  static Optional<Instant> find(String text) {
    Matcher matcher = DATE.matcher(text.substring(0, Math.min(text.length(), LONGEST)));
    if (!matcher.find()) {
      return Optional.empty();
    }
    try {
      boolean iso = matcher.group(2) != null;
      LocalDate date =
          LocalDate.of(
              number(matcher, iso ? 2 : 7),
              number(matcher, iso ? 3 : 6),
              number(matcher, iso ? 4 : 5));
      boolean last = !matcher.group(1).matches("(?i).*\\b(op|on|am|dem|le|de vuelta el)");
      return Optional.of(date.plusDays(last ? 1 : 0).atStartOfDay(ZoneOffset.UTC).toInstant());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static int number(Matcher matcher, int group) {
    return Integer.parseInt(matcher.group(group));
  }
}
