package dev.workflow.examples.host.engine;

import dev.workflow.SubjectRef;
import org.jspecify.annotations.Nullable;

/** Subjects in queries: {@code deal:d-1}. */
public final class Subjects {

  private Subjects() {}

  /** Null if none is given. */
  public static @Nullable SubjectRef find(@Nullable String text) {
    return text == null || text.isBlank() ? null : of(text);
  }

  public static SubjectRef of(String text) {
    int colon = text.indexOf(':');
    if (colon < 1) {
      throw Refusal.of("subject", "expected a type and an id, such as deal:d-1");
    }
    return SubjectRef.of(text.substring(0, colon), text.substring(colon + 1));
  }
}
