package dev.workflow.internal.engine;

import dev.workflow.Actor;
import dev.workflow.NotFoundException;
import dev.workflow.WorkflowException;
import dev.workflow.internal.log.Log;
import dev.workflow.operations.SetAside;
import dev.workflow.spi.EngineListener;
import dev.workflow.spi.store.CommitInDoubtException;
import dev.workflow.spi.store.InstanceKey;
import dev.workflow.spi.store.SetAsideRow;
import dev.workflow.spi.store.StoreException;
import dev.workflow.spi.store.StoreTransaction;
import dev.workflow.spi.store.StoreUnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Sets aside what cannot be read or written, and tries it again: after a minute, then after twice
 * as long, up to an hour. What that means for things of one kind is in its {@link Kind}.
 *
 * <p>Thread-safe.
 */
public final class SetAsides {

  static final String INSTANCE = "INSTANCE";

  private static final Log log = Log.of(SetAsides.class);
  private static final Duration FIRST_PAUSE = Duration.ofMinutes(1);
  private static final Duration LONGEST_PAUSE = Duration.ofHours(1);
  private static final int AT_ONCE = 100;

  /** What is done to things of one kind. Implementations are thread-safe. */
  public interface Kind {

    /**
     * Lets it continue.
     *
     * @throws RuntimeException if it still cannot be read: it stays set aside
     */
    void goOn(CommandContext work, SetAsideRow row);

    /** Ends it without reading it. */
    void cancel(CommandContext work, SetAsideRow row, Actor by, @Nullable String reason);

    /**
     * Removes it with all that is its own.
     *
     * @throws WorkflowException if things of this kind, or this one, are only cancelled
     */
    void delete(CommandContext work, SetAsideRow row);

    /** What is stored of it, as it is in the database. */
    String stored(StoreTransaction transaction, SetAsideRow row);
  }

  private final EngineContext engine;
  private final SetAsideInstances instances;
  private final Map<String, Kind> kinds;

  /**
   * @param others the kinds of the engine's modules
   */
  SetAsides(EngineContext engine, Map<String, Kind> others) {
    this.engine = engine;
    this.instances = new SetAsideInstances(engine);
    Map<String, Kind> all = new HashMap<>(others);
    all.put(INSTANCE, instances);
    this.kinds = Map.copyOf(all);
  }

  SetAsideInstances instances() {
    return instances;
  }

  /** Whether a failure is over when the store, or the host's directory of tenants, is back. */
  static boolean passing(RuntimeException failure) {
    return failure instanceof StoreUnavailableException
        || failure instanceof CommitInDoubtException
        || failure instanceof TenantFaultException;
  }

  /** Whether a failure is about the thing itself, and not about the store. */
  static boolean ofTheRow(RuntimeException failure) {
    return !(failure instanceof StoreException);
  }

  /** Notes that something is set aside, or that another look was in vain. */
  public void note(
      StoreTransaction transaction, SetAsideRow.Key key, Throwable why, @Nullable Instant never) {
    note(transaction, key, why, never, null);
  }

  /**
   * The same.
   *
   * @param kept what {@link SetAsideRow#missed} begins with
   */
  public void note(
      StoreTransaction transaction,
      SetAsideRow.Key key,
      Throwable why,
      @Nullable Instant never,
      @Nullable String kept) {
    Instant now = engine.now();
    String reason = ResultCheck.reason(why);
    Optional<SetAsideRow> before = transaction.setAside().find(key);
    int times = before.map(SetAsideRow::times).orElse(0);
    Instant retryAt = never == null ? now.plus(pause(times)) : null;
    SetAsideRow row =
        before
            .map(known -> known.again(reason, retryAt))
            .orElseGet(() -> new SetAsideRow(key, reason, now, 1, retryAt, kept));
    transaction.setAside().put(row);
    if (before.isEmpty()) {
      transaction.afterCommit(
          () -> {
            log.warn(
                "{} {} of tenant {} is set aside, and the others go on: {}",
                key.kind(),
                key.id(),
                key.tenant(),
                reason,
                why);
            engine.listeners().tell(listener -> listener.setAside(notice(row)));
          });
    }
  }

  private static EngineListener.Aside notice(SetAsideRow row) {
    return new EngineListener.Aside(
        row.key().tenant(), SetAside.Kind.of(row.key().kind()), row.key().id(), row.reason());
  }

