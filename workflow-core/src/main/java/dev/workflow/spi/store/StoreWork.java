package dev.workflow.spi.store;

/** What runs inside a transaction. Checked exceptions pass through unwrapped and roll back. */
@FunctionalInterface
public interface StoreWork<T, X extends Exception> {

  T in(StoreTransaction transaction) throws X;
}
