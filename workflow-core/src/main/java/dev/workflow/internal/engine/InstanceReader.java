package dev.workflow.internal.engine;

import dev.workflow.internal.decide.InstanceSnapshot;
import dev.workflow.internal.decide.StepTree;
import dev.workflow.internal.decide.Transition;
import dev.workflow.internal.decide.TransitionJson;
import dev.workflow.internal.log.Log;
import dev.workflow.spi.store.InstanceKey;
import dev.workflow.spi.store.JournalEntry;
import dev.workflow.spi.store.StoreTransaction;
import dev.workflow.spi.store.StoredInstance;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Reads instances without changing them. */
public final class InstanceReader {

  /** What is stored of an instance: how it is, and how it came to be so. */
  public record Stored(InstanceSnapshot snapshot, StepTree tree, List<JournalEntry> journal) {

    /** What is read of the journal. */
    public List<Transition> history() {
      return journal.stream()
          .flatMap(entry -> TransitionJson.read(entry.body(), entry.at()).stream())
          .toList();
    }
  }

  private static final Log log = Log.of(InstanceReader.class);

  private final EngineContext engine;
  private final StoreTransaction transaction;

  public InstanceReader(EngineContext engine, StoreTransaction transaction) {
    this.engine = engine;
    this.transaction = transaction;
  }

  public Optional<Stored> read(InstanceKey key) {
    return transaction.instances().read(List.of(key)).stream().findFirst().map(this::stored);
  }

  /**
   * The same in a transaction of its own, which does not stand still while a long journal is gone
   * through: a database may end one that does.
   */
  public static Optional<Stored> read(Transactions transactions, InstanceKey key) {
    return transactions
        .transact(transaction -> transaction.instances().read(List.of(key)).stream().findFirst())
        .map(
            found -> {
              InstanceSnapshot snapshot =
                  readable(found, () -> InstanceRowMapper.stored(found).snapshot());
              return readable(
                  found,
                  () ->
                      transactions.transact(
                          transaction ->
                              new Stored(
                                  snapshot,
                                  transactions.engine().workflows().tree(transaction, snapshot),
                                  found.journal())));
            });
  }

  /** Those of the instances that there are. */
  public Map<InstanceKey, Stored> read(Collection<InstanceKey> keys) {
    Map<InstanceKey, Stored> found = new HashMap<>();
    transaction.instances().read(keys).forEach(one -> found.put(one.row().key(), stored(one)));
    return found;
  }

  /** The same; those that cannot be read are left out. */
  public Map<InstanceKey, Stored> readable(Collection<InstanceKey> keys) {
    Map<InstanceKey, Stored> found = new HashMap<>();
    for (StoredInstance one : transaction.instances().read(keys)) {
      try {
        found.put(one.row().key(), stored(one));
      } catch (UnreadableException e) {
        log.debug("{} is left out of a list", one.row().key(), e);
      }
    }
    return found;
  }

  private Stored stored(StoredInstance stored) {
    return readable(stored, () -> read(stored));
  }

  private static <T> T readable(StoredInstance stored, Supplier<T> reading) {
    try {
      return reading.get();
    } catch (RuntimeException e) {
      throw SetAsides.ofTheRow(e) ? SetAsideInstances.unreadable(stored.row().key(), e) : e;
    }
  }

  private Stored read(StoredInstance stored) {
    InstanceSnapshot snapshot = InstanceRowMapper.stored(stored).snapshot();
    return new Stored(snapshot, engine.workflows().tree(transaction, snapshot), stored.journal());
  }
}
