package dev.workflow.internal.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Actor;
import dev.workflow.ConflictException;
import dev.workflow.IllegalTransitionException;
import dev.workflow.InstanceId;
import dev.workflow.Json;
import dev.workflow.SubjectRef;
import dev.workflow.WorkflowException;
import dev.workflow.instance.InstanceOutcome;
import dev.workflow.instance.InstanceState;
import dev.workflow.internal.decide.Decider;
import dev.workflow.internal.decide.InstanceInput;
import dev.workflow.internal.decide.Transition;
import dev.workflow.internal.decide.TransitionJson;
import dev.workflow.spi.store.InstanceChange;
import dev.workflow.spi.store.InstanceKey;
import dev.workflow.spi.store.InstanceRow;
import dev.workflow.spi.store.JournalEntry;
import dev.workflow.spi.store.SetAsideRow;
import dev.workflow.spi.store.StoreTransaction;
import dev.workflow.spi.store.StoredInstance;
import dev.workflow.statistics.internal.fact.FactText;
import dev.workflow.statistics.internal.fact.Figure;
import dev.workflow.statistics.internal.fact.Kind;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Instances that are set aside. What would have reached one meanwhile is kept, and reaches it when
 * it continues. Thread-safe.
 */
final class SetAsideInstances implements SetAsides.Kind {

  private static final int MOST_MISSED = 1_000;

  private final EngineContext engine;

  SetAsideInstances(EngineContext engine) {
    this.engine = engine;
  }

  static SetAsideRow.Key key(InstanceKey instance) {
    return new SetAsideRow.Key(instance.tenant(), SetAsides.INSTANCE, instance.id().value());
  }

  private static InstanceKey instance(SetAsideRow.Key key) {
    return new InstanceKey(key.tenant(), InstanceId.of(key.id()));
  }

  static UnreadableException unreadable(InstanceKey key, RuntimeException why) {
    return new UnreadableException(
        key,
        "instance " + key.id() + " of tenant " + key.tenant(),
        "once the cause is gone, WorkflowEngine.setAside() retries it; it can also be cancelled or"
            + " deleted there",
        why);
  }

  /** Sets one aside that has just been claimed or locked, in the same transaction. */
  void setAside(StoreTransaction transaction, InstanceRow row, RuntimeException why) {
    engine.setAsides().note(transaction, key(row.key()), why, null);
    if (!ended(row)) {
      due(transaction, row, null);
    }
    LeftToEnd.missed(transaction, row).forEach(what -> keep(transaction, row, what));
  }

  /** The same of one that nobody has claimed, unless it is set aside already. */
  boolean cameUpon(StoreTransaction transaction, InstanceKey key, RuntimeException why) {
    if (transaction.setAside().find(key(key)).isPresent()) {
      return false;
    }
    transaction.instances().lock(List.of(key)).stream()
        .map(StoredInstance::row)
        .filter(row -> row.progress().owner() == null)
        .forEach(row -> setAside(transaction, row, why));
    return true;
  }

  /** The same in a transaction of its own, if this node still holds it. */
  void setAside(InstanceKey key, String node, RuntimeException why) {
    engine
        .store()
        .transact(
            transaction -> {
              transaction.instances().lock(List.of(key)).stream()
                  .map(StoredInstance::row)
                  .filter(row -> node.equals(row.progress().owner()))
                  .forEach(row -> setAside(transaction, row, why));
              return key;
            });
  }

  /** Something could not reach an instance: it is kept until the instance continues. */
  void missed(
      StoreTransaction transaction, InstanceRow row, InstanceInput what, RuntimeException why) {
    if (what instanceof InstanceInput.ChildEnded && ended(row)) {
      return;
    }
    if (transaction.setAside().find(key(row.key())).isEmpty()) {
      setAside(transaction, row, why);
    }
    keep(transaction, row, what);
  }

  private static void keep(StoreTransaction transaction, InstanceRow row, InstanceInput what) {
    ObjectNode missed = MissedInputs.json(what);
    if (missed == null) {
      return;
    }
    SetAsideRow aside = transaction.setAside().find(key(row.key())).orElseThrow();
    ArrayNode all = aside.missed() == null ? Json.array() : (ArrayNode) Json.read(aside.missed());
    if (all.size() < MOST_MISSED) {
      transaction.setAside().put(aside.missed(Json.write(all.add(missed))));
    }
  }

  /** When an instance is taken up; null: not by time. */
  private static void due(StoreTransaction transaction, InstanceRow row, @Nullable Instant at) {
    InstanceRow.Progress before = row.progress();
    InstanceRow changed =
        row.with(
            new InstanceRow.Progress(
                EndMark.of(row) == null ? before.state() : EndMark.state(row).name(),
                before.outcome(),
                before.revision() + 1,
                null,
                at,
                before.endedAt()));
    transaction
        .instances()
        .write(
            List.of(
                new InstanceChange(
                    InstanceChange.Kind.UPDATE,
                    changed,
                    before.revision(),
                    null,
                    InstanceChange.SideRows.NONE)));
  }

  /** Leaves an instance that was claimed until its tenant is asked for again. */
  void putOff(StoreTransaction transaction, InstanceRow row, Instant until) {
    due(transaction, row, until);
  }

