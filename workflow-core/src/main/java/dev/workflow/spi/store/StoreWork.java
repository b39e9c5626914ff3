package dev.workflow.spi.store;

/** The work inside a transaction. Checked exceptions pass through unwrapped and roll back. */
@FunctionalInterface
public interface StoreWork<T, X extends Exception> {

  T in(StoreTransaction transaction) throws X;
}
