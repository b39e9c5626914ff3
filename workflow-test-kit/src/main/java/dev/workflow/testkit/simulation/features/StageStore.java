package dev.workflow.testkit.simulation.features;

import dev.workflow.spi.store.CommitInDoubtException;
import dev.workflow.spi.store.DefinitionRows;
import dev.workflow.spi.store.InstanceChange;
import dev.workflow.spi.store.InstanceRows;
import dev.workflow.spi.store.JournalEntry;
import dev.workflow.spi.store.MessageLinks;
import dev.workflow.spi.store.MessageRows;
import dev.workflow.spi.store.StoreException;
import dev.workflow.spi.store.StoreTransaction;
import dev.workflow.spi.store.StoreUnavailableException;
import dev.workflow.spi.store.StoreWork;
import dev.workflow.spi.store.WorkflowStore;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The store as a node sees it: transactions fail and their answers are lost, and the journals of
 * some instances cannot be read.
 */
final class StageStore implements WorkflowStore {

  static final String INJECTED = "of the story: ";

  /** What the database refuses to keep, wherever it stands. */
  static final String REFUSED = "refused by the database";

  private static final Set<Class<?>> READ =
      Set.of(InstanceRows.class, MessageRows.class, MessageLinks.class, DefinitionRows.class);

  private final WorkflowStore store;
  private final StageNode node;
  private final Names names;
  private final Poison poison;

  StageStore(WorkflowStore store, StageNode node, Names names, Poison poison) {
    this.store = store;
    this.node = node;
    this.names = names;
    this.poison = poison;
  }

  @Override
  public <T, X extends Exception> T transact(StoreWork<T, X> work) throws X {
    node.place();
    T result =
        store.<T, X>transact(
            transaction -> {
              T done = work.in(watched(transaction));
              node.check();
              if (node.goesWrong(Fault.Kind.FAILS)) {
                throw new StoreUnavailableException(INJECTED + "the connection broke", null);
              }
              return done;
            });
    if (node.goesWrong(Fault.Kind.UNHEARD)) {
      throw new CommitInDoubtException(INJECTED + "the answer of the commit was lost", null);
    }
    node.place();
    return result;
  }

  private StoreTransaction watched(StoreTransaction transaction) {
    return proxy(
        StoreTransaction.class,
        (called, arguments) -> {
          note(arguments);
          Object result = called.invoke(transaction, arguments);
          Class<?> rows = called.getReturnType();
          return result != null && READ.contains(rows) ? watched(rows, result) : result;
        });
  }

  private <R> R watched(Class<R> type, Object rows) {
    return proxy(
        type,
        (called, arguments) -> {
          note(arguments);
          return poison.seen(called.invoke(rows, poison.written(arguments)));
        });
  }

  private void note(Object @Nullable [] arguments) {
    if (arguments == null) {
      return;
    }
    for (Object argument : arguments) {
      if (argument instanceof List<?> list
          && !list.isEmpty()
          && list.get(0) instanceof InstanceChange) {
        List<InstanceChange> changes = list.stream().map(InstanceChange.class::cast).toList();
        names.inserting(changes);
        changes.forEach(StageStore::refuse);
      }
    }
  }

  private static void refuse(InstanceChange change) {
    JournalEntry entry = change.entry();
    if (entry != null && entry.body().contains('"' + REFUSED + '"')) {
      throw new StoreException("the database of the stories keeps no such value", null);
    }
  }

  @FunctionalInterface
  private interface Call {
    @Nullable Object to(Method method, Object @Nullable [] arguments)
        throws ReflectiveOperationException;
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

  /** Whether a throwable, or one that caused it, is a fault of the story. */
  static boolean injected(@Nullable Throwable thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof StageNode.NodeIsDead
          || String.valueOf(cause.getMessage()).contains(INJECTED)) {
        return true;
      }
    }
    return false;
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
  public void close() {}
}