  private static Duration pause(int times) {
    Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(times, 6));
    return pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
  }

  /** Tries again what is due to be tried; returns how many continue. */
  int retryDue(Transactions transactions) {
    Instant now = engine.now();
    List<SetAsideRow> due =
        engine.store().transact(transaction -> transaction.setAside().due(now, AT_ONCE));
    int goOn = 0;
    for (SetAsideRow row : due) {
      if (retry(transactions, row.key())) {
        goOn++;
      }
    }
    return goOn;
  }

  /** Tries one again; returns whether it continues. */
  public boolean retry(Transactions transactions, SetAsideRow.Key key) {
    try {
      transactions.changeAlone(
          work -> {
            goOn(work, key);
            return key;
          });
    } catch (RuntimeException e) {
      if (passing(e) && !(e instanceof TenantFaultException)) {
        throw e;
      }
      engine
          .store()
          .transact(
              transaction -> {
                if (transaction.setAside().find(key).isPresent()) {
                  note(transaction, key, e, null);
                }
                return key;
              });
      return false;
    }
    engine.listeners().tell(listener -> listener.goesOn(aside(key)));
    return true;
  }

  private static EngineListener.Aside aside(SetAsideRow.Key key) {
    return new EngineListener.Aside(key.tenant(), SetAside.Kind.of(key.kind()), key.id(), "");
  }

  private void goOn(CommandContext work, SetAsideRow.Key key) {
    StoreTransaction transaction = work.transaction();
    Optional<SetAsideRow> row = transaction.setAside().find(key);
    if (row.isEmpty()) {
      return;
    }
    kind(key).goOn(work, row.get());
    transaction.setAside().remove(key);
  }

  /**
   * Cancels what is set aside: without reading it, because it cannot be read.
   *
   * @throws WorkflowException if it is not set aside
   */
  public void cancel(
      Transactions transactions, SetAsideRow.Key key, Actor by, @Nullable String reason) {
    transactions.changeAlone(
        work -> {
          StoreTransaction transaction = work.transaction();
          kind(key).cancel(work, require(transaction, key), by, reason);
          transaction.setAside().remove(key);
          return key;
        });
  }

  /**
   * Ends an instance that turned out not to be readable, whether it is set aside or not.
   *
   * @param guard asked first, in the transaction; what it throws ends it
   */
  public void cancelUnread(
      Transactions transactions,
      InstanceKey instance,
      Actor by,
      @Nullable String reason,
      Consumer<StoreTransaction> guard) {
    SetAsideRow.Key key = SetAsideInstances.key(instance);
    transactions.changeAlone(
        work -> {
          guard.accept(work.transaction());
          SetAsideRow row =
              work.transaction()
                  .setAside()
                  .find(key)
                  .orElseGet(() -> new SetAsideRow(key, "", work.now(), 1, null, null));
          instances.cancel(work, row, by, reason);
          work.transaction().setAside().remove(key);
          return key;
        });
  }

  /** Sets aside what somebody came upon who wanted to do something to it. */
  void cameUpon(UnreadableException found) {
    InstanceKey instance = found.instance();
    if (instance == null) {
      return;
    }
    try {
      engine.store().transact(transaction -> instances.cameUpon(transaction, instance, found));
    } catch (RuntimeException e) {
      found.addSuppressed(e);
    }
  }

  /** Removes what is set aside, with all that is its own. */
  public void delete(Transactions transactions, SetAsideRow.Key key) {
    transactions.changeAlone(
        work -> {
          StoreTransaction transaction = work.transaction();
          kind(key).delete(work, require(transaction, key));
          transaction.setAside().remove(key);
          return key;
        });
  }

  private Kind kind(SetAsideRow.Key key) {
    return Objects.requireNonNull(kinds.get(key.kind()), key.kind());
  }

  private static SetAsideRow require(StoreTransaction transaction, SetAsideRow.Key key) {
    return transaction
        .setAside()
        .find(key)
        .orElseThrow(
            () ->
                new NotFoundException(
                    "nothing of the kind "
                        + key.kind()
                        + " with the id "
                        + key.id()
                        + " is set aside for tenant "
                        + key.tenant()));
  }

  /**
   * What is stored of a thing that is set aside, as it is in the database.
   *
   * @throws NotFoundException if it is not set aside
   */
  public String stored(StoreTransaction transaction, SetAsideRow.Key key) {
    return kind(key).stored(transaction, require(transaction, key));
  }
}
