package dev.workflow.messaging;

import java.util.ArrayList;
import java.util.IllformedLocaleException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Language tags (BCP 47), and which one is used if the wanted one is not there. */
public final class Languages {

  private Languages() {}

  /** The tag in its usual form, {@code nl-BE} for {@code NL_be}; empty if it is none. */
  public static Optional<String> canonical(@Nullable String tag) {
    if (tag == null || tag.isBlank()) {
      return Optional.empty();
    }
    try {
      String language =
          new Locale.Builder()
              .setLanguageTag(tag.strip().replace('_', '-'))
              .build()
              .toLanguageTag();
      return language.equals("und") ? Optional.empty() : Optional.of(language);
    } catch (IllformedLocaleException e) {
      return Optional.empty();
    }
  }

  /** {@code nl-BE} and then {@code nl}: from the end one part after the other is left out. */
  static List<String> chain(String canonical) {
    List<String> chain = new ArrayList<>();
    String rest = canonical;
    while (!rest.isEmpty()) {
      chain.add(rest);
      int end = rest.lastIndexOf('-');
      rest = end < 0 ? "" : rest.substring(0, end);
      int parts = rest.lastIndexOf('-');
      if (rest.length() - parts == 2) {
        rest = parts < 0 ? "" : rest.substring(0, parts);
      }
    }
    return chain;
  }
}
