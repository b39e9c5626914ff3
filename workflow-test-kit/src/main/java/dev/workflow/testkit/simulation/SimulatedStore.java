package dev.workflow.testkit.simulation;

import dev.workflow.spi.store.CommitInDoubtException;
import dev.workflow.spi.store.StoreUnavailableException;
import dev.workflow.spi.store.StoreWork;
import dev.workflow.spi.store.WorkflowStore;
import java.time.Instant;
import java.util.List;

/**
 * The store as one node sees it: a transaction may fail before its commit, its answer may be lost
 * after it, and the node may pause or die before and after.
 */
final class SimulatedStore implements WorkflowStore {

  /** What the messages of injected failures begin with. */
  static final String SIMULATED = "simulated: ";

  private final WorkflowStore store;
  private final SimulatedNode node;
  private final Model model;

  SimulatedStore(WorkflowStore store, SimulatedNode node, Model model) {
    this.store = store;
    this.node = node;
    this.model = model;
  }

  @Override
  public <T, X extends Exception> T transact(StoreWork<T, X> work) throws X {
    node.reach("before a transaction");
    Holder holder = new Holder();
    boolean failsBefore = node.drop("the transaction fails before its commit");
    T result =
        store.<T, X>transact(
            transaction -> {
              WatchedTransaction watched = new WatchedTransaction(transaction);
              holder.deeds = watched.deeds();
              T done = work.in(watched);
              node.check();
              if (failsBefore) {
                throw new StoreUnavailableException(SIMULATED + "the connection broke", null);
              }
              return done;
            });
    model.committed(node.name(), holder.deeds);
    if (node.drop("the answer of the commit is lost")) {
      throw new CommitInDoubtException(SIMULATED + "the answer of the commit was lost", null);
    }
    node.reach("after a transaction");
    return result;
  }

  static boolean injected(Throwable thrown) {
    return thrown instanceof StoreUnavailableException
        && String.valueOf(thrown.getMessage()).startsWith(SIMULATED);
  }

  private static final class Holder {
    private List<Deed> deeds = List.of();
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
