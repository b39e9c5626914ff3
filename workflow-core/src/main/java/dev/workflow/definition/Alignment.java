package dev.workflow.definition;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Aligns two lists, in order, by a longest common subsequence. Beyond a million pairs only what is
 * equal at both ends is aligned.
 */
final class Alignment {

  private static final int MOST_PAIRS = 1_000_000;
  private static final int NONE = -1;

  /** Whether an element of the older list is one of the newer. */
  interface Same {
    boolean test(int older, int newer);
  }

  private final int older;
  private final int[] partners;

  private Alignment(int older, int newer) {
    this.older = older;
    this.partners = new int[newer];
    Arrays.fill(partners, NONE);
  }

  static Alignment of(int older, int newer, Same same) {
    Alignment alignment = new Alignment(older, newer);
    int start = 0;
    while (start < Math.min(older, newer) && same.test(start, start)) {
      alignment.partners[start] = start;
      start++;
    }
    int end = 0;
    while (end < Math.min(older, newer) - start && same.test(older - end - 1, newer - end - 1)) {
      end++;
      alignment.partners[newer - end] = older - end;
    }
    int rows = older - start - end;
    int columns = newer - start - end;
    if ((long) rows * columns <= MOST_PAIRS) {
      alignment.middle(start, rows, columns, same);
    }
    return alignment;
  }

  private void middle(int start, int rows, int columns, Same same) {
    int[][] length = new int[rows + 1][columns + 1];
    boolean[][] equal = new boolean[rows][columns];
    for (int i = rows - 1; i >= 0; i--) {
      for (int j = columns - 1; j >= 0; j--) {
        equal[i][j] = same.test(start + i, start + j);
        length[i][j] =
            equal[i][j] ? length[i + 1][j + 1] + 1 : Math.max(length[i + 1][j], length[i][j + 1]);
      }
    }
    for (int i = 0, j = 0; i < rows && j < columns; ) {
      if (equal[i][j]) {
        partners[start + j++] = start + i++;
      } else if (length[i + 1][j] >= length[i][j + 1]) {
        i++;
      } else {
        j++;
      }
    }
  }

  /** Pairs what is left between two partners in order: the one became the other. */
  Alignment filled() {
    Alignment filled = new Alignment(older, partners.length);
    int[] bounds = bounds();
    int next = 0;
    for (int j = 0; j < partners.length; j++) {
      if (partners[j] != NONE) {
        next = partners[j];
      }
      if (next < bounds[j]) {
        filled.partners[j] = next++;
      }
    }
    return filled;
  }

  /** For each element of the newer list where what it may be paired with ends. */
  private int[] bounds() {
    int[] bounds = new int[partners.length];
    int bound = older;
    for (int j = partners.length - 1; j >= 0; j--) {
      bounds[j] = partners[j] == NONE ? bound : partners[j] + 1;
      bound = partners[j] == NONE ? bound : partners[j];
    }
    return bounds;
  }

  /** The place in the older list of an element of the newer; -1 if it is new. */
  int partner(int newer) {
    return partners[newer];
  }

  /** The elements of the older list that are in the newer no more. */
  List<Integer> lost() {
    Set<Integer> kept = Arrays.stream(partners).boxed().collect(Collectors.toSet());
    return IntStream.range(0, older).filter(i -> !kept.contains(i)).boxed().toList();
  }
}
