package dev.workflow.examples.quickstart;

import java.io.PrintStream;
import java.time.Instant;

/**
 * Shows how far the playback has come: in place on a terminal, in lines further and further apart
 * elsewhere.
 */
final class ProgressBar {

  private static final int WIDTH = 30;
  private static final long ON_TERMINAL_NANOS = 200_000_000L;
  private static final long LONGEST_PAUSE_NANOS = 10_000_000_000L;

  private final PrintStream out;
  private final EventFile events;
  private final boolean terminal = System.console() != null;
  private long pauseNanos = ON_TERMINAL_NANOS;
  private long shownAt = System.nanoTime();
  private final long began = System.nanoTime();

  ProgressBar(PrintStream out, EventFile events) {
    this.out = out;
    this.events = events;
  }

  void show(long count, Instant virtualTime) {
    long now = System.nanoTime();
    if (now - shownAt < pauseNanos) {
      return;
    }
    shownAt = now;
    if (!terminal) {
      pauseNanos = Math.min(2 * pauseNanos, LONGEST_PAUSE_NANOS);
    }
    double done = events.progress();
    String bar =
        done < 0
            ? ""
            : "["
                + "#".repeat((int) (done * WIDTH))
                + ".".repeat(WIDTH - (int) (done * WIDTH))
                + "] ";
    String line =
        String.format(
            "%s%,d events, %s, %,.0f/s",
            bar, count, virtualTime.toString().substring(0, 10), count / seconds());
    out.print(terminal ? "\r" + line + "   " : line + System.lineSeparator());
    out.flush();
  }

  void done(long count) {
    out.printf("%s%,d events in %.1f s%n", terminal ? "\r" : "", count, seconds());
  }

  private double seconds() {
    return (System.nanoTime() - began) / 1e9;
  }
}
