package dev.workflow.execution;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Actor;
import dev.workflow.Event;
import dev.workflow.Json;
import dev.workflow.WorkflowException;
import dev.workflow.execution.outbox.AsideMessages;
import dev.workflow.instance.Decider;
import dev.workflow.instance.InstanceState;
import dev.workflow.instance.StepKey;
import dev.workflow.instance.Stimulus;
import dev.workflow.instance.Transition;
import dev.workflow.instance.TransitionJson;
import dev.workflow.spi.EngineListener;
import dev.workflow.spi.store.CommitInDoubtException;
import dev.workflow.spi.store.InstanceChange;
import dev.workflow.spi.store.InstanceKey;
import dev.workflow.spi.store.InstanceRow;
import dev.workflow.spi.store.JournalEntry;
import dev.workflow.spi.store.SetAsideRow;
import dev.workflow.spi.store.StoreException;
import dev.workflow.spi.store.StoreTransaction;
import dev.workflow.spi.store.StoreUnavailableException;
import dev.workflow.spi.store.StoredInstance;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sets aside what cannot be read or written, and tries it again: after a minute, then after twice
 * as long, up to an hour. What would have reached an instance meanwhile is kept, and reaches it
 * when it goes on.
 *
 * <p>Thread-safe.
 */
public final class SetAsides {

  public static final String INSTANCE = "INSTANCE";
  public static final String MESSAGE = "MESSAGE";

  private static final Logger log = LoggerFactory.getLogger(SetAsides.class);
  private static final Duration FIRST_PAUSE = Duration.ofMinutes(1);
  private static final Duration LONGEST_PAUSE = Duration.ofHours(1);
  private static final int AT_ONCE = 100;
  private static final int MOST_MISSED = 1_000;

  private final Wiring wiring;

  public SetAsides(Wiring wiring) {
    this.wiring = wiring;
  }

  static SetAsideRow.Key key(InstanceKey instance) {
    return new SetAsideRow.Key(instance.tenant(), INSTANCE, instance.id().value());
  }

  private static InstanceKey instance(SetAsideRow.Key key) {
    return new InstanceKey(key.tenant(), dev.workflow.InstanceId.of(key.id()));
  }

