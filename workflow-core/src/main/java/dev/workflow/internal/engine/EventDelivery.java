package dev.workflow.internal.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Event;
import dev.workflow.InstanceId;
import dev.workflow.PublishReceipt;
import dev.workflow.PublishReceipt.Suppressed.Reason;
import dev.workflow.SubjectRef;
import dev.workflow.TenantId;
import dev.workflow.condition.Effort;
import dev.workflow.condition.NotEvaluableException;
import dev.workflow.definition.Exit;
import dev.workflow.definition.Step;
import dev.workflow.definition.WorkflowDefinition;
import dev.workflow.expression.RenderContext;
import dev.workflow.instance.StepState;
import dev.workflow.internal.decide.ExitSubjects;
import dev.workflow.internal.decide.InstanceData;
import dev.workflow.internal.decide.InstanceInput;
import dev.workflow.internal.decide.NearMisses;
import dev.workflow.internal.decide.StepKey;
import dev.workflow.internal.decide.StepRun;
import dev.workflow.internal.decide.Transition;
import dev.workflow.internal.decide.WaitKeys;
import dev.workflow.spi.TenantDirectory;
import dev.workflow.spi.store.EventRows;
import dev.workflow.spi.store.EventSubscriptionLookup;
import dev.workflow.spi.store.EventSubscriptionRow;
import dev.workflow.spi.store.InstanceKey;
import dev.workflow.spi.store.InstanceRow;
import dev.workflow.spi.store.InstanceRows;
import dev.workflow.trigger.EventExplanation;
import dev.workflow.trigger.TenantWorkflows;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Delivers an event to instances that run already: it answers waits and ends them by exits. One
 * that very many wait for reaches some of them in the transaction that accepts it, the oldest, and
 * the others in transactions that follow ({@link EventContinuation}).
 */
final class EventDelivery {

  private static final EndingReach.Reached NOBODY = new EndingReach.Reached(Set.of(), Map.of());

  /** So many instances in one transaction. */
  private static final int PORTION = 200;

  /** How the detail of what an instance could not evaluate begins, with its id after it. */
  private static final String OF_INSTANCE = "a wait or an exit of instance ";

  private final UnitOfWork work;
  private final @Nullable InstanceUpdate publisher;
  private final Set<StepKey> later;

  /** Of an event that comes from outside. */
  EventDelivery(UnitOfWork work) {
    this(work, null, Set.of());
  }

  /**
   * @param publisher the instance that publishes the event itself; null: none
   * @param later its steps that have begun since
   */
  EventDelivery(UnitOfWork work, @Nullable InstanceUpdate publisher, Set<StepKey> later) {
    this.work = work;
    this.publisher = publisher;
    this.later = later;
  }

  void arrive(Event event, TenantWorkflows workflows, ReceiptDraft receipt) {
    EndingReach.Reached reached = reached(event, workflows);
    Portion portion = waiting(event, workflows, null);
    Set<InstanceKey> keys = concerned(reached, portion, event, workflows);
    LeftToEnd.Left left = work.left().reached(event, reached.instances(), exits(event));
    keys.removeAll(left.all());
    keys.removeIf(key -> left.unconcerned().contains(key) && !portion.keys.contains(key));
    left.ending().forEach(key -> receipt.exited(key.id()));
    work.instances().preload(keys);
    Effort.beginTogether();
    for (InstanceKey key : keys) {
      if (!portion.leavesOut(key) || reached.instances().contains(key)) {
        work.instances()
            .reach(key, new InstanceInput.Arrival(event, Set.of()))
            .ifPresent(instance -> arrive(instance, event, receipt));
        portion.done(key);
      }
    }
    if (!reached.heirs().isEmpty()) {
      work.reach().endHeirs(reached);
    }
    if (portion.last != null) {
      work.continueLater(new EventRows.Continuation(event.tenant(), eventId(event), portion.last));
    }
  }

  /** Reaches an instance that was left to be reached before anything else. */
  void asked(InstanceUpdate instance, Event event) {
    Effort.beginTogether();
    arrive(instance, event, new ReceiptDraft());
  }

