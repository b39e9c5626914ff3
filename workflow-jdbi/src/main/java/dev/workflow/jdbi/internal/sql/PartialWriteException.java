package dev.workflow.jdbi.internal.sql;

import dev.workflow.spi.store.StoreException;

/**
 * A statement that writes all or nothing wrote nothing. The transaction runs again, with a look.
 */
public final class PartialWriteException extends StoreException {

  private static final long serialVersionUID = 1L;

  public PartialWriteException(StoreException refusal) {
    super(String.valueOf(refusal.getMessage()), refusal.getCause());
  }
}
