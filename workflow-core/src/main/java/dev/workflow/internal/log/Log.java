package dev.workflow.internal.log;

import dev.workflow.internal.text.Limits;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.slf4j.helpers.MessageFormatter;
import org.slf4j.spi.LocationAwareLogger;

/**
 * The log of a class, through SLF4J: whatever a line is told of stays within that line. Names,
 * reasons and answers come from outside; a line break in one would begin a line that looks as if
 * the engine had written it. So every argument, and every message of an exception, is written by
 * {@link Limits#oneLine}. All of the engine's classes log through this. Thread-safe.
 */
public final class Log {

  private static final String CALLER = Log.class.getName();

  private final Logger logger;

  private Log(Logger logger) {
    this.logger = logger;
  }

  public static Log of(Class<?> type) {
    return new Log(LoggerFactory.getLogger(type));
  }

  /** Through a logger that is there already. */
  public static Log over(Logger logger) {
    return new Log(logger);
  }

  public void debug(String text, @Nullable Object... arguments) {
    at(Level.DEBUG, text, arguments);
  }

  public void info(String text, @Nullable Object... arguments) {
    at(Level.INFO, text, arguments);
  }

  public void warn(String text, @Nullable Object... arguments) {
    at(Level.WARN, text, arguments);
  }

  public void error(String text, @Nullable Object... arguments) {
    at(Level.ERROR, text, arguments);
  }

  /**
   * @param text with {@code {}} for each argument; an exception may follow them
   */
  public void at(Level level, String text, @Nullable Object... arguments) {
    if (!logger.isEnabledForLevel(level)) {
      return;
    }
    Throwable cause = MessageFormatter.getThrowableCandidate(arguments);
    @Nullable Object[] lines =
        cause == null ? arguments.clone() : MessageFormatter.trimmedCopy(arguments);
    for (int i = 0; i < lines.length; i++) {
      Object argument = lines[i];
      lines[i] = argument == null ? null : Limits.oneLine(argument.toString());
    }
    Throwable shown = cause == null ? null : OneLineException.of(cause);
    if (logger instanceof LocationAwareLogger aware) {
      aware.log(null, CALLER, level.toInt(), text, lines, shown);
    } else {
      logger.atLevel(level).setCause(shown).log(MessageFormatter.basicArrayFormat(text, lines));
    }
  }
}
