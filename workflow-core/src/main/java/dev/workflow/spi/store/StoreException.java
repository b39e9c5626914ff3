package dev.workflow.spi.store;

import dev.workflow.WorkflowException;
import org.jspecify.annotations.Nullable;

/** The store could not be reached or refused. The operation may be tried again. */
public class StoreException extends WorkflowException {

  private static final long serialVersionUID = 1L;

  public StoreException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
