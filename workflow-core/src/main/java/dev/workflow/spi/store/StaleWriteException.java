package dev.workflow.spi.store;

/**
 * Another writer was faster, and what was written so far cannot stand alone: the transaction must
 * be rolled back and decided anew.
 */
public final class StaleWriteException extends StoreException {

  private static final long serialVersionUID = 1L;

  public StaleWriteException() {
    super("another writer was faster; the transaction must run again", null);
  }
}
