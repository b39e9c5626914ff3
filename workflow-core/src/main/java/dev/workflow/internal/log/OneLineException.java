package dev.workflow.internal.log;

import dev.workflow.internal.text.Limits;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An exception as it is logged if its own message, or one of those behind it, has more than one
 * line: the same names, messages in one line each, and stack traces.
 */
final class OneLineException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String shown;

  private OneLineException(String shown, @Nullable Throwable cause) {
    super(shown, cause, true, true);
    this.shown = shown;
  }

  /** The exception itself if nothing in it has more than one line. */
  static Throwable of(Throwable thrown) {
    return isOneLine(thrown, seen()) ? thrown : copy(thrown, seen());
  }

  private static Set<Throwable> seen() {
    return Collections.newSetFromMap(new IdentityHashMap<>());
  }

  private static boolean isOneLine(@Nullable Throwable thrown, Set<Throwable> seen) {
    if (thrown == null || !seen.add(thrown)) {
      return true;
    }
    String shown = shown(thrown);
    if (!Limits.oneLine(shown).equals(shown) || !isOneLine(thrown.getCause(), seen)) {
      return false;
    }
    for (Throwable suppressed : thrown.getSuppressed()) {
      if (!isOneLine(suppressed, seen)) {
        return false;
      }
    }
    return true;
  }

  private static OneLineException copy(Throwable thrown, Set<Throwable> seen) {
    seen.add(thrown);
    Throwable cause = thrown.getCause();
    OneLineException copy =
        new OneLineException(
            Limits.oneLine(shown(thrown)),
            cause == null || seen.contains(cause) ? null : copy(cause, seen));
    copy.setStackTrace(thrown.getStackTrace());
    for (Throwable suppressed : thrown.getSuppressed()) {
      if (!seen.contains(suppressed)) {
        copy.addSuppressed(copy(suppressed, seen));
      }
    }
    return copy;
  }

  /** An exception of the host may fail when it is asked. */
  private static String shown(Throwable thrown) {
    try {
      return String.valueOf(thrown.toString());
    } catch (RuntimeException e) {
      return thrown.getClass().getName();
    }
  }

  @Override
  public String toString() {
    return shown;
  }
}
