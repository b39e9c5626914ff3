package dev.workflow.internal.engine;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.Actor;
import dev.workflow.Cause;
import dev.workflow.InstanceId;
import dev.workflow.Json;
import dev.workflow.TenantId;
import dev.workflow.definition.Step;
import dev.workflow.instance.InstanceState;
import dev.workflow.instance.StepState;
import dev.workflow.internal.decide.Commands;
import dev.workflow.internal.decide.InstanceSnapshot;
import dev.workflow.internal.decide.Plan;
import dev.workflow.internal.decide.StepKey;
import dev.workflow.internal.decide.StepRun;
import dev.workflow.internal.decide.StepTree;
import dev.workflow.internal.decide.Transition;
import dev.workflow.internal.decide.TransitionJson;
import dev.workflow.internal.decide.WaitKeys;
import dev.workflow.spi.store.EventSubscriptionRow;
import dev.workflow.spi.store.InstanceChange;
import dev.workflow.spi.store.InstanceChange.Kind;
import dev.workflow.spi.store.InstanceChange.SideRows;
import dev.workflow.spi.store.InstanceKey;
import dev.workflow.spi.store.InstanceRow;
import dev.workflow.spi.store.JournalEntry;
import dev.workflow.spi.store.StoredInstance;
import dev.workflow.spi.store.TaskRow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Maps decisions to rows, and rows to what decisions need. */
final class InstanceRowMapper {

  private final EngineContext engine;
  private final Instant now;
  private final Predicate<TenantId> local;
  private final SideRowWriter modules;

  InstanceRowMapper(
      EngineContext engine, Instant now, Predicate<TenantId> local, SideRowWriter modules) {
    this.engine = engine;
    this.now = now;
    this.local = local;
    this.modules = modules;
  }

  /** The row of a new instance. */
  static InstanceRow created(InstanceSnapshot.Identity identity, @Nullable String eventId) {
    String parent =
        identity.parent() == null
            ? null
            : identity.parent().instance() + "/" + identity.parent().step();
    String input = eventId != null ? null : input(identity);
    return new InstanceRow(
        new InstanceKey(identity.tenant(), identity.id()),
        identity.workflow(),
        identity.subject(),
        new InstanceRow.Origin(
            eventId, input, parent, identity.concurrencyKey(), identity.createdAt()),
        new InstanceRow.Progress(InstanceState.DRAFT.name(), null, 0, null, null, null));
  }

  private static String input(InstanceSnapshot.Identity identity) {
    var json = Json.object();
    if (identity.input() != null) {
      json.set("input", identity.input());
    }
    if (identity.event() != null) {
      json.set("event", identity.event());
    }
    if (identity.restarts() != null) {
      json.put("restarts", identity.restarts().toString());
    }
    if (identity.principal() != null) {
      json.put("as", identity.principal().id());
    }
    var links = json.putArray("cause");
    identity.cause().links().forEach(links::add);
    return Json.write(json);
  }

  /** An instance as its journal tells. */
  static InstanceUpdate.Stored stored(StoredInstance stored) {
    return stored(stored, stored.event() == null ? null : Json.read(stored.event()));
  }

  /** The same that shares a large event with others. */
  static InstanceUpdate.Stored stored(SharedEvents events, StoredInstance stored) {
    return stored(stored, events.of(stored));
  }

  private static InstanceUpdate.Stored stored(StoredInstance stored, @Nullable JsonNode event) {
    InstanceSnapshot snapshot = InstanceSnapshot.draft(identity(stored, event));
    List<Transition> all = new ArrayList<>();
    for (JournalEntry entry : stored.journal()) {
      all.addAll(TransitionJson.read(entry.body(), entry.at()));
    }
    int seq =
        stored.journal().isEmpty() ? 0 : stored.journal().get(stored.journal().size() - 1).seq();
    return new InstanceUpdate.Stored(stored.row(), snapshot.after(all), seq);
  }

