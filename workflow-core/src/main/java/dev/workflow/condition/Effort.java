package dev.workflow.condition;

/**
 * What evaluating costs, counted on each thread: only operators whose cost grows with the data
 * count. A unit is about ten nanoseconds.
 */
public final class Effort {

  /** The most that one condition may take, or all conditions that are asked about one event. */
  static final long LIMIT = 20_000_000;

  /** Texts up to this length cost nothing worth counting. */
  private static final int SHORT = 1_000;

  private static final ThreadLocal<Effort> OF_THREAD = ThreadLocal.withInitial(Effort::new);

  private long left = LIMIT;
  private long total;

  private Effort() {}

  /** An evaluation begins. */
  static void begin() {
    OF_THREAD.get().left = LIMIT;
  }

  /** Throws if an evaluation has no more left. */
  static void spend(long units) {
    Effort effort = OF_THREAD.get();
    effort.left -= units;
    effort.total += units;
    if (effort.left < 0) {
      throw new NotEvaluableException();
    }
  }

  /** The text is gone through once. */
  static void read(String text) {
    if (text.length() > SHORT) {
      spend(text.length() / 8);
    }
  }

  /** All that conditions have cost on this thread. */
  public static long total() {
    return OF_THREAD.get().total;
  }
}
