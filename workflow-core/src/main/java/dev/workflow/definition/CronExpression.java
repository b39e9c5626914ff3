package dev.workflow.definition;

import com.cronutils.model.Cron;
import com.cronutils.model.definition.CronDefinition;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The cron syntax of schedules: the five fields of UNIX (minute, hour, day of month, month, day of
 * week) with the seconds before them if wanted. {@code 0 9 * * MON-FRI} is nine o'clock on every
 * working day.
 *
 * <p>Immutable and thread-safe. Equal if the text is.
 */
public final class CronExpression {

  private static final int MAX_LENGTH = 200;
  private static final CronDefinition MINUTES = definition(false);
  private static final CronDefinition SECONDS = definition(true);

  private final String text;
  private final ExecutionTime times;

  private CronExpression(String text, Cron cron) {
    this.text = text;
    this.times = ExecutionTime.forCron(cron);
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
        .withStrictRange()
        .and()
        .withMonth()
        .withStrictRange()
        .and()
        .withDayOfWeek()
        .withValidRange(0, 7)
        .withMondayDoWValue(1)
        .withIntMapping(7, 0)
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
      throw new IllegalArgumentException(Wording.tooLong(trimmed.length(), MAX_LENGTH));
    }
    int fields = trimmed.split("\\s+").length;
    if (fields != 5 && fields != 6) {
      throw invalid(text, "it has " + fields + " field" + (fields == 1 ? "" : "s"), null);
    }
    CronExpression expression;
    try {
      Cron cron = new CronParser(fields == 6 ? SECONDS : MINUTES).parse(trimmed).validate();
      expression = new CronExpression(trimmed, cron);
    } catch (RuntimeException e) {
      throw invalid(text, Wording.reason(e.getMessage()), e);
    }
    if (expression.nextAfter(Instant.EPOCH, ZoneId.of("UTC")).isEmpty()) {
      throw new IllegalArgumentException(Wording.quoted(text) + " names a time that never comes");
    }
    return expression;
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
    return times.nextExecution(time.atZone(zone)).map(next -> next.toInstant());
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
