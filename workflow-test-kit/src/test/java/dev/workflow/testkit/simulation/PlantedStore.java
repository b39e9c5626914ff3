package dev.workflow.testkit.simulation;

import dev.workflow.memory.InMemoryWorkflowStore;
import dev.workflow.spi.store.EventRows;
import dev.workflow.spi.store.InstanceRows;
import dev.workflow.spi.store.StoreTransaction;
import dev.workflow.spi.store.StoreWork;
import dev.workflow.spi.store.WorkflowStore;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.time.InstantSource;

/** A store in memory with a mistake in one of its methods. */
final class PlantedStore implements WorkflowStore {

  /** Stands in for a method of the store's rows. */
  @FunctionalInterface
  interface Mistake {
    Object instead(InstanceRows instances, EventRows events, Object[] arguments);
  }

  private final WorkflowStore store;
  private final String method;
  private final Mistake mistake;

  PlantedStore(InstantSource clock, String method, Mistake mistake) {
    this.store = new InMemoryWorkflowStore(clock);
    this.method = method;
    this.mistake = mistake;
  }

  @Override
  public <T, X extends Exception> T transact(StoreWork<T, X> work) throws X {
    return store.<T, X>transact(transaction -> work.in(planted(transaction)));
  }

  private StoreTransaction planted(StoreTransaction transaction) {
    InstanceRows instances = transaction.instances();
    EventRows events = transaction.events();
    return proxy(
        StoreTransaction.class,
        (called, arguments) ->
            switch (called.getName()) {
              case "instances" -> rows(InstanceRows.class, instances, instances, events);
              case "events" -> rows(EventRows.class, events, instances, events);
              default -> called.invoke(transaction, arguments);
            });
  }

  private <R> R rows(Class<R> type, R rows, InstanceRows instances, EventRows events) {
    return proxy(
        type,
        (called, arguments) ->
            called.getName().equals(method)
                ? mistake.instead(instances, events, arguments)
                : called.invoke(rows, arguments));
  }

  @FunctionalInterface
  private interface Call {
    Object to(Method method, Object[] arguments) throws ReflectiveOperationException;
  }

  private static <R> R proxy(Class<R> type, Call call) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              try {
                return call.to(method, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            }));
  }

  @Override
  public Instant now() {
    return store.now();
  }

  @Override
  public String describe() {
    return "memory with a mistake";
  }

  @Override
  public void close() {
    store.close();
  }
}
