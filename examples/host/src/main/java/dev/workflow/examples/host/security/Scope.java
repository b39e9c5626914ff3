package dev.workflow.examples.host.security;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What a token is good for. */
public enum Scope {
  /** GET. */
  READ,
  /** Everything else. */
  WRITE,
  /** To name, as {@code X-User-ID}, the user for whom a request is made. */
  ACT_AS;

  /** As it is written: {@code act-as}. */
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The scope of that text, if there is one. */
  public static Optional<Scope> of(String text) {
    return Arrays.stream(values()).filter(scope -> scope.text().equals(text)).findFirst();
  }

  /** The scopes of a text such as {@code read write}. */
  public static Set<Scope> parse(String texts) {
    return Arrays.stream(texts.split(" "))
        .flatMap(text -> of(text).stream())
        .collect(Collectors.toCollection(() -> EnumSet.noneOf(Scope.class)));
  }

  /** The reverse of {@link #parse}. */
  public static String text(Set<Scope> scopes) {
    return scopes.stream().sorted().map(Scope::text).collect(Collectors.joining(" "));
  }
}
