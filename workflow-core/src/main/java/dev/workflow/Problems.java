package dev.workflow;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Collects every {@link Problem} of a document, so that its author sees all of them at once.
 *
 * <p>A collector knows the place it is at; {@link #at(String)} gives a collector one level deeper
 * that adds to the same list. Not thread-safe.
 */
public final class Problems {

  /** Collecting stops here: a hostile document must not produce a report larger than itself. */
  private static final int LIMIT = 1_000;

  private static final int LONGEST_KEY = 200;

  private final String pointer;
  private final List<Problem> found;

  private Problems(String pointer, List<Problem> found) {
    this.pointer = pointer;
    this.found = found;
  }

  /** An empty collector that is at the root of a document. */
  public static Problems none() {
    return new Problems("", new ArrayList<>());
  }

  /**
   * The collector for a key of the object that stands here. Of a key of more than 200 characters
   * the pointer holds the beginning and an ellipsis.
   */
  public Problems at(String key) {
    String shown = key.length() > LONGEST_KEY ? beginning(key) + "…" : key;
    return new Problems(pointer + "/" + shown.replace("~", "~0").replace("/", "~1"), found);
  }

  private static String beginning(String key) {
    boolean within = Character.isHighSurrogate(key.charAt(LONGEST_KEY - 1));
    return key.substring(0, within ? LONGEST_KEY - 1 : LONGEST_KEY);
  }

  /** The collector for an element of the array that stands here. */
  public Problems at(int index) {
    return new Problems(pointer + "/" + index, found);
  }

  /** Adds a problem of this place. */
  public void add(String message) {
    if (found.size() < LIMIT) {
      found.add(new Problem(pointer, message));
    }
  }

  /** Adds problems that were found by a parser which took this place for its root. */
  public void addAll(List<Problem> nested) {
    for (Problem problem : nested) {
      if (found.size() < LIMIT) {
        found.add(new Problem(pointer + problem.pointer(), problem.message()));
      }
    }
  }

  /** The place this collector is at. */
  public String pointer() {
    return pointer;
  }

  public boolean isEmpty() {
    return found.isEmpty();
  }

  /** What was found so far, in the order it was found. */
  public List<Problem> list() {
    return List.copyOf(found);
  }

  /** Throws what {@code exception} makes of the problems if there are any. */
  public <X extends WorkflowException> void throwIfAny(Function<List<Problem>, X> exception) {
    if (!found.isEmpty()) {
      throw exception.apply(list());
    }
  }

  @Override
  public String toString() {
    return found.toString();
  }
}
