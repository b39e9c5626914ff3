package dev.workflow.testkit;

import dev.workflow.spi.store.StoreTransaction;
import dev.workflow.spi.store.StoreWork;
import dev.workflow.spi.store.WorkflowStore;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.Set;

/** A store that leaves the optional concerns at their defaults, as a new one of somebody else. */
record BareStore(WorkflowStore store) implements WorkflowStore {

  private static final Set<String> OPTIONAL =
      Set.of(
          "templates",
          "consents",
          "absences",
          "actors",
          "deliveries",
          "findings",
          "schedules",
          "extension");

  @Override
  public <T, X extends Exception> T transact(StoreWork<T, X> work) throws X {
    return store.transact(transaction -> work.in(bare(transaction)));
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

  private static StoreTransaction bare(StoreTransaction transaction) {
    return (StoreTransaction)
        Proxy.newProxyInstance(
            BareStore.class.getClassLoader(),
            new Class<?>[] {StoreTransaction.class},
            (proxy, method, arguments) ->
                OPTIONAL.contains(method.getName())
                    ? InvocationHandler.invokeDefault(proxy, method, arguments)
                    : called(transaction, method, arguments));
  }

  private static Object called(Object target, Method method, Object[] arguments) throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
