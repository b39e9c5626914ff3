package dev.workflow.testkit.simulation.features;

import dev.workflow.spi.store.CommitInDoubtException;
import dev.workflow.spi.store.InstanceChange;
import dev.workflow.spi.store.InstanceKey;
import dev.workflow.spi.store.InstanceRows;
import dev.workflow.spi.store.JournalEntry;
import dev.workflow.spi.store.StoreTransaction;
import dev.workflow.spi.store.StoreUnavailableException;
import dev.workflow.spi.store.StoreWork;
import dev.workflow.spi.store.StoredInstance;
import dev.workflow.spi.store.WorkflowStore;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The store as a node sees it: transactions fail and their answers are lost, and the journals of
 * some instances cannot be read.
 */
final class StageStore implements WorkflowStore {

  static final String INJECTED = "of the story: ";

  /** The instances that cannot be read, shared by all nodes. */
  static final class Poisoned {
    private final Set<InstanceKey> keys = new HashSet<>();

    void add(InstanceKey key) {
      keys.add(key);
    }

    boolean holds(InstanceKey key) {
      return keys.contains(key);
    }
  }

  private final WorkflowStore store;
  private final StageNode node;
  private final Names names;
  private final Poisoned poisoned;

  StageStore(WorkflowStore store, StageNode node, Names names, Poisoned poisoned) {
    this.store = store;
    this.node = node;
    this.names = names;
    this.poisoned = poisoned;
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
          return result instanceof InstanceRows rows ? watched(rows) : result;
        });
  }

  private InstanceRows watched(InstanceRows rows) {
    return proxy(
        InstanceRows.class,
        (called, arguments) -> {
          note(arguments);
          return read(called.invoke(rows, arguments));
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
        names.inserting(list.stream().map(InstanceChange.class::cast).toList());
      }
    }
  }

  private @Nullable Object read(@Nullable Object result) {
    if (result instanceof List<?> list && list.stream().anyMatch(this::isPoisoned)) {
      List<Object> seen = new ArrayList<>();
      list.forEach(row -> seen.add(isPoisoned(row) ? spoiled((StoredInstance) row) : row));
      return seen;
    }
    return result;
  }

  private boolean isPoisoned(@Nullable Object row) {
    return row instanceof StoredInstance stored && poisoned.holds(stored.row().key());
  }

  private static StoredInstance spoiled(StoredInstance stored) {
    List<JournalEntry> journal = new ArrayList<>(stored.journal());
    JournalEntry last = journal.remove(journal.size() - 1);
    journal.add(new JournalEntry(last.seq(), last.at(), "{\"of\": \"a newer release\""));
    return new StoredInstance(stored.row(), stored.event(), journal, stored.takenFrom());
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
