package dev.workflow.testkit.contract;

import dev.workflow.spi.store.StoreException;
import dev.workflow.spi.store.StoreTransaction;
import dev.workflow.spi.store.StoreWork;
import dev.workflow.spi.store.WorkflowStore;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * A store whose connection breaks at a statement that a test chooses: what its transaction has done
 * is rolled back, as when the process had been killed there. It also tells what it was asked for.
 */
final class BrittleStore implements WorkflowStore {

  private final WorkflowStore store;
  private final List<String> given = new CopyOnWriteArrayList<>();
  private long statements = Long.MAX_VALUE;

  BrittleStore(WorkflowStore store) {
    this.store = store;
  }

  /** The names of the operations that were called so far. */
  List<String> given() {
    return List.copyOf(given);
  }

  /** So many statements succeed from now on, and all others fail. */
  void breaksAfter(long count) {
    statements = count;
  }

  @Override
  public <T, X extends Exception> T transact(StoreWork<T, X> work) throws X {
    return store.transact(transaction -> work.in(brittle(StoreTransaction.class, transaction)));
  }

  private <T> T brittle(Class<T> type, T real) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, values) -> call(real, method, values)));
  }

  private @Nullable Object call(Object real, Method method, Object @Nullable [] values)
      throws Throwable {
    Class<?> answer = method.getReturnType();
    if (real instanceof StoreTransaction && answer.isInterface() && values == null) {
      return brittleOf(answer, invoked(real, method, values));
    }
    boolean statement =
        !(real instanceof StoreTransaction) || Set.of("write", "finish").contains(method.getName());
    if (statement) {
      given.add(method.getName());
    }
    if (statement && statements-- <= 0) {
      throw new StoreException("the connection broke", null);
    }
    return invoked(real, method, values);
  }

  private <T> T brittleOf(Class<T> type, @Nullable Object real) {
    return brittle(type, type.cast(real));
  }

  private static @Nullable Object invoked(Object real, Method method, Object @Nullable [] values)
      throws Throwable {
    try {
      return method.invoke(real, values);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
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
