package dev.workflow.internal.decide;

/**
 * The budget of one unit of work for one tenant. Every move of a step costs one, a decision about a
 * large instance something for each of its steps, and large values by their bytes. What is left
 * over when it is spent continues in the next unit of work, behind the others that wait. Used by
 * one thread.
 */
public final class Budget {

  /** The moves of one decision: some ten milliseconds with writing them down. */
  static final int OF_DECISION = 200;

  /** The moves of one tenant in one transaction. */
  private static final int OF_UNIT = 1_500;

  /** The same where other tenants are at work: they wait for the transaction to end. */
  private static final int OF_SHARED_UNIT = 250;

  /** What another row costs, as many moves: an event, an instance, a change of another one. */
  public static final int OF_ROW = 5;

  /** To look at so many steps costs about as much as to move one. */
  private static final int LOOKS = 1_000;

  /** So that something is left for an instance of any size. */
  private static final int MOST_LOOKS = 100;

  /** What conditions cost, in units of their effort, as much as a move of a step. */
  private static final long EFFORT_OF_MOVE = 4_000;

  /** As many bytes that are written cost as much as a move of a step. */
  private static final int BYTES_OF_MOVE = 10_000;

  /** The bytes of all tenants in one transaction. */
  private static final long BYTES_OF_ALL = 32L << 20;

  /** What all tenants write in one unit of work. Used by one thread. */
  public static final class Written {
    private long bytes;

    void add(long more) {
      bytes += more;
    }

    boolean full() {
      return bytes >= BYTES_OF_ALL;
    }
  }

  private final int maxSteps;
  private final Written written;
  private int left;

  /**
   * @param maxSteps how many steps an instance may begin, each round of a loop counted
   */
  public Budget(int maxSteps) {
    this(maxSteps, OF_UNIT, new Written());
  }

  private Budget(int maxSteps, int moves, Written written) {
    this.maxSteps = maxSteps;
    this.written = written;
    this.left = moves;
  }

  /**
   * One of several in a unit of work.
   *
   * @param maxSteps how many steps an instance may begin
   * @param shared whether other tenants wait for it
   */
  public static Budget of(int maxSteps, boolean shared, Written written) {
    return new Budget(maxSteps, shared ? OF_SHARED_UNIT : OF_UNIT, written);
  }

  int maxSteps() {
    return maxSteps;
  }

  /** Counts what was done or is certain to follow. */
  public void spend(int moves) {
    left -= moves;
  }

  void spendOnLooking(int steps) {
    left -= Math.min(steps / LOOKS, MOST_LOOKS);
  }

  /**
   * Counts what conditions have cost.
   *
   * @param effort in units of {@link dev.workflow.condition.Effort}
   * @return as many moves
   */
  public int spendOnConditions(long effort) {
    int moves = (int) (effort / EFFORT_OF_MOVE);
    spend(moves);
    return moves;
  }

  /**
   * Counts what is written.
   *
   * @return as many moves
   */
  public int spendOnBytes(long bytes) {
    written.add(bytes);
    int moves = moves(bytes);
    spend(moves);
    return moves;
  }

  /** How many moves bytes count as. */
  static int moves(long bytes) {
    return (int) Math.min(bytes / BYTES_OF_MOVE, Integer.MAX_VALUE / 2);
  }

  /** Whether nothing more should be begun. */
  public boolean spent() {
    return left <= 0 || written.full();
  }
}