  @Override
  public void goOn(CommandContext work, SetAsideRow row) {
    InstanceKey key = instance(row.key());
    Optional<StoredInstance> stored =
        work.transaction().instances().lock(List.of(key)).stream().findFirst();
    if (stored.isEmpty()) {
      return;
    }
    CommandContext.Locked locked = work.lock(key.tenant(), key.id());
    boolean ended = ended(stored.get().row());
    if (!ended) {
      Decider.decide(locked.snapshot(), new InstanceInput.TakeOver(null), work.context(locked));
    }
    boolean changed = false;
    if (row.missed() != null) {
      for (JsonNode one : Json.read(row.missed())) {
        changed |= reached(locked, MissedInputs.input(one));
      }
    }
    if (!changed && !ended) {
      due(work.transaction(), stored.get().row(), work.now());
    }
  }

  /** One that has ended may still have messages to send: what ends it for good reaches it. */
  private static boolean reached(CommandContext.Locked instance, InstanceInput missed) {
    if (!instance.snapshot().state().ended()) {
      return instance.handle(missed);
    } else if (instance.snapshot().over()) {
      return false;
    } else if (missed instanceof InstanceInput.Cancel cancel) {
      String reason = cancel.reason() == null ? "canceled" : cancel.reason();
      return instance.handle(new InstanceInput.EndSince(cancel.actor(), reason));
    }
    boolean mayEnd =
        missed instanceof InstanceInput.Arrival || missed instanceof InstanceInput.ExitHolds;
    return mayEnd && instance.handle(missed);
  }

  private static boolean ended(InstanceRow row) {
    return EndMark.state(row).ended();
  }

  @Override
  public void cancel(CommandContext work, SetAsideRow row, Actor by, @Nullable String reason) {
    work.transaction().instances().lock(List.of(instance(row.key()))).stream()
        .filter(stored -> !ended(stored.row()))
        .forEach(stored -> cancel(work, stored, by, reason));
  }

  private static void cancel(
      CommandContext work, StoredInstance stored, Actor by, @Nullable String reason) {
    InstanceRow row = stored.row();
    InstanceState from = InstanceState.of(row.progress().state());
    if (from == InstanceState.UNRECOGNIZED) {
      throw new IllegalTransitionException(
          "instance "
              + row.key().id()
              + " is "
              + row.progress().state()
              + ", a state of a newer release; a node of that release can cancel it");
    }
    int seq =
        stored.journal().isEmpty() ? 0 : stored.journal().get(stored.journal().size() - 1).seq();
    Transition ended =
        new Transition.OfInstance(
            from, InstanceState.CANCELED, by, work.now(), InstanceOutcome.CANCELED, reason);
    InstanceRow.Progress progress =
        new InstanceRow.Progress(
            InstanceState.CANCELED.name(),
            InstanceOutcome.CANCELED.text(),
            row.progress().revision() + 1,
            null,
            null,
            work.now());
    work.transaction().instances().withdraw(row.key());
    work.transaction()
        .instances()
        .write(
            List.of(
                new InstanceChange(
                    InstanceChange.Kind.UPDATE,
                    row.with(progress),
                    row.progress().revision(),
                    new JournalEntry(
                        seq + 1, work.now(), TransitionJson.write(List.of(ended), work.now())),
                    new InstanceChange.SideRows(
                        List.of(), List.of(), List.of(), List.of(), List.of(), work.now()))));
    countCanceled(work.transaction(), row, work.now());
    work.canceledUnread(stored, reason);
  }

  /** Nothing is known of its steps, but that it has been cancelled is. */
  private static void countCanceled(StoreTransaction transaction, InstanceRow row, Instant now) {
    if (transaction.statistics().areKept()
        && !row.progress().state().equals(InstanceState.DRAFT.name())) {
      FactText facts =
          new FactText().of(row.key().tenant(), row.workflow().key(), row.workflow().version());
      facts.add(Kind.RUN, Figure.CANCELED, "", now);
      transaction.statistics().addFacts(List.of(String.valueOf(facts.text())));
    }
  }

  @Override
  public void delete(CommandContext work, SetAsideRow row) {
    StoreTransaction transaction = work.transaction();
    InstanceKey key = instance(row.key());
    if (!transaction.messageLinks().open(key).isEmpty()) {
      throw new WorkflowException(
          "instance "
              + key.id()
              + " of tenant "
              + key.tenant()
              + " has messages that are still to be sent; cancel it instead, so that their end"
              + " stays on record");
    }
    List<StoredInstance> locked = transaction.instances().lock(List.of(key));
    for (StoredInstance stored : locked) {
      SubjectRef subject = stored.row().subject();
      if (subject != null && transaction.holds().find(key.tenant(), subject).isPresent()) {
        throw new ConflictException(
            "the subject "
                + subject
                + " of instance "
                + key.id()
                + " is under hold; cancel it instead");
      }
    }
    transaction.instances().remove(key); // first, so that its place in a queue is free
    locked.stream()
        .filter(stored -> !ended(stored.row()))
        .forEach(
            stored -> {
              countCanceled(transaction, stored.row(), work.now());
              work.canceledUnread(stored, "deleted");
            });
  }

  @Override
  public String stored(StoreTransaction transaction, SetAsideRow row) {
    StringBuilder text = new StringBuilder();
    for (StoredInstance stored : transaction.instances().read(List.of(instance(row.key())))) {
      text.append(stored.row().workflow()).append(' ').append(stored.row().progress().state());
      for (JournalEntry entry : stored.journal()) {
        text.append('\n').append(entry.seq()).append(' ').append(entry.body());
      }
    }
    return text.toString();
  }
}
