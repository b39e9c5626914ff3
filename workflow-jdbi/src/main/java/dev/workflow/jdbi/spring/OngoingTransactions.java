package dev.workflow.jdbi.spring;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.TransactionExecution;
import org.springframework.transaction.TransactionExecutionListener;

/**
 * Knows whether the transaction of a thread is ending. Spring calls a transaction active until the
 * hooks that run after its commit have returned; what those do is no part of it any more. Spring
 * Boot registers this bean with the transaction managers. Thread-safe.
 */
final class OngoingTransactions implements TransactionExecutionListener {

  private static final class Ongoing {
    private boolean ending;
  }

  private final ThreadLocal<Deque<Ongoing>> threads = ThreadLocal.withInitial(ArrayDeque::new);

  /** Whether the innermost transaction of this thread is being committed or rolled back. */
  boolean ending() {
    Ongoing innermost = threads.get().peek();
    return innermost != null && innermost.ending;
  }

  @Override
  public void afterBegin(TransactionExecution transaction, @Nullable Throwable failure) {
    if (failure == null) {
      threads.get().push(new Ongoing());
    }
  }

  @Override
  public void beforeCommit(TransactionExecution transaction) {
    ends();
  }

  @Override
  public void beforeRollback(TransactionExecution transaction) {
    ends();
  }

  @Override
  public void afterCommit(TransactionExecution transaction, @Nullable Throwable failure) {
    over();
  }

  @Override
  public void afterRollback(TransactionExecution transaction, @Nullable Throwable failure) {
    over();
  }

  private void ends() {
    Ongoing innermost = threads.get().peek();
    if (innermost != null) {
      innermost.ending = true;
    }
  }

  private void over() {
    Deque<Ongoing> ongoing = threads.get();
    ongoing.poll();
    if (ongoing.isEmpty()) {
      threads.remove();
    }
  }
}
