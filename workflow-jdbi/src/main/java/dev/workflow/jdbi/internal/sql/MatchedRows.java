package dev.workflow.jdbi.internal.sql;

import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;

/** The rows given to a statement that it has found, by their places. Used by one thread. */
public final class MatchedRows {

  private final BitSet found = new BitSet();
  private final int count;

  /**
   * @param count how many rows were given
   */
  public MatchedRows(int count, List<Integer> found) {
    this.count = count;
    found.forEach(this.found::set);
  }

  /** Those of a batch that changed something. */
  public static MatchedRows changed(int[] counts) {
    return new MatchedRows(
        counts.length,
        IntStream.range(0, counts.length).filter(i -> counts[i] > 0).boxed().toList());
  }

  public boolean all() {
    return found.cardinality() == count;
  }

  public <T> List<T> of(List<T> rows) {
    return all() ? rows : found.stream().mapToObj(rows::get).toList();
  }

  public <T> List<T> without(List<T> rows) {
    return all()
        ? List.of()
        : IntStream.range(0, count).filter(i -> !found.get(i)).mapToObj(rows::get).toList();
  }
}
