package dev.workflow.statistics.internal.fact;

/** What a figure is about. */
public enum Kind {
  /** The runs of a workflow; without a name. */
  RUN('R'),
  /** A step, by its id. */
  STEP('S'),
  /** A type of action. */
  ACTION('T'),
  /** An arm of a split: {@code split/arm}. */
  ARM('A'),
  /** A person, by the actor's id. */
  PERSON('P'),
  /** A channel. */
  CHANNEL('C');

  private final char code;

  Kind(char code) {
    this.code = code;
  }

  public String code() {
    return String.valueOf(code);
  }

  char letter() {
    return code;
  }

  static Kind of(char code) {
    for (Kind kind : values()) {
      if (kind.code == code) {
        return kind;
      }
    }
    throw new IllegalArgumentException("there is no kind of figure '" + code + "'");
  }
}