  /** Whether an exit of an instance's workflow looks for an event. */
  private BiPredicate<InstanceRow, Exit> exits(Event event) {
    Map<Exit, Optional<SubjectRef>> subjects = new IdentityHashMap<>();
    return (row, exit) -> {
      SubjectRef subject = row.subject();
      if (!event.type().equals(exit.event()) || subject == null) {
        return false;
      } else if (exit.correlation() == null) {
        return subject.equals(event.subject());
      }
      WorkflowDefinition definition =
          work.definitions().tree(row.key().tenant(), row.workflow()).definition();
      return subjects
          .computeIfAbsent(exit, one -> Optional.ofNullable(subject(event, definition, one)))
          .filter(subject::equals)
          .isPresent();
    };
  }

  private @Nullable SubjectRef subject(Event event, WorkflowDefinition definition, Exit exit) {
    return ExitSubjects.of(definition, exit, data(event), rendering(event.tenant()));
  }

  private ObjectNode data(Event event) {
    TenantDirectory.Settings tenant = work.engine().tenant(event.tenant());
    return InstanceData.ofEvent(event.tenant(), tenant, event.subject(), event.toJson());
  }

  private RenderContext rendering(TenantId tenant) {
    TenantDirectory.Settings settings = work.engine().tenant(tenant);
    return RenderContext.of(work.now(), settings.zone()).locale(settings.locale());
  }

  /** Why the instances that could be concerned by an event are not; of very many, the oldest. */
  List<EventExplanation.Miss> misses(Event event, TenantWorkflows workflows) {
    List<EventExplanation.Miss> misses = new ArrayList<>();
    EndingReach.Reached reached = reached(event, workflows);
    Portion portion = waiting(event, workflows, null);
    for (InstanceKey key : concerned(reached, portion, event, workflows)) {
      work.instances()
          .find(key)
          .filter(instance -> !instance.snapshot().state().ended())
          .ifPresent(
              instance ->
                  NearMisses.of(instance.snapshot(), work.context(instance), event)
                      .forEach(miss -> misses.add(miss(key, miss))));
    }
    return misses;
  }

  private static EventExplanation.Miss miss(InstanceKey key, NearMisses.Miss miss) {
    String step = miss.step() == null ? null : miss.step().toString();
    return new EventExplanation.Miss(key.id(), step, miss.because());
  }

  /**
   * The next portion of an event that was accepted before.
   *
   * @return how far it has come; null: to the end
   */
  @Nullable InstanceId goOn(
      Event event, Instant acceptedAt, TenantWorkflows workflows, InstanceId after) {
    Portion portion = waiting(event, workflows, after);
    work.instances().preload(portion.keys);
    ReceiptDraft receipt = new ReceiptDraft();
    BiPredicate<InstanceRow, Exit> exits = exits(event);
    Effort.beginTogether();
    for (InstanceKey key : portion.keys) {
      if (!portion.leavesOut(key)) {
        work.instances()
            .load(key)
            .filter(instance -> !instance.snapshot().identity().createdAt().isAfter(acceptedAt))
            .filter(instance -> !reachedBefore(instance, exits))
            .ifPresent(
                instance -> arrive(instance, event, begunAfter(instance, acceptedAt), receipt));
        portion.done(key);
      }
    }
    return portion.last;
  }

  /** What an exit looks at is reached when the event is accepted, or marked to be. */
  private static boolean reachedBefore(
      InstanceUpdate instance, BiPredicate<InstanceRow, Exit> exits) {
    InstanceRow row = instance.stored().row();
    return instance.tree().definition().exits().stream().anyMatch(exit -> exits.test(row, exit));
  }

  /** The steps that have begun after an event was accepted: it answers none of them. */
  private static Set<StepKey> begunAfter(InstanceUpdate instance, Instant acceptedAt) {
    Set<StepKey> later = new HashSet<>();
    for (StepRun run : instance.snapshot().open()) {
      if (run.readyAt() != null && run.readyAt().isAfter(acceptedAt)) {
        later.add(run.key());
      }
    }
    return later;
  }

  private static String eventId(Event event) {
    return String.valueOf(event.id());
  }

