package dev.workflow.internal.decide;

import dev.workflow.NotFoundException;
import java.util.ArrayList;
import java.util.List;

/**
 * One run of one step: the step's id, and inside loops the round of each enclosing loop, outermost
 * first.
 *
 * @param id the step's id in the document
 * @param rounds empty outside loops
 * @param undo whether this is the run of the step's compensation
 */
public record StepKey(String id, List<Integer> rounds, boolean undo) {

  public StepKey {
    rounds = List.copyOf(rounds);
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
    int bracket = name.indexOf('[');
    if (bracket < 0) {
      return new StepKey(name, List.of(), undo);
    }
    try {
      List<Integer> rounds = new ArrayList<>();
      for (String round : name.substring(bracket + 1, name.length() - 1).split("\\.", -1)) {
        rounds.add(Integer.valueOf(round));
      }
      return new StepKey(name.substring(0, bracket), rounds, undo);
    } catch (NumberFormatException | IndexOutOfBoundsException e) {
      throw new NotFoundException(
          "there is no step \""
              + text
              + "\"; a step is named like \"send\" or, in a loop, \"send[2]\"");
    }
  }

  /** Spreads rounds within rounds, of which there are many thousands in one map. */
  @Override
  public int hashCode() {
    int hash = undo ? ~id.hashCode() : id.hashCode();
    for (int i = 0; i < rounds.size(); i++) {
      hash = hash * 0x9E3779B1 + rounds.get(i);
    }
    return hash;
  }

  /** {@code send}, {@code send[2]}, {@code send[2.0]}, {@code send~undo}. */
  @Override
  public String toString() {
    if (rounds.isEmpty()) {
      return undo ? id + "~undo" : id;
    }
    StringBuilder text = new StringBuilder(id).append('[');
    for (int i = 0; i < rounds.size(); i++) {
      text.append(i == 0 ? "" : ".").append(rounds.get(i));
    }
    return text.append(undo ? "]~undo" : "]").toString();
  }
}
