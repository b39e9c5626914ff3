package dev.workflow.execution;

import dev.workflow.Event;
import dev.workflow.EventExplanation;
import dev.workflow.PublishReceipt;
import dev.workflow.SubjectRef;
import dev.workflow.instance.Misses;
import dev.workflow.instance.StepKey;
import dev.workflow.instance.StepRun;
import dev.workflow.instance.StepState;
import dev.workflow.instance.Stimulus;
import dev.workflow.instance.Transition;
import dev.workflow.instance.WaitKeys;
import dev.workflow.spi.store.InstanceKey;
import dev.workflow.spi.store.WaiterLookup;
import dev.workflow.spi.store.WaiterRow;
import dev.workflow.trigger.TenantWorkflows;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What an event does to instances that run already: it answers waits and ends them by exits. */
final class Arrivals {

  private static final Reach.Reached NOBODY = new Reach.Reached(Set.of(), Map.of());

  private final UnitOfWork work;
  private final @Nullable Working publisher;
  private final Set<StepKey> later;

  /** Of an event that comes from outside. */
  Arrivals(UnitOfWork work) {
    this(work, null, Set.of());
  }

  /**
   * @param publisher the instance that publishes the event itself; null: none
   * @param later its steps that have begun since
   */
  Arrivals(UnitOfWork work, @Nullable Working publisher, Set<StepKey> later) {
    this.work = work;
    this.publisher = publisher;
    this.later = later;
  }

  void arrive(Event event, TenantWorkflows workflows, ReceiptDraft receipt) {
    Reach.Reached reached = reached(event, workflows.exitsOn(event.type()));
    for (InstanceKey key : concerned(reached, event, workflows)) {
      work.load(key).ifPresent(instance -> arrive(instance, event, receipt));
    }
    if (!reached.heirs().isEmpty()) {
      work.reach().endHeirs(reached);
    }
  }

  /** Why the instances that could be concerned by an event are not. */
  List<EventExplanation.Miss> misses(Event event, TenantWorkflows workflows) {
    List<EventExplanation.Miss> misses = new ArrayList<>();
    for (InstanceKey key :
        concerned(reached(event, workflows.exitsOn(event.type())), event, workflows)) {
      work.load(key)
          .filter(instance -> !instance.snapshot().state().ended())
          .ifPresent(
              instance ->
                  Misses.of(instance.snapshot(), work.surroundings(instance), event)
                      .forEach(miss -> misses.add(miss(key, miss))));
    }
    return misses;
  }

  private static EventExplanation.Miss miss(InstanceKey key, Misses.Miss miss) {
    String step = miss.step() == null ? null : miss.step().toString();
    return new EventExplanation.Miss(key.id(), step, miss.because());
  }

  private Set<InstanceKey> concerned(
      Reach.Reached reached, Event event, TenantWorkflows workflows) {
    Set<InstanceKey> keys = new LinkedHashSet<>(reached.instances());
    keys.addAll(waiting(event, workflows));
    return keys;
  }

  private Reach.Reached reached(Event event, Set<String> exits) {
    SubjectRef subject = event.subject();
    return subject == null || exits.isEmpty()
        ? NOBODY
        : work.reach().by(event.tenant(), subject, exits);
  }

  private Set<InstanceKey> waiting(Event event, TenantWorkflows workflows) {
    Set<InstanceKey> keys = new LinkedHashSet<>();
    if (workflows.waitsFor(event.type())) {
      List<WaiterLookup> lookups =
          WaitKeys.of(event).stream()
              .map(key -> new WaiterLookup(event.tenant(), event.type(), key))
              .toList();
      if (!lookups.isEmpty()) {
        work.transaction().instances().waiters(lookups).stream()
            .map(WaiterRow::instance)
            .forEach(keys::add);
        work.workings().stream()
            .filter(working -> waits(working, event))
            .map(Working::key)
            .forEach(keys::add);
      }
    }
    return keys;
  }

  private static boolean waits(Working working, Event event) {
    List<String> keys = WaitKeys.of(event);
    for (StepRun run : working.snapshot().steps().values()) {
      if (run.state() == StepState.IN_PROGRESS
          && run.memory().waitingFor() != null
          && keys.contains(run.memory().waitingFor())) {
        return working.key().tenant().equals(event.tenant());
      }
    }
    return false;
  }

  private void arrive(Working instance, Event event, ReceiptDraft receipt) {
    if (instance.snapshot().over()) {
      return;
    }
    int before = instance.transitions().size();
    work.stimulate(instance, new Stimulus.Arrival(event, instance == publisher ? later : Set.of()));
    List<Transition> made = instance.transitions().subList(before, instance.transitions().size());
    if (instance.snapshot().over()) {
      receipt.exited(instance.key().id());
      return;
    }
    for (Transition transition : made) {
      if (transition instanceof Transition.OfStep step
          && step.to() == StepState.COMPLETED
          && step.after().output() != null
          && event.id() != null
          && event.id().equals(step.after().output().path("event").path("id").textValue())) {
        receipt.answered(
            new PublishReceipt.Answered(instance.key().id(), step.after().key().toString()));
      }
    }
  }
}
