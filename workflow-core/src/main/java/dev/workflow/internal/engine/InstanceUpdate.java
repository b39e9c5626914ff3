package dev.workflow.internal.engine;

import dev.workflow.Event;
import dev.workflow.definition.Step;
import dev.workflow.instance.InstanceState;
import dev.workflow.instance.StepState;
import dev.workflow.internal.decide.ActorFacts;
import dev.workflow.internal.decide.Decider;
import dev.workflow.internal.decide.Decision;
import dev.workflow.internal.decide.DecisionContext;
import dev.workflow.internal.decide.Effect;
import dev.workflow.internal.decide.InstanceInput;
import dev.workflow.internal.decide.InstanceSnapshot;
import dev.workflow.internal.decide.RecordFacts;
import dev.workflow.internal.decide.StepKey;
import dev.workflow.internal.decide.StepRun;
import dev.workflow.internal.decide.StepTree;
import dev.workflow.internal.decide.Transition;
import dev.workflow.spi.store.InstanceKey;
import dev.workflow.spi.store.InstanceRow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One instance being changed: what is stored of it, and what has been decided since. Used by one
 * thread at a time.
 */
public final class InstanceUpdate {

  /** How this node stands to the instance. */
  enum Access {
    /** It does not exist yet. */
    NEW,
    /** Its row is locked by the transaction. */
    LOCKED,
    /** This node holds its lease; nothing is locked. */
    LEASED
  }

  /** What is stored of an instance. */
  record Stored(InstanceRow row, InstanceSnapshot snapshot, int seq) {}

  private final Access access;
  private final StepTree before;
  private StepTree tree;
  private final Stored stored;
  private InstanceSnapshot snapshot;
  private @Nullable String event;
  private final List<Transition> transitions = new ArrayList<>();
  private final List<Effect> effects = new ArrayList<>();
  private final Map<Effect, Integer> published = new IdentityHashMap<>(0);
  private final List<Effect> sideEffects = new ArrayList<>();
  private final List<Effect.Call> calls = new ArrayList<>();
  private final List<Effect.Given> given = new ArrayList<>(0);
  private List<Event> news = List.of();
  private @Nullable Instant wakeAt;
  private boolean decided;
  private boolean unfinished;
  private ActorFacts.Question question = ActorFacts.Question.NONE;
  private RecordFacts.Question records = RecordFacts.Question.NONE;

  InstanceUpdate(Access access, StepTree tree, Stored stored) {
    this.access = access;
    this.before = tree;
    this.tree = tree;
    this.stored = stored;
    this.snapshot = stored.snapshot();
  }

  /** Decides what follows from an input and keeps it here. Returns whether anything changed. */
  boolean handle(InstanceInput input, DecisionContext around) {
    Decision decision = Decider.decide(snapshot, input, around);
    int before = transitions.size();
    snapshot = decision.next();
    transitions.addAll(decision.transitions());
    wakeAt = decision.wakeAt();
    unfinished = decision.unfinished();
    question = decision.question();
    records = decision.records();
    decided = true;
    for (Effect effect : decision.effects()) {
      if (effect instanceof Effect.Call call) {
        calls.add(call);
      } else if (effect instanceof Effect.Given one) {
        given.add(one);
      } else {
        effects.add(effect);
        if (effect instanceof Effect.Publish publish) {
          published.put(effect, before);
          news = news.isEmpty() ? new ArrayList<>() : news;
          news.add(publish.event());
        }
      }
    }
    return !decision.transitions().isEmpty();
  }

  InstanceKey key() {
    return stored.row().key();
  }

  Access access() {
    return access;
  }

  public StepTree tree() {
    return tree;
  }

  /** The steps as they are stored. */
  StepTree treeBefore() {
    return before;
  }

  /** From now on its steps are others. */
  void reshape(StepTree others) {
    tree = others;
  }

  /** An event that comes before it has begun takes the place of the one that it was started by. */
  void startedBy(String eventId) {
    event = eventId;
  }

  /** The event that it is started by instead; null: the one that is stored. */
  @Nullable String startedBy() {
    return event;
  }

  Stored stored() {
    return stored;
  }

  /** The instance as it is stored. */
  public InstanceSnapshot before() {
    return stored.snapshot();
  }

  /** Whether nobody else can change the instance until the transaction ends. */
  public boolean locked() {
    return access == Access.LOCKED;
  }

  public InstanceSnapshot snapshot() {
    return snapshot;
  }

  /** Whether it had ended before what is decided now. */
  public boolean hadEnded() {
    return stored.snapshot().state().ended();
  }

  /** What was decided since it was stored, in order. */
  public List<Transition> transitions() {
    return transitions;
  }

  /** Effects that nobody has taken yet; taking them empties the list. */
  List<Effect> takeEffects() {
    List<Effect> taken = List.copyOf(effects);
    effects.clear();
    return taken;
  }

  /** The events that were decided to be published since this was asked last. */
  List<Event> takeNews() {
    List<Event> taken = news;
    news = List.of();
    return taken;
  }

  /** The tasks that were decided to be given since this was asked last. */
  List<Effect.Given> takeGiven() {
    if (given.isEmpty()) {
      return List.of();
    }
    List<Effect.Given> taken = List.copyOf(given);
    given.clear();
    return taken;
  }

  /** The steps that have begun since the decision that published an event, in its own instance. */
  Set<StepKey> begunSince(Effect.Publish publish) {
    int from = published.getOrDefault(publish, transitions.size());
    Set<StepKey> begun = new HashSet<>();
    for (Transition transition : transitions.subList(from, transitions.size())) {
      if (transition instanceof Transition.OfStep step
          && step.from() == StepState.READY
          && step.to() == StepState.IN_PROGRESS) {
        begun.add(step.after().key());
      }
    }
    return begun;
  }

  /** Keeps an effect that is written together with the instance. */
  void keep(Effect effect) {
    sideEffects.add(effect);
  }

  /** Effects that are written together with the instance: messages and their cancellation. */
  public List<Effect> sideEffects() {
    return sideEffects;
  }

  /** Whether it brings messages that are not written yet. */
  boolean sends() {
    return sideEffects.stream().anyMatch(Effect.Send.class::isInstance)
        || effects.stream().anyMatch(Effect.Send.class::isInstance);
  }

  boolean hasEffects() {
    return !effects.isEmpty();
  }

  boolean hasEffects(Predicate<Effect> which) {
    return effects.stream().anyMatch(which);
  }

  List<Effect.Call> calls() {
    return calls;
  }

  @Nullable Instant wakeAt() {
    return wakeAt;
  }

  boolean decided() {
    return decided;
  }

  /** Whether its budget was spent before all was decided: a tick continues. */
  boolean unfinished() {
    return unfinished;
  }

  /** What the host's directory is to be asked before it goes on. */
  ActorFacts.Question question() {
    return question;
  }

  /** What is to be read of the host's records before it goes on. */
  RecordFacts.Question records() {
    return records;
  }

  /** Whether the host is to be asked something. */
  boolean asks() {
    return !question.isEmpty() || !records.isEmpty();
  }

  /** Whether a handler's call is under way or about to be made, or more is to be decided. */
  boolean running() {
    if (snapshot.state() != InstanceState.ACTIVE && snapshot.state() != InstanceState.PAUSED) {
      return false;
    }
    return unfinished || asks() || running(snapshot, tree);
  }

  static boolean running(InstanceSnapshot snapshot, StepTree tree) {
    for (StepRun run : snapshot.open()) {
      if (run.running()
          && (run.key().undo() || tree.node(run.key()).step() instanceof Step.Action)) {
        return true;
      }
    }
    return false;
  }
}