  private static InstanceSnapshot.Identity identity(
      StoredInstance stored, @Nullable JsonNode event) {
    InstanceRow row = stored.row();
    var input = row.origin().input() == null ? Json.object() : Json.read(row.origin().input());
    return new InstanceSnapshot.Identity(
        row.key().tenant(),
        row.key().id(),
        row.workflow(),
        row.subject(),
        event == null ? input.get("event") : event,
        input.get("input"),
        parent(row.origin().parent()),
        row.origin().concurrencyKey(),
        cause(event == null ? input : event),
        row.origin().createdAt(),
        input.has("restarts") ? InstanceId.parse(input.get("restarts").textValue()) : null,
        input.has("as") ? Actor.of(input.get("as").textValue()) : null);
  }

  /** The chain of automations that led to an instance. */
  static Cause cause(StoredInstance stored) {
    String input = stored.row().origin().input();
    String text = stored.event() == null ? input : stored.event();
    return text == null ? new Cause(List.of()) : cause(Json.read(text));
  }

  private static Cause cause(JsonNode eventOrInput) {
    List<String> links = new ArrayList<>();
    eventOrInput.path("cause").forEach(link -> links.add(link.asText()));
    return new Cause(links);
  }

  static InstanceSnapshot.@Nullable Parent parent(@Nullable String text) {
    if (text == null) {
      return null;
    }
    int slash = text.indexOf('/');
    return new InstanceSnapshot.Parent(
        InstanceId.parse(text.substring(0, slash)), StepKey.parse(text.substring(slash + 1)));
  }

  /** What is to be written of an instance, if anything. */
  Optional<InstanceChange> change(InstanceUpdate working) {
    boolean parks = working.access() != InstanceUpdate.Access.LEASED || !working.running();
    if (!parks && working.transitions().isEmpty()) {
      return Optional.empty();
    }
    boolean marked = EndMark.of(working.stored().row()) != null;
    if (working.access() == InstanceUpdate.Access.LOCKED
        && working.transitions().isEmpty()
        && !marked) {
      return Optional.empty();
    }
    Kind kind =
        working.access() == InstanceUpdate.Access.NEW
            ? Kind.INSERT
            : parks ? Kind.UPDATE : Kind.APPEND;
    InstanceRow before = working.stored().row();
    InstanceRow row =
        kind == Kind.APPEND
            ? before
            : before.with(working.snapshot().identity().workflow()).with(progress(working, kind));
    if (working.startedBy() != null) {
      row = row.withEvent(working.startedBy());
    }
    return Optional.of(
        new InstanceChange(kind, row, before.progress().revision(), entry(working), side(working)));
  }

  private @Nullable JournalEntry entry(InstanceUpdate working) {
    return working.transitions().isEmpty()
        ? null
        : new JournalEntry(
            working.stored().seq() + 1, now, TransitionJson.write(working.transitions(), now));
  }

  private InstanceRow.Progress progress(InstanceUpdate working, Kind kind) {
    InstanceRow.Progress before = working.stored().row().progress();
    InstanceSnapshot snapshot = working.snapshot();
    long revision = kind == Kind.INSERT ? 1 : before.revision() + 1;
    String state = snapshot.state().name();
    if (snapshot.ending() != null) {
      return new InstanceRow.Progress(
          state, snapshot.ending().outcome().text(), revision, null, null, snapshot.ending().at());
    }
    boolean leased =
        before.owner() != null
            && before.dueAt() != null
            && before.dueAt().isAfter(now)
            && EndMark.of(working.stored().row()) == null;
    if (working.access() == InstanceUpdate.Access.LOCKED && leased) {
      return new InstanceRow.Progress(state, null, revision, before.owner(), before.dueAt(), null);
    }
    if (!working.running()) {
      return new InstanceRow.Progress(state, null, revision, null, working.wakeAt(), null);
    }
    String node = engine.options().nodeId();
    return local.test(working.key().tenant())
        ? new InstanceRow.Progress(
            state, null, revision, node, now.plus(engine.options().lease()), null)
        : new InstanceRow.Progress(state, null, revision, null, now, null);
  }

