package dev.workflow.jdbi;

import dev.workflow.spi.store.StoreException;

/**
 * A statement that writes all or nothing wrote nothing. The transaction runs again, with a look.
 */
final class NotAllWrittenException extends StoreException {

  private static final long serialVersionUID = 1L;

  NotAllWrittenException(StoreException refusal) {
    super(String.valueOf(refusal.getMessage()), refusal.getCause());
  }
}
