package dev.workflow.examples.host.forms;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Makes the keys of workflows and the ids of steps from what people call them. */
public final class Names {

  private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9_-]{0,99}");

  /** Leaves room for a number. */
  private static final int LONGEST = 90;

  private Names() {}

  /** Whether something can be the key of a workflow or the id of a step. */
  public static boolean isId(String text) {
    return ID.matcher(text).matches();
  }

  /**
   * A key made of a name: {@code "Lead Scoring Workflow"} gives {@code lead-scoring-workflow}.
   *
   * @param otherwise if nothing of the name can be in a key
   */
  static String key(String name, String otherwise) {
    String plain = Normalizer.normalize(name, Normalizer.Form.NFKD).replaceAll("\\p{M}+", "");
    String key =
        plain.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_]+", "-").replaceAll("^[-_]+", "");
    String cut = key.length() > LONGEST ? key.substring(0, LONGEST) : key;
    String trimmed = cut.replaceAll("-+$", "");
    return trimmed.isEmpty() ? otherwise : trimmed;
  }

  /** The first of {@code base}, {@code base-2}, {@code base-3} … that is not taken. */
  public static String free(String base, Set<String> taken) {
    String free = base;
    for (int number = 2; taken.contains(free); number++) {
      free = base + "-" + number;
    }
    return free;
  }
}
