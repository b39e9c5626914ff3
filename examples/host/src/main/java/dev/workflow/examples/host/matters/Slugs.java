package dev.workflow.examples.host.matters;

import java.text.Normalizer;
import java.util.Locale;
import java.util.function.Predicate;

/** Makes ids of what people write. */
final class Slugs {

  private static final int LONGEST = 60;

  private Slugs() {}

  /** {@code "Onboard a client"} becomes {@code onboard-a-client}. */
  static String of(String text, String otherwise) {
    String plain = Normalizer.normalize(text, Normalizer.Form.NFD).replaceAll("\\p{M}+", "");
    String slug = plain.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    String cut = slug.length() > LONGEST ? slug.substring(0, LONGEST) : slug;
    String bare = cut.replaceAll("^-+|-+$", "");
    return bare.isEmpty() ? otherwise : bare;
  }

  /** The slug, or the first of {@code slug-2}, {@code slug-3}, … that is free. */
  static String free(String slug, Predicate<String> taken) {
    String free = slug;
    for (int number = 2; taken.test(free); number++) {
      free = slug + "-" + number;
    }
    return free;
  }
}