  private static final class Portion {
    private final Set<InstanceKey> keys = new TreeSet<>();

    /** The last one, if there may be more; null: these are all. */
    private @Nullable InstanceId last;

    /** Whether the conditions of those up to the last one have cost what all may. */
    private boolean ended;

    /** Adds a page of keys in order. */
    void add(List<InstanceKey> page, boolean full) {
      keys.addAll(page);
      if (full) {
        InstanceId end = page.get(page.size() - 1).id();
        last = last == null || end.compareTo(last) < 0 ? end : last;
      }
    }

    /** Notes that an instance has been reached, and ends the portion if it was a dear one. */
    void done(InstanceKey key) {
      if (!ended && keys.contains(key) && !Effort.affordsAnother()) {
        ended = true;
        last = key.id();
      }
    }

    /** Whether it is left to the next portion. */
    boolean leavesOut(InstanceKey key) {
      InstanceId end = last;
      return ended && end != null && keys.contains(key) && key.id().compareTo(end) > 0;
    }

    void cut() {
      InstanceId end = last;
      if (end != null) {
        keys.removeIf(key -> key.id().compareTo(end) > 0);
      }
    }
  }

  private Set<InstanceKey> concerned(
      EndingReach.Reached reached, Portion portion, Event event, TenantWorkflows workflows) {
    Set<InstanceKey> keys = new TreeSet<>(reached.instances());
    keys.addAll(portion.keys);
    if (workflows.editedWaits()
        || workflows.waitsFor(event.type())
        || event.correlation() != null) {
      work.instances().all().stream()
          .filter(working -> waits(working, event))
          .map(InstanceUpdate::key)
          .forEach(keys::add);
    }
    return keys;
  }

  private EndingReach.Reached reached(Event event, TenantWorkflows workflows) {
    Set<String> exits = workflows.exitsOn(event.type());
    SubjectRef subject = event.subject();
    EndingReach.Reached reached =
        subject == null || exits.isEmpty()
            ? NOBODY
            : work.reach().by(event.tenant(), subject, exits);
    List<TenantWorkflows.CorrelatedExit> correlated = workflows.correlatedExitsOn(event.type());
    return correlated.isEmpty() ? reached : reached.and(correlated(event, correlated));
  }

  /** What an event may end that is about somebody else. */
  private EndingReach.Reached correlated(
      Event event, List<TenantWorkflows.CorrelatedExit> correlated) {
    ObjectNode data = data(event);
    RenderContext rendering = rendering(event.tenant());
    Map<SubjectRef, Set<String>> bySubject = new LinkedHashMap<>();
    for (TenantWorkflows.CorrelatedExit one : correlated) {
      SubjectRef subject = ExitSubjects.of(one.definition(), one.exit(), data, rendering);
      if (subject != null) {
        bySubject.computeIfAbsent(subject, any -> new HashSet<>()).add(one.definition().key());
      }
    }
    EndingReach.Reached reached = NOBODY;
    for (Map.Entry<SubjectRef, Set<String>> one : bySubject.entrySet()) {
      reached = reached.and(work.reach().by(event.tenant(), one.getKey(), one.getValue()));
    }
    return reached;
  }

  private Portion waiting(Event event, TenantWorkflows workflows, @Nullable InstanceId after) {
    Portion portion = new Portion();
    InstanceRows instances = work.transaction().instances();
    for (EventSubscriptionLookup lookup : lookups(event, workflows)) {
      List<InstanceKey> page =
          instances.subscriptions(List.of(lookup), after, PORTION).stream()
              .map(EventSubscriptionRow::instance)
              .toList();
      portion.add(page, page.size() == PORTION);
    }
    portion.cut();
    return portion;
  }