  private SideRows side(InstanceUpdate working) {
    List<EventSubscriptionRow> subscriptionsAdded = new ArrayList<>();
    List<String> subscriptionsRemoved = new ArrayList<>();
    List<TaskRow> tasksPut = new ArrayList<>();
    List<String> tasksRemoved = new ArrayList<>();
    Commands commands = new Commands(working.tree(), engine::performedByPeople);
    boolean reshaped = working.tree() != working.treeBefore();
    Commands were =
        reshaped ? new Commands(working.treeBefore(), engine::performedByPeople) : commands;
    boolean paused = working.snapshot().state() == InstanceState.PAUSED;
    for (StepKey key : touched(working)) {
      Step step = reshaped ? step(working.tree(), key) : working.tree().node(key).step();
      Step before = reshaped ? step(working.treeBefore(), key) : step;
      StepRun was = working.stored().snapshot().step(key);
      StepRun is = working.snapshot().step(key);
      EventSubscriptionRow waited = subscription(working.stored().snapshot(), before, was);
      EventSubscriptionRow waits = subscription(working.snapshot(), step, is);
      if (!Objects.equals(waited, waits)) {
        if (waited != null) {
          subscriptionsRemoved.add(key.toString());
        }
        if (waits != null) {
          subscriptionsAdded.add(waits);
        }
      }
      if (!paused
          && step instanceof Step.Action action
          && !key.undo()
          && listed(commands, step, is)) {
        tasksPut.add(TaskRowMapper.of(engine, working, action, is));
      } else if (!is.equals(was)
          && step instanceof Step.Action action
          && finished(commands, action, is, before != null && listed(were, before, was))) {
        tasksPut.add(TaskRowMapper.finished(engine, working, action, is));
      } else if (before instanceof Step.Action
          && !key.undo()
          && !announced(working.tree(), is)
          && (listed(were, before, was)
              || announced(working.treeBefore(), was)
              || !is.equals(was) && finished(were, before, was, false))) {
        tasksRemoved.add(key.toString());
      }
    }
    announce(working, reshaped, tasksPut, tasksRemoved);
    SideRows own =
        new SideRows(
            subscriptionsAdded, subscriptionsRemoved, tasksPut, tasksRemoved, List.of(), null);
    return modules.add(own, working, now);
  }

  /** Shows the steps that are to come of an instance that is at work, and of no other. */
  private void announce(
      InstanceUpdate working, boolean reshaped, List<TaskRow> put, List<String> removed) {
    boolean moved =
        working.transitions().stream().anyMatch(Transition.OfInstance.class::isInstance);
    if (!moved && !reshaped) {
      return;
    }
    boolean active = working.snapshot().state() == InstanceState.ACTIVE;
    for (String id : working.tree().announced()) {
      StepRun run = working.snapshot().step(StepKey.of(id));
      if (announced(working.tree(), run)
          && working.tree().node(id).step() instanceof Step.Action action
          && engine.performedByPeople(action.type())) {
        if (active) {
          put.add(TaskRowMapper.upcoming(engine, working, action, run));
        } else {
          removed.add(id);
        }
      }
    }
    if (reshaped) {
      for (String id : working.treeBefore().announced()) {
        StepRun run = working.snapshot().step(StepKey.of(id));
        if (run.state() == StepState.PENDING && !working.tree().announced().contains(id)) {
          removed.add(id);
        }
      }
    }
  }

  /** Whether a step is shown that is to come: its turn, or the end of its delay. */
  private static boolean announced(StepTree tree, StepRun run) {
    boolean later =
        run.state() == StepState.PENDING || (run.state() == StepState.READY && run.dueAt() != null);
    return later && tree.announced().contains(run.key().toString());
  }

  private static @Nullable Step step(StepTree tree, StepKey key) {
    return tree.has(key) ? tree.node(key).step() : null;
  }

  /** What finds a run that waits for something; null: it does not. */
  private static @Nullable EventSubscriptionRow subscription(
      InstanceSnapshot instance, @Nullable Step step, StepRun run) {
    InstanceSnapshot.Identity identity = instance.identity();
    InstanceKey of = new InstanceKey(identity.tenant(), identity.id());
    if (run.memory().held() && run.state() == StepState.READY) {
      return new EventSubscriptionRow(
          of, run.key().toString(), EventSubscriptionRow.OF_HELD, EventSubscriptionRow.HELD);
    }
    if (step instanceof Step.Wait wait) {
      boolean listens = waits(run) || (wait.earlier() && isToCome(run));
      return subscription(instance, run, wait.event(), listens);
    } else if (step instanceof Step.Each each && each.add() != null) {
      return subscription(instance, run, each.add().event(), waits(run));
    }
    String key = step == null ? null : correlation(step, run);
    return key == null
        ? null
        : new EventSubscriptionRow(of, run.key().toString(), EventSubscriptionRow.ANY_EVENT, key);
  }

