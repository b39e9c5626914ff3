package dev.workflow.internal.decide;

import dev.workflow.NotFoundException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One run of one step: the step's id, inside loops the round of each enclosing loop, outermost
 * first, and which visit it is.
 *
 * @param id the step's id in the document
 * @param rounds empty outside loops
 * @param undo whether this is the run of the step's compensation
 * @param visit 1, and one more each time the step was opened anew after its end
 */
public record StepKey(String id, List<Integer> rounds, boolean undo, int visit) {

  public StepKey {
    rounds = List.copyOf(rounds);
  }

  /** The first visit. */
  public StepKey(String id, List<Integer> rounds, boolean undo) {
    this(id, rounds, undo, 1);
  }

  public static StepKey of(String id) {
    return new StepKey(id, List.of(), false);
  }

  /**
   * Reads what {@link #toString} writes.
   *
   * @throws NotFoundException if no step can have this name
   */
  public static StepKey parse(String text) {
    boolean undo = text.endsWith("~undo");
    String name = undo ? text.substring(0, text.length() - 5) : text;
    int hash = name.lastIndexOf('#');
    int visit = hash < 0 ? 1 : visit(text, name.substring(hash + 1));
    name = hash < 0 ? name : name.substring(0, hash);
    int bracket = name.indexOf('[');
    if (bracket < 0) {
      return new StepKey(name, List.of(), undo, visit);
    }
    try {
      List<Integer> rounds = new ArrayList<>();
      for (String round : name.substring(bracket + 1, name.length() - 1).split("\\.", -1)) {
        rounds.add(Integer.valueOf(round));
      }
      return new StepKey(name.substring(0, bracket), rounds, undo, visit);
    } catch (NumberFormatException | IndexOutOfBoundsException e) {
      throw unknown(text);
    }
  }

  private static int visit(String text, String visit) {
    try {
      return Math.max(1, Integer.parseInt(visit));
    } catch (NumberFormatException e) {
      throw unknown(text);
    }
  }

  private static NotFoundException unknown(String text) {
    return new NotFoundException(
        "there is no step \""
            + text
            + "\"; a step is named like \"send\" or, in a loop, \"send[2]\"");
  }

  /** The same step's first visit. */
  StepKey first() {
    return visit == 1 ? this : new StepKey(id, rounds, undo, 1);
  }

  /** The visit after this one. */
  StepKey next() {
    return new StepKey(id, rounds, undo, visit + 1);
  }

  /** The run of its compensation. */
  StepKey undoing() {
    return new StepKey(id, rounds, true, visit);
  }

  /** What its compensation undoes. */
  StepKey undone() {
    return new StepKey(id, rounds, false, visit);
  }

  /** Asked many thousands of times in a decision about a large instance. */
  @Override
  public boolean equals(@Nullable Object other) {
    return this == other
        || (other instanceof StepKey key
            && visit == key.visit
            && undo == key.undo
            && id.equals(key.id)
            && rounds.equals(key.rounds));
  }

  /** Spreads rounds within rounds, of which there are many thousands in one map. */
  @Override
  public int hashCode() {
    int hash = undo ? ~id.hashCode() : id.hashCode();
    for (int i = 0; i < rounds.size(); i++) {
      hash = hash * 0x9E3779B1 + rounds.get(i);
    }
    return hash * 31 + visit;
  }

  /** {@code send}, {@code send[2]}, {@code send[2.0]}, {@code send#2}, {@code send~undo}. */
  @Override
  public String toString() {
    if (rounds.isEmpty() && visit == 1) {
      return undo ? id + "~undo" : id;
    }
    StringBuilder text = new StringBuilder(id);
    for (int i = 0; i < rounds.size(); i++) {
      text.append(i == 0 ? '[' : '.').append(rounds.get(i));
    }
    text.append(rounds.isEmpty() ? "" : "]");
    if (visit > 1) {
      text.append('#').append(visit);
    }
    return text.append(undo ? "~undo" : "").toString();
  }
}