  /**
   * Waits for the event's type, those of edited instances, and handlers that wait for its
   * correlation, regardless of its type.
   */
  private static List<EventSubscriptionLookup> lookups(Event event, TenantWorkflows workflows) {
    List<EventSubscriptionLookup> lookups = new ArrayList<>();
    for (String key : WaitKeys.of(event)) {
      if (workflows.waitsFor(event.type())) {
        lookups.add(new EventSubscriptionLookup(event.tenant(), event.type(), key));
      }
      if (workflows.editedWaits()) {
        lookups.add(
            new EventSubscriptionLookup(event.tenant(), EventSubscriptionRow.OF_EDITED, key));
      }
    }
    if (event.correlation() != null) {
      lookups.add(
          new EventSubscriptionLookup(
              event.tenant(),
              EventSubscriptionRow.ANY_EVENT,
              WaitKeys.correlation(event.correlation())));
    }
    return lookups;
  }

  /** The instance of whose wait or exit it is told; null: it is about a trigger. */
  static @Nullable InstanceId instance(PublishReceipt.Suppressed suppressed) {
    String detail = suppressed.detail();
    int end = detail.indexOf(':');
    return suppressed.reason() == Reason.ERROR && detail.startsWith(OF_INSTANCE) && end > 0
        ? InstanceId.parse(detail.substring(OF_INSTANCE.length(), end))
        : null;
  }

  private static boolean waits(InstanceUpdate working, Event event) {
    List<String> keys = WaitKeys.of(event);
    List<String> correlation =
        event.correlation() == null ? List.of() : List.of(event.correlation());
    for (StepRun run : working.snapshot().open()) {
      if (waits(run, keys) || waits(run, correlation)) {
        return working.key().tenant().equals(event.tenant());
      }
    }
    for (String wait : working.tree().earlierWaits()) {
      StepKey key = working.snapshot().newest(StepKey.of(wait));
      String waitsFor = working.snapshot().step(key).memory().waitingFor();
      if (waitsFor != null && keys.contains(waitsFor)) {
        return working.key().tenant().equals(event.tenant());
      }
    }
    return false;
  }

  private static boolean waits(StepRun run, List<String> keys) {
    return run.state() == StepState.IN_PROGRESS
        && run.memory().waitingFor() != null
        && keys.contains(run.memory().waitingFor());
  }

  private void arrive(InstanceUpdate instance, Event event, ReceiptDraft receipt) {
    arrive(instance, event, instance == publisher ? later : Set.of(), receipt);
  }

  private void arrive(
      InstanceUpdate instance, Event event, Set<StepKey> begunSince, ReceiptDraft receipt) {
    if (instance.snapshot().over()) {
      return;
    }
    int before = instance.transitions().size();
    try {
      work.handle(instance, new InstanceInput.Arrival(event, begunSince));
    } catch (NotEvaluableException e) {
      receipt.suppressed(
          new PublishReceipt.Suppressed(
              instance.snapshot().identity().workflow(),
              Reason.ERROR,
              OF_INSTANCE + instance.key().id() + ": " + e.getMessage()));
      return;
    }
    List<Transition> made = instance.transitions().subList(before, instance.transitions().size());
    if (instance.snapshot().over()) {
      receipt.exited(instance.key().id());
      return;
    }
    for (Transition transition : made) {
      if (transition instanceof Transition.OfStep added && isAdded(instance, added)) {
        receipt.answered(
            new PublishReceipt.Answered(instance.key().id(), added.after().key().toString()));
      } else if (transition instanceof Transition.OfStep given
          && given.after().memory().answer() != null) {
        receipt.answered(
            new PublishReceipt.Answered(instance.key().id(), given.after().key().toString()));
      } else if (transition instanceof Transition.OfStep step
          && step.to() == StepState.COMPLETED
          && step.after().output() != null
          && event.id() != null
          && event.id().equals(step.after().output().path("event").path("id").textValue())) {
        receipt.answered(
            new PublishReceipt.Answered(instance.key().id(), step.after().key().toString()));
      }
    }
  }

  /** Whether an element was added to a loop. */
  private static boolean isAdded(InstanceUpdate instance, Transition.OfStep move) {
    JsonNode before = instance.stored().snapshot().step(move.after().key()).memory().items();
    JsonNode after = move.after().memory().items();
    return move.from() == move.to()
        && after != null
        && (before == null || before.size() < after.size())
        && instance.tree().node(move.after().key()).step() instanceof Step.Each;
  }
}
