package dev.workflow.instance;

/**
 * How much one unit of work may still do for one tenant. Every move of a step costs one, and a
 * decision about a large instance something for each of its steps. What is left over when it is
 * spent goes on in the next unit of work, behind the others that wait. Used by one thread.
 */
public final class Budget {

  /** The moves of one decision: some ten milliseconds with writing them down. */
  static final int OF_DECISION = 200;

  /** The moves of one tenant in one transaction. */
  private static final int OF_UNIT = 1_500;

  /** To look at so many steps costs about as much as to move one. */
  private static final int LOOKS = 50;

  /** What conditions cost, in units of their effort, as much as a move of a step. */
  private static final long EFFORT_OF_MOVE = 4_000;

  private final int maxSteps;
  private int left = OF_UNIT;

  /**
   * @param maxSteps how many steps an instance may begin, each round of a loop counted
   */
  public Budget(int maxSteps) {
    this.maxSteps = maxSteps;
  }

  int maxSteps() {
    return maxSteps;
  }

  void spend(int moves) {
    left -= moves;
  }

  void spendOnLooking(int steps) {
    left -= steps / LOOKS;
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

  /** Whether nothing more should be begun. */
  public boolean spent() {
    return left <= 0;
  }
}
