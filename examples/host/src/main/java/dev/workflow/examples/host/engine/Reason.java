package dev.workflow.examples.host.engine;

import org.jspecify.annotations.Nullable;

/** Why something is done, for people. */
public record Reason(@Nullable String reason) {

  public static @Nullable String of(@Nullable Reason body) {
    return body == null ? null : body.reason;
  }
}