  private static void listening(InstanceSnapshot snapshot, Set<StepKey> keys) {
    snapshot.steps().values().stream().filter(StepRun::listens).forEach(run -> keys.add(run.key()));
  }

  private static boolean isToCome(StepRun run) {
    return run.state() == StepState.PENDING
        || run.state() == StepState.READY
        || run.state() == StepState.BLOCKED;
  }

  private static @Nullable EventSubscriptionRow subscription(
      InstanceSnapshot instance, StepRun run, String event, boolean listens) {
    String key = run.memory().waitingFor();
    boolean edited = !instance.plan().edits().isEmpty();
    InstanceKey of = new InstanceKey(instance.identity().tenant(), instance.identity().id());
    return key == null || !listens
        ? null
        : new EventSubscriptionRow(
            of, run.key().toString(), edited ? EventSubscriptionRow.OF_EDITED : event, key);
  }

  private static Set<StepKey> touched(InstanceUpdate working) {
    Set<StepKey> keys = new LinkedHashSet<>();
    for (Transition transition : working.transitions()) {
      if (transition instanceof Transition.OfStep step) {
        keys.add(step.after().key());
      } else if (transition instanceof Transition.OfInstance move
          && (move.from() == InstanceState.PAUSED || move.to() == InstanceState.PAUSED)) {
        keys.addAll(working.snapshot().steps().keySet());
      } else if (transition instanceof Transition.OfPlan plan) {
        keys.addAll(plan.dropped());
        if (plan.change() instanceof Plan.Migration) {
          working.stored().snapshot().open().forEach(run -> keys.add(run.key()));
          working.snapshot().open().forEach(run -> keys.add(run.key()));
          listening(working.stored().snapshot(), keys);
          listening(working.snapshot(), keys);
          renamed(working, plan, keys);
        }
      }
    }
    TaskRowMapper.excluding(working, keys).forEach(keys::add);
    return keys;
  }

  /** Finished tasks that are called otherwise from now on. */
  private static void renamed(InstanceUpdate working, Transition.OfPlan plan, Set<StepKey> keys) {
    for (StepKey was : working.stored().snapshot().steps().keySet()) {
      plan.now(was)
          .filter(is -> !is.equals(was))
          .ifPresent(
              is -> {
                keys.add(was);
                keys.add(is);
              });
    }
  }

  /**
   * Whether a step has ended after people could do it.
   *
   * @param open whether they could before this change
   */
  private static boolean finished(
      Commands commands, @Nullable Step step, StepRun run, boolean open) {
    Instant ended = run.endedAt();
    if (ended == null || step == null || run.key().undo()) {
      return false;
    }
    // one whose condition is false is left out at the moment at which it is reached
    return open
        || (run.readyAt() != null
            && commands.isForPeople(step, run.key())
            && (run.state() != StepState.SKIPPED
                || run.task().participation().end() != null
                || ended.isAfter(run.readyAt())));
  }

  /** What finds a handler that waits for a correlation; null: it does not. */
  private static @Nullable String correlation(Step step, StepRun run) {
    String key = run.memory().waitingFor();
    boolean handlers = step instanceof Step.Action || run.key().undo();
    return handlers && waits(run) && key != null && !key.isEmpty()
        ? WaitKeys.correlation(key)
        : null;
  }

  private static boolean waits(StepRun run) {
    return run.state() == StepState.IN_PROGRESS && run.memory().waitingFor() != null;
  }

  /** Whether a step is in the list of tasks: it is open for people, or nobody may do it. */
  private boolean listed(Commands commands, Step step, StepRun run) {
    boolean aside =
        run.state() == StepState.BLOCKED
            && run.task().suspension() != null
            && !run.task().withheld();
    return (commands.isOpen(step, run) || aside)
        && (commands.isForPeople(step, run.key())
            || step.settings().performer().candidates().namesAnybody());
  }
}
