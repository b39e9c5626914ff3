package dev.workflow.spi.store;

import org.jspecify.annotations.Nullable;

/**
 * The connection broke during a commit: it may or may not have taken place. Look before you repeat
 * what was in it; an event that is published again with the same id is repeated safely.
 */
public class CommitInDoubtException extends StoreUnavailableException {

  private static final long serialVersionUID = 1L;

  public CommitInDoubtException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
