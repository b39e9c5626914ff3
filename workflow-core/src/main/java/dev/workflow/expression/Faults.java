package dev.workflow.expression;

import dev.workflow.Problem;
import java.util.ArrayList;
import java.util.List;

/** Collects what is wrong with one text, by offset. Not thread-safe. */
final class Faults {

  private static final int LIMIT = 100;

  private final List<Problem> found = new ArrayList<>();

  void add(int offset, String message) {
    if (found.size() < LIMIT) {
      found.add(new Problem("", "at offset " + offset + ": " + message));
    }
  }

  boolean full() {
    return found.size() >= LIMIT;
  }

  void throwIfAny(String what) {
    if (!found.isEmpty()) {
      throw new InvalidExpressionException(what, found);
    }
  }
}
