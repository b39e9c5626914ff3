package dev.workflow.examples.host.web;

import dev.workflow.Problem;
import dev.workflow.Problems;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.converter.HttpMessageNotReadableException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.exc.InvalidNullException;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

/** Says of a body that cannot be read what is wrong, where, without a word of Java. */
final class JsonProblems {

  private JsonProblems() {}

  static Problem of(HttpMessageNotReadableException unreadable) {
    Throwable cause = unreadable.getCause();
    if (cause instanceof UnrecognizedPropertyException unknown) {
      return new Problem(
          pointer(unknown),
          "unknown key; known are "
              + (unknown.getKnownPropertyIds() == null
                  ? "none"
                  : unknown.getKnownPropertyIds().stream()
                      .map(String::valueOf)
                      .sorted()
                      .collect(Collectors.joining(", "))));
    }
    if (cause instanceof InvalidNullException isNull) {
      return new Problem(pointer(isNull), "must not be null");
    }
    if (cause instanceof MismatchedInputException mismatch) {
      if (mismatch.getOriginalMessage().startsWith("Missing required")) {
        return new Problem(pointer(mismatch), "is required");
      }
      return new Problem(pointer(mismatch), "expected " + expected(mismatch.getTargetType()));
    }
    if (cause instanceof StreamReadException malformed) {
      return new Problem(pointer(malformed), "malformed JSON: " + malformed.getOriginalMessage());
    }
    if (cause instanceof DatabindException other) {
      return new Problem(pointer(other), "is not accepted here");
    }
    return new Problem("", "expected a JSON document");
  }

  /** What a value of that type is, for people: {@code a whole number}. */
  static String expected(@Nullable Class<?> type) {
    if (type == null) {
      return "another type";
    }
    if (type == String.class) {
      return "a text";
    }
    if (type.isEnum()) {
      return "one of "
          + Stream.of(type.getEnumConstants())
              .map(String::valueOf)
              .collect(Collectors.joining(", "));
    }
    if (type == boolean.class || type == Boolean.class) {
      return "true or false";
    }
    if (type == Instant.class) {
      return "a time such as 2026-01-31T09:00:00Z";
    }
    if (type == UUID.class) {
      return "a UUID such as 01980f6e-7c1a-7000-8000-000000000000";
    }
    if (type.isPrimitive() || Number.class.isAssignableFrom(type)) {
      return "a number";
    }
    if (Collection.class.isAssignableFrom(type) || type.isArray()) {
      return "a list";
    }
    return type.isRecord() || Map.class.isAssignableFrom(type) ? "an object" : "another value";
  }

  private static String pointer(JacksonException e) {
    Problems place = Problems.none();
    for (JacksonException.Reference step : e.getPath()) {
      place =
          step.getPropertyName() == null
              ? place.at(step.getIndex())
              : place.at(step.getPropertyName());
    }
    return place.pointer();
  }
}
