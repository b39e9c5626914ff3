package dev.workflow.internal.assignment;

import dev.workflow.spi.store.AssignmentRows;
import dev.workflow.spi.store.StoreTransaction;
import dev.workflow.spi.store.StoreWork;
import dev.workflow.spi.store.WorkflowStore;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A store that says how often it was asked for assignments. */
final class CountingStore implements WorkflowStore {

  final List<String> reads = new ArrayList<>();
  private final WorkflowStore store;
  private boolean open;

  CountingStore(WorkflowStore store) {
    this.store = store;
  }

  /** Whether a transaction is under way. */
  boolean isOpen() {
    return open;
  }

  @Override
  public <T, X extends Exception> T transact(StoreWork<T, X> work) throws X {
    open = true;
    try {
      return store.transact(transaction -> work.in(counting(transaction)));
    } finally {
      open = false;
    }
  }

  private StoreTransaction counting(StoreTransaction transaction) {
    AssignmentRows rows =
        proxy(AssignmentRows.class, transaction.assignments(), transaction.assignments());
    return proxy(StoreTransaction.class, transaction, rows);
  }

  private <T> T proxy(Class<T> type, T target, AssignmentRows rows) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              if (method.getName().equals("assignments")) {
                return rows;
              }
              if (type == AssignmentRows.class) {
                reads.add(method.getName());
              }
              try {
                return method.invoke(target, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            }));
  }

  /** What was asked since the last time. */
  List<String> takeReads() {
    List<String> taken = List.copyOf(reads);
    reads.clear();
    return taken;
  }

  @Override
  public Instant now() {
    return store.now();
  }

  @Override
  public String describe() {
    return store.describe();
  }

  @Override
  public void close() {
    store.close();
  }
}
