package dev.workflow.definition;

import com.cronutils.model.definition.CronDefinition;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.parser.CronParser;
import dev.workflow.internal.text.Wording;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The cron syntax of schedules: the five fields of UNIX (minute, hour, day of month, month, day of
 * week) with the seconds before them if wanted, or a nickname such as {@code @daily}. {@code 0 9 *
 * * MON-FRI} is nine o'clock on every working day.
 *
 * <p>When clocks are put forward or back: an expression whose hour begins with {@code *} comes at
 * every instant whose local time matches. Any other comes once for each local time that matches: if
 * that is left out, at the first instant after the gap; if it comes twice, at the earlier one.
 *
 * <p>Fields hold numbers, names ({@code JAN}, {@code MON}), ranges, steps and lists. A day of the
 * month can be {@code L} (the last), {@code L-3}, {@code LW} (the last working day) or {@code 15W}
 * (the working day nearest to the 15th); a day of the week {@code FRI#2} (the second Friday) or
 * {@code 5L} (the last Friday). Sunday is 0 or 7. If both kinds of days are restricted (neither
 * field begins with {@code *}), either suffices.
 *
 * <p>Immutable and thread-safe. Equal if the text is.
 */
public final class CronExpression {

  private static final int MAX_LENGTH = 200;
  private static final CronDefinition MINUTES = definition(false);
  private static final CronDefinition SECONDS = definition(true);

  private static final Map<String, String> NICKNAMES =
      Map.of(
          "@yearly", "0 0 1 1 *",
          "@annually", "0 0 1 1 *",
          "@monthly", "0 0 1 * *",
          "@weekly", "0 0 * * 0",
          "@daily", "0 0 * * *",
          "@midnight", "0 0 * * *",
          "@hourly", "0 * * * *");

  private final String text;
  private final CronFields fields;
  private final boolean everyHour;

  private CronExpression(String text, CronFields fields, boolean everyHour) {
    this.text = text;
    this.fields = fields;
    this.everyHour = everyHour;
  }

  private static CronDefinition definition(boolean seconds) {
    CronDefinitionBuilder builder = CronDefinitionBuilder.defineCron();
    if (seconds) {
      builder = builder.withSeconds().withStrictRange().and();
    }
    return builder
        .withMinutes()
        .withStrictRange()
        .and()
        .withHours()
        .withStrictRange()
        .and()
        .withDayOfMonth()
        .supportsL()
        .supportsW()
        .supportsLW()
        .withStrictRange()
        .and()
        .withMonth()
        .withStrictRange()
        .and()
        .withDayOfWeek()
        .withValidRange(0, 7)
        .withMondayDoWValue(1)
        .withIntMapping(7, 0)
        .supportsHash()
        .supportsL()
        .withStrictRange()
        .and()
        .instance();
  }

  /**
   * Reads an expression.
   *
   * @throws IllegalArgumentException if it is none, or names a time that never comes
   */
  public static CronExpression parse(String text) {
    String trimmed = text.strip();
    if (trimmed.length() > MAX_LENGTH) {
      throw new IllegalArgumentException(DocumentWording.tooLong(trimmed.length(), MAX_LENGTH));
    }
    String written = NICKNAMES.getOrDefault(trimmed, trimmed);
    String[] fields = written.split("\\s+");
    int count = fields.length;
    if (count != 5 && count != 6) {
      throw invalid(text, "it has " + count + " field" + (count == 1 ? "" : "s"), null);
    }
    CronExpression expression;
    try {
      new CronParser(count == 6 ? SECONDS : MINUTES).parse(readable(fields)).validate();
      expression =
          new CronExpression(trimmed, CronFields.of(fields), fields[count - 4].startsWith("*"));
    } catch (RuntimeException e) {
      throw invalid(text, DocumentWording.reason(e.getMessage()), e);
    }
    if (expression.nextAfter(Instant.EPOCH, ZoneId.of("UTC")).isEmpty()) {
      throw new IllegalArgumentException(Wording.quoted(text) + " names a time that never comes");
    }
    return expression;
  }

  /** The library takes no range that ends with a Sunday. */
  private static String readable(String[] fields) {
    String[] all = fields.clone();
    int last = all.length - 1;
    all[last] = CronDays.normal(all[last]);
    return String.join(" ", all);
  }

  private static IllegalArgumentException invalid(
      String text, String reason, @Nullable Exception cause) {
    return new IllegalArgumentException(
        Wording.quoted(text)
            + " is not a cron expression such as \"0 9 * * MON-FRI\" (minute hour day month"
            + " weekday, seconds before them if wanted): "
            + reason,
        cause);
  }

  /** The first time after an instant, by the clock of a zone; empty: never again. */
  public Optional<Instant> nextAfter(Instant time, ZoneId zone) {
    ZoneRules rules = zone.getRules();
    Instant second = time.truncatedTo(ChronoUnit.SECONDS);
    return everyHour ? nextMatch(second, rules) : nextOnce(second, rules);
  }

  /** The first instant whose local time matches. */
  private Optional<Instant> nextMatch(Instant time, ZoneRules rules) {
    ZoneOffset offset = rules.getOffset(time);
    LocalDateTime after = LocalDateTime.ofInstant(time, offset);
    ZoneOffsetTransition change = rules.nextTransition(time);
    while (true) {
      Optional<LocalDateTime> match = nextLocal(after);
      if (match.isEmpty() || change == null) {
        return toInstant(match, offset);
      }
      Instant next = match.get().toInstant(offset);
      if (next.isBefore(change.getInstant())) {
        return Optional.of(next);
      }
      offset = change.getOffsetAfter();
      after = change.getDateTimeAfter().minusSeconds(1);
      change = rules.nextTransition(change.getInstant());
    }
  }

  private static Optional<Instant> toInstant(Optional<LocalDateTime> local, ZoneOffset offset) {
    return local.map(match -> match.toInstant(offset));
  }

  /** The first instant that stands for a local time that matches. */
  private Optional<Instant> nextOnce(Instant time, ZoneRules rules) {
    Optional<LocalDateTime> match = nextLocal(LocalDateTime.ofInstant(time, rules.getOffset(time)));
    while (match.isPresent()) {
      LocalDateTime local = match.get();
      ZoneOffsetTransition change = rules.getTransition(local);
      Instant next =
          change == null
              ? local.toInstant(rules.getOffset(local))
              : change.isGap() ? change.getInstant() : local.toInstant(change.getOffsetBefore());
      if (next.isAfter(time)) {
        return Optional.of(next);
      }
      // What is repeated, or lies in the gap, has come already: nothing before its end counts.
      match =
          nextLocal(
              change == null
                  ? local
                  : (change.isGap() ? change.getDateTimeAfter() : change.getDateTimeBefore())
                      .minusSeconds(1));
    }
    return Optional.empty();
  }

  private Optional<LocalDateTime> nextLocal(LocalDateTime after) {
    return fields.nextAfter(after);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CronExpression cron && cron.text.equals(text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  /** The text as it was written, without space around it. */
  @Override
  public String toString() {
    return text;
  }
}
