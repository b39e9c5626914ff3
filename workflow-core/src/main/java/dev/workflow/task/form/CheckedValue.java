package dev.workflow.task.form;

import dev.workflow.Problems;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A value of an answer while it is checked: what is wrong there, the fields that the form lists
 * there, and what the check may still take. Not thread-safe.
 */
final class CheckedValue {

  /** One step is about 10 ns. */
  private static final long MAX_STEPS = 50_000_000;

  private static final long SCHEMA = 20;

  /** The most schemas that look at a place and at those around it, within each other. */
  private static final int MAX_NESTED = 500;

  /** The check takes too much: it ends at once, whatever it is in the middle of. */
  static final class TooMuchException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TooMuchException(String message) {
      super(message, null, false, false);
    }
  }

  private static final class Budget {
    long steps = MAX_STEPS;
    int nested;
  }

  private final Problems problems;
  private final Budget budget;
  private final int depth;
  private final Set<String> listed = new LinkedHashSet<>();
  private boolean open;
  private boolean closed;

  private CheckedValue(Problems problems, Budget budget, int depth) {
    this.problems = problems;
    this.budget = budget;
    this.depth = depth;
    if (depth > TaskForm.MAX_DEPTH) {
      throw new TooMuchException("is nested deeper than " + TaskForm.MAX_DEPTH + " levels");
    }
  }

  static CheckedValue root() {
    return new CheckedValue(Problems.none(), new Budget(), 0);
  }

  CheckedValue at(String key) {
    return new CheckedValue(problems.at(key), budget, depth + 1);
  }

  CheckedValue at(int index) {
    return new CheckedValue(problems.at(index), budget, depth + 1);
  }

  /** The same place for a schema that need not fit: what it finds and lists stays apart. */
  CheckedValue trial() {
    return new CheckedValue(Problems.none(), budget, depth);
  }

  Problems problems() {
    return problems;
  }

  boolean fits() {
    return problems.isEmpty();
  }

  void add(String message) {
    problems.add(message);
  }

  void addAll(CheckedValue trial) {
    problems.addAll(trial.problems.list());
  }

  /** Takes over what a schema that fits lists. */
  void list(CheckedValue trial) {
    listed.addAll(trial.listed);
    open |= trial.open;
    closed |= trial.closed;
  }

  void list(String field) {
    listed.add(field);
  }

  /** Fields that are not listed have their own schema, or do not matter. */
  void open() {
    open = true;
  }

  /** A schema speaks of objects. */
  void close() {
    closed = true;
  }

  boolean isOpen() {
    return open || !closed;
  }

  List<String> listed() {
    return List.copyOf(listed);
  }

  boolean lists(String field) {
    return listed.contains(field);
  }

  void enter() {
    spend(SCHEMA);
    if (++budget.nested > MAX_NESTED) {
      throw new TooMuchException(
          "cannot be checked: the form refers to itself more than "
              + MAX_NESTED
              + " times within itself");
    }
  }

  void leave() {
    budget.nested--;
  }

  void spend(long steps) {
    budget.steps -= steps;
    if (budget.steps < 0) {
      throw new TooMuchException(
          "cannot be checked: it takes too many steps; send less, or make the form simpler");
    }
  }
}
