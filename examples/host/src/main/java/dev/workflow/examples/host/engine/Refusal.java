package dev.workflow.examples.host.engine;

import dev.workflow.InvalidInputException;
import dev.workflow.Problem;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a request says wrongly, as the engine says it of its own input. */
public final class Refusal {

  private Refusal() {}

  public static InvalidInputException of(String key, String message) {
    return new InvalidInputException("The request", List.of(new Problem("/" + key, message)));
  }

  /** A word of an enum in any case; null: none is given. */
  public static <E extends Enum<E>> @Nullable E word(
      Class<E> type, String key, @Nullable String text) {
    if (text == null || text.isBlank()) {
      return null;
    }
    for (E value : type.getEnumConstants()) {
      if (value.name().equalsIgnoreCase(text.replace('-', '_'))) {
        return value;
      }
    }
    throw of(
        key,
        "is none of "
            + Stream.of(type.getEnumConstants())
                .map(value -> value.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", ")));
  }

  /** What must be there. */
  public static <T> T require(String key, @Nullable T value) {
    if (value == null || value instanceof String text && text.isBlank()) {
      throw of(key, "is missing");
    }
    return value;
  }
}