  static UnreadableException unreadable(InstanceKey key, RuntimeException why) {
    return new UnreadableException(
        "instance " + key.id() + " of tenant " + key.tenant(),
        "once the cause is gone, WorkflowEngine.setAside() retries it; it can also be cancelled or deleted there",
        why);
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

  /** Sets an instance aside that has just been claimed or locked, in the same transaction. */
  void instance(StoreTransaction transaction, InstanceRow row, RuntimeException why) {
    note(transaction, key(row.key()), why, null);
    if (!InstanceState.valueOf(row.progress().state()).ended()) {
      due(transaction, row, null);
    }
  }

  /** The same in a transaction of its own, if this node still holds it. */
  void instance(InstanceKey key, String node, RuntimeException why) {
    wiring
        .store()
        .transact(
            transaction -> {
              transaction.instances().lock(List.of(key)).stream()
                  .map(StoredInstance::row)
                  .filter(row -> node.equals(row.progress().owner()))
                  .forEach(row -> instance(transaction, row, why));
              return key;
            });
  }

  /** Something could not reach an instance: it is kept until the instance goes on. */
  void missed(StoreTransaction transaction, InstanceRow row, Stimulus what, RuntimeException why) {
    ObjectNode missed = json(what);
    if (transaction.setAside().find(key(row.key())).isEmpty()) {
      instance(transaction, row, why);
    }
    if (missed == null) {
      return;
    }
    SetAsideRow aside = transaction.setAside().find(key(row.key())).orElseThrow();
    ArrayNode all = aside.missed() == null ? Json.array() : (ArrayNode) Json.read(aside.missed());
    if (all.size() < MOST_MISSED) {
      transaction.setAside().put(aside.missed(Json.write(all.add(missed))));
    }
  }

  private static @Nullable ObjectNode json(Stimulus what) {
    if (what instanceof Stimulus.Arrival arrival) {
      return (ObjectNode) Json.object().set("event", arrival.event().toJson());
    } else if (what instanceof Stimulus.Cancel cancel) {
      return Json.object().put("cancel", cancel.reason() == null ? "" : cancel.reason());
    } else if (what instanceof Stimulus.ChildEnded child) {
      ObjectNode json =
          Json.object()
              .put("step", child.step().toString())
              .put("child", child.child().toString())
              .put("state", child.state().name())
              .put("reason", child.reason());
      if (child.output() != null) {
        json.set("output", child.output());
      }
      return json;
    }
    return null;
  }

  private static Stimulus stimulus(JsonNode json) {
    if (json.has("event")) {
      return new Stimulus.Arrival(Event.parse(json.get("event")), Set.of());
    } else if (json.has("cancel")) {
      return new Stimulus.Cancel(Actor.ENGINE, json.get("cancel").textValue());
    }
    return new Stimulus.ChildEnded(
        StepKey.parse(json.get("step").textValue()),
        dev.workflow.InstanceId.parse(json.get("child").textValue()),
        InstanceState.valueOf(json.get("state").textValue()),
        json.get("output"),
        json.path("reason").textValue());
  }

  /** Notes that something is set aside, or that another look was in vain. */
  public void note(
      StoreTransaction transaction, SetAsideRow.Key key, Throwable why, @Nullable Instant never) {
    Instant now = wiring.now();
    String reason = Results.reason(why);
    Optional<SetAsideRow> before = transaction.setAside().find(key);
    int times = before.map(SetAsideRow::times).orElse(0);
    Instant retryAt = never == null ? now.plus(pause(times)) : null;
    SetAsideRow row =
        before
            .map(known -> known.again(reason, retryAt))
            .orElseGet(() -> new SetAsideRow(key, reason, now, 1, retryAt, null));
    transaction.setAside().put(row);
    if (before.isEmpty()) {
      transaction.afterCommit(
          () -> {
            log.warn(
                "{} {} of tenant {} is set aside, and the others go on: {}",
                key.kind(),
                key.id(),
                key.tenant(),
                dev.workflow.Limits.oneLine(reason),
                why);
            wiring.listeners().tell(listener -> listener.setAside(notice(row)));
          });
    }
  }

  private static EngineListener.Aside notice(SetAsideRow row) {
    return new EngineListener.Aside(
        row.key().tenant(), row.key().kind(), row.key().id(), row.reason());
  }

  private static Duration pause(int times) {
    Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(times, 6));
    return pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
  }

