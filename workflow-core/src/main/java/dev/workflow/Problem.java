package dev.workflow;

import java.util.Objects;

/**
 * One thing that is wrong with a document, with its place and the remedy.
 *
 * <p>Immutable and thread-safe.
 *
 * @param pointer the JSON pointer (RFC 6901) of the wrong place; the empty string is the whole
 *     document
 * @param message what is wrong there and what would be right
 */
public record Problem(String pointer, String message) {

  public Problem {
    Objects.requireNonNull(pointer, "pointer");
    Objects.requireNonNull(message, "message");
  }

  /** {@code /and/1/operator: unknown operator "gte_"; did you mean "gte"?} */
  @Override
  public String toString() {
    return (pointer.isEmpty() ? "(document)" : pointer) + ": " + message;
  }
}
