package dev.workflow.internal.text;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** Finds the name somebody probably meant. */
public final class DidYouMean {

  private static final int LONGEST = 60;

  private DidYouMean() {}

  /** {@code ; did you mean "due_date"?}, or the empty string where no name is near. */
  public static String suffix(String unknown, Collection<String> known) {
    return nearest(unknown, known).map(name -> "; did you mean \"" + name + "\"?").orElse("");
  }

  /** The same; where no name is near, the names there are. */
  public static String orAll(String unknown, Collection<String> known) {
    String suffix = suffix(unknown, known);
    return suffix.isEmpty() ? "; there is " + String.join(", ", known) : suffix;
  }

  /**
   * The known name that is nearest: a third of its letters, and at least one, may be missing,
   * wrong, too many or swapped; case, hyphens, underscores and dots do not count. Of equals the
   * first in the alphabet, regardless of their order in the collection.
   */
  public static Optional<String> nearest(String unknown, Collection<String> known) {
    if (unknown.length() > LONGEST) {
      return Optional.empty();
    }
    String wanted = bare(unknown);
    String nearest = null;
    int least = Math.max(1, wanted.length() / 3) + 1;
    for (String candidate : known) {
      String name = bare(candidate);
      int distance = distance(wanted, name);
      boolean nearer =
          distance < least
              || (distance == least && nearest != null && candidate.compareTo(nearest) < 0);
      if (nearer && distance < name.length()) {
        least = distance;
        nearest = candidate;
      }
    }
    return Optional.ofNullable(nearest);
  }

  private static String bare(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[-_. ]", "");
  }

  /** Optimal string alignment: one insertion, deletion, change or swap of neighbours costs one. */
  private static int distance(String a, String b) {
    int[][] cost = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        cost[i][j] = Math.min(i, j) == 0 ? Math.max(i, j) : cell(cost, a, b, i, j);
      }
    }
    return cost[a.length()][b.length()];
  }

  private static int cell(int[][] cost, String a, String b, int i, int j) {
    int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
    int best = Math.min(cost[i - 1][j - 1] + change, 1 + Math.min(cost[i - 1][j], cost[i][j - 1]));
    boolean swapped =
        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
    return swapped ? Math.min(best, cost[i - 2][j - 2] + 1) : best;
  }
}