  /** When an instance is taken up; null: not by time. */
  private static void due(StoreTransaction transaction, InstanceRow row, @Nullable Instant at) {
    InstanceRow.Progress before = row.progress();
    InstanceRow changed =
        row.with(
            new InstanceRow.Progress(
                before.state(),
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

  /** Tries again what is due to be tried; returns how many go on. */
  int retryDue(Gate gate) {
    Instant now = wiring.now();
    List<SetAsideRow> due =
        wiring.store().transact(transaction -> transaction.setAside().due(now, AT_ONCE));
    int goOn = 0;
    for (SetAsideRow row : due) {
      if (retry(gate, row.key())) {
        goOn++;
      }
    }
    return goOn;
  }

  /** Tries one again; returns whether it goes on. */
  public boolean retry(Gate gate, SetAsideRow.Key key) {
    try {
      gate.changeAlone(
          work -> {
            goOn(work, key);
            return key;
          });
    } catch (RuntimeException e) {
      if (passing(e) && !(e instanceof TenantFaultException)) {
        throw e;
      }
      wiring
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
    wiring.listeners().tell(listener -> listener.goesOn(aside(key)));
    return true;
  }

  private static EngineListener.Aside aside(SetAsideRow.Key key) {
    return new EngineListener.Aside(key.tenant(), key.kind(), key.id(), "");
  }

  private void goOn(Work work, SetAsideRow.Key key) {
    StoreTransaction transaction = work.transaction();
    Optional<SetAsideRow> row = transaction.setAside().find(key);
    if (row.isEmpty()) {
      return;
    }
    if (key.kind().equals(MESSAGE)) {
      AsideMessages.release(transaction, key, work.now());
    } else {
      goOn(work, instance(key), row.get().missed());
    }
    transaction.setAside().remove(key);
  }

  private void goOn(Work work, InstanceKey key, @Nullable String missed) {
    Optional<StoredInstance> stored =
        work.transaction().instances().lock(List.of(key)).stream().findFirst();
    if (stored.isEmpty() || ended(stored.get().row())) {
      return;
    }
    Work.Locked locked = work.lock(key.tenant(), key.id());
    Decider.decide(locked.snapshot(), new Stimulus.TakeOver(null), work.surroundings(locked));
    boolean changed = false;
    if (missed != null) {
      for (JsonNode one : Json.read(missed)) {
        if (!locked.snapshot().state().ended()) {
          changed |= locked.stimulate(stimulus(one));
        }
      }
    }
    if (!changed) {
      due(work.transaction(), stored.get().row(), work.now());
    }
  }

  private static boolean ended(InstanceRow row) {
    return InstanceState.valueOf(row.progress().state()).ended();
  }

  /**
   * Cancels what is set aside: without reading it, because it cannot be read.
   *
   * @throws WorkflowException if it is not set aside
   */
  public void cancel(Gate gate, SetAsideRow.Key key, Actor by, @Nullable String reason) {
    gate.changeAlone(
        work -> {
          StoreTransaction transaction = work.transaction();
          require(transaction, key);
          if (key.kind().equals(MESSAGE)) {
            AsideMessages.cancel(transaction, key, by, reason, work.now());
          } else {
            transaction.instances().lock(List.of(instance(key))).stream()
                .filter(stored -> !ended(stored.row()))
                .forEach(stored -> cancel(work, stored, by, reason));
          }
          transaction.setAside().remove(key);
          return key;
        });
  }

  private static void cancel(Work work, StoredInstance stored, Actor by, @Nullable String reason) {
    InstanceRow row = stored.row();
    InstanceState from = InstanceState.valueOf(row.progress().state());
    int seq =
        stored.journal().isEmpty() ? 0 : stored.journal().get(stored.journal().size() - 1).seq();
    Transition ended =
        new Transition.OfInstance(from, InstanceState.CANCELED, by, work.now(), "canceled", reason);
    InstanceRow.Progress progress =
        new InstanceRow.Progress(
            InstanceState.CANCELED.name(),
            "canceled",
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
    work.canceledUnread(row, reason);
  }

  /** Removes what is set aside, with all that is its own. */
  public void delete(Gate gate, SetAsideRow.Key key) {
    gate.changeAlone(
        work -> {
          StoreTransaction transaction = work.transaction();
          require(transaction, key);
          if (key.kind().equals(MESSAGE)) {
            throw new WorkflowException(
                "a message is not deleted, so that its end stays on record; cancel it");
          }
          transaction.instances().lock(List.of(instance(key))).stream()
              .map(StoredInstance::row)
              .filter(row -> !ended(row))
              .forEach(row -> work.canceledUnread(row, "deleted"));
          transaction.instances().remove(instance(key));
          transaction.setAside().remove(key);
          return key;
        });
  }

  private static void require(StoreTransaction transaction, SetAsideRow.Key key) {
    if (transaction.setAside().find(key).isEmpty()) {
      throw new dev.workflow.NotFoundException(
          "nothing of the kind "
              + key.kind()
              + " with the id "
              + key.id()
              + " is set aside for tenant "
              + key.tenant());
    }
  }

  /** What is stored of a thing that is set aside, as it stands in the database. */
  public String stored(StoreTransaction transaction, SetAsideRow.Key key) {
    if (key.kind().equals(MESSAGE)) {
      return AsideMessages.stored(transaction, key);
    }
    StringBuilder text = new StringBuilder();
    for (StoredInstance stored : transaction.instances().read(List.of(instance(key)))) {
      text.append(stored.row().workflow()).append(' ').append(stored.row().progress().state());
      for (JournalEntry entry : stored.journal()) {
        text.append('\n').append(entry.seq()).append(' ').append(entry.body());
      }
    }
    return text.toString();
  }
}
