package dev.workflow.statistics.internal.fact;

/** What is counted. A letter names it in the tables for good. */
public enum Figure {
  /** A run began, or a step's turn came, an arm was taken, a person began. */
  BEGUN('b'),
  COMPLETED('c'),
  EXITED('e'),
  FAILED('f'),
  CANCELED('x'),
  RETRIED('r'),
  SKIPPED('k'),
  WAITED('w'),
  ATTEMPTED('a'),
  /** A run came from another version. */
  CAME('i'),
  /** A run went on with another version. */
  LEFT('o'),
  SENT('s'),
  DELIVERED('d'),
  READ('v'),
  SUPPRESSED('p');

  private final char code;

  Figure(char code) {
    this.code = code;
  }

  char letter() {
    return code;
  }

  static Figure of(char code) {
    for (Figure figure : values()) {
      if (figure.code == code) {
        return figure;
      }
    }
    throw new IllegalArgumentException("there is no figure '" + code + "'");
  }
}
