package dev.workflow.internal.decide;

import dev.workflow.definition.Join;

/** When branches or rounds that run at once have done enough together. */
sealed interface JoinRule {

  /**
   * How far they have come.
   *
   * @param grows whether there may be more of them
   */
  record Tally(int count, int completed, int failed, boolean grows) {

    int ended() {
      return completed + failed;
    }
  }

  /** What follows from that. */
  enum Verdict {
    ENOUGH,
    POSSIBLE,
    IMPOSSIBLE
  }

  Verdict of(Tally tally);

  static JoinRule of(Join join) {
    if (join instanceof Join.AtLeast some) {
      return new AtLeast(some.rounds());
    }
    return join instanceof Join.When ? new Until() : new All();
  }

  /** All that there are. */
  record All() implements JoinRule {
    @Override
    public Verdict of(Tally tally) {
      if (tally.failed() > 0) {
        return Verdict.IMPOSSIBLE;
      }
      return tally.completed() == tally.count() ? Verdict.ENOUGH : Verdict.POSSIBLE;
    }
  }

  /** So many of them. */
  record AtLeast(int some) implements JoinRule {
    @Override
    public Verdict of(Tally tally) {
      if (tally.completed() >= some) {
        return Verdict.ENOUGH;
      }
      return tally.grows() || tally.count() - tally.failed() >= some
          ? Verdict.POSSIBLE
          : Verdict.IMPOSSIBLE;
    }
  }

  /** As many as it takes for a condition, of which whoever counts finds that it holds. */
  record Until() implements JoinRule {
    @Override
    public Verdict of(Tally tally) {
      if (tally.grows() || tally.ended() < tally.count()) {
        return Verdict.POSSIBLE;
      }
      return tally.failed() > 0 ? Verdict.IMPOSSIBLE : Verdict.ENOUGH;
    }
  }
}
