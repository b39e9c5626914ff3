package dev.workflow.internal.input;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One of the sources of a list, newest first, read part by part as far as it may be looked at. Used
 * by one thread.
 */
public final class Feed<T> {

  /** So much is looked at for one page. */
  public static final int MOST_LOOKED_AT = 10_000;

  /** The place of a source that has nothing more. */
  private static final String OVER = "-";

  /**
   * A part of a source.
   *
   * @param next where the following one begins; null: there is none
   * @param looked how much was looked at for it
   */
  public record Part<T>(List<T> found, @Nullable String next, int looked) {

    /** There is nothing. */
    public static <T> Part<T> nothing() {
      return new Part<>(List.of(), null, 0);
    }
  }

  /** Reads the part that begins at a place; null: the newest. */
  @FunctionalInterface
  public interface Source<T> {
    Part<T> read(@Nullable String place);
  }

  private final Source<T> source;
  private String place;
  private int taken;
  private @Nullable Part<T> part;
  private int looked;

  /**
   * @param place where the part begins that is read first; empty: with the newest
   * @param taken how much of it was on pages before
   */
  public Feed(Source<T> source, String place, int taken) {
    this.source = source;
    this.place = place;
    this.taken = taken;
  }

  /** The next one; null: there is none, or it would take too long to find it. */
  public @Nullable T peek() {
    while (!place.equals(OVER)) {
      if (part == null) {
        if (looked >= MOST_LOOKED_AT) {
          return null;
        }
        part = source.read(place.isEmpty() ? null : place);
        looked += Math.max(1, part.looked());
      }
      if (taken < part.found().size()) {
        return part.found().get(taken);
      }
      place = part.next() == null ? OVER : part.next();
      part = null;
      taken = 0;
    }
    return null;
  }

  public void take() {
    taken++;
  }

  /** Whether there is nothing more. */
  public boolean over() {
    return place.equals(OVER);
  }

  public String place() {
    return place;
  }

  public int taken() {
    return taken;
  }
}
