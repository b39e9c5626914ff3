package dev.workflow.condition;

/**
 * Counts the cost of evaluating conditions on each thread: only operators whose cost grows with the
 * data count. A unit is about ten nanoseconds, so measured; the same data cost the same on every
 * machine. What does not fit any more is refused before it is done.
 */
public final class Effort {

  /** The most that one condition may take: about 20 ms. */
  static final long OF_CONDITION = 2_000_000;

  /** The most that all conditions may take that are asked about one event: about 50 ms. */
  public static final long OF_EVENT = 5_000_000;

  /** Texts up to this length cost nothing worth counting. */
  private static final int SHORT = 1_000;

  private static final ThreadLocal<Effort> OF_THREAD = ThreadLocal.withInitial(Effort::new);

  private long left = OF_CONDITION;
  private long leftTogether = OF_EVENT;
  private boolean together;
  private long total;

  private Effort() {}

  /** The evaluation of one condition begins. */
  static void begin() {
    OF_THREAD.get().left = OF_CONDITION;
  }

  /** Several conditions that are asked about one event are going to be evaluated. */
  public static void beginTogether() {
    OF_THREAD.get().leftTogether = OF_EVENT;
  }

  /** Whether another of them has all that one condition may take. */
  public static boolean affordsAnother() {
    return OF_THREAD.get().leftTogether >= OF_CONDITION;
  }

  /** Whether the condition that is evaluated is one of those. */
  static void together(boolean together) {
    OF_THREAD.get().together = together;
  }

  /** Throws, and counts nothing, if there is not so much left. */
  static void spend(long units) {
    Effort effort = OF_THREAD.get();
    if (units > effort.left) {
      throw NotEvaluableException.alone();
    }
    if (effort.together) {
      if (units > effort.leftTogether) {
        throw NotEvaluableException.together();
      }
      effort.leftTogether -= units;
    }
    effort.left -= units;
    effort.total += units;
  }

  /** The text is compared with one of the same length. */
  static void glance(String text) {
    if (text.length() > SHORT) {
      spend(text.length() / 100);
    }
  }

  /** The text is gone through once. */
  static void read(String text) {
    if (text.length() > SHORT) {
      spend(text.length() / 8);
    }
  }

  /** The text is gone through so thoroughly that each character costs some units. */
  static void work(String text, int units) {
    if (text.length() > SHORT) {
      spend((long) text.length() * units);
    }
  }

  /** All that conditions have cost on this thread. */
  public static long total() {
    return OF_THREAD.get().total;
  }
}
