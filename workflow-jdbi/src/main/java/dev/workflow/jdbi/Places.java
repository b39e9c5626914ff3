package dev.workflow.jdbi;

import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Which of the rows that were given to a statement it has found, by their places. Used by one
 * thread.
 */
final class Places {

  private final BitSet found = new BitSet();
  private final int count;

  /**
   * @param count how many rows were given
   */
  Places(int count, List<Integer> found) {
    this.count = count;
    found.forEach(this.found::set);
  }

  /** Those of a batch that changed something. */
  static Places changed(int[] counts) {
    return new Places(
        counts.length,
        IntStream.range(0, counts.length).filter(i -> counts[i] > 0).boxed().toList());
  }

  boolean all() {
    return found.cardinality() == count;
  }

  <T> List<T> of(List<T> rows) {
    return all() ? rows : found.stream().mapToObj(rows::get).toList();
  }

  <T> List<T> without(List<T> rows) {
    return all()
        ? List.of()
        : IntStream.range(0, count).filter(i -> !found.get(i)).mapToObj(rows::get).toList();
  }
}
