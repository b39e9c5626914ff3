package dev.workflow.spi.store;

import org.jspecify.annotations.Nullable;

/**
 * The store cannot be reached, or the connection to it broke. Nothing was committed, unless it is a
 * {@link CommitInDoubtException}.
 */
public class StoreUnavailableException extends StoreException {

  private static final long serialVersionUID = 1L;

  public StoreUnavailableException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
