package dev.workflow.testkit.simulation;

import static dev.workflow.testkit.simulation.Guarantee.ACCEPTED_EVENTS_TAKE_EFFECT;
import static dev.workflow.testkit.simulation.Guarantee.DEDUPE_WINDOWS_HOLD;

import dev.workflow.Json;
import dev.workflow.PublishReceipt;
import dev.workflow.instance.InstanceState;
import dev.workflow.instance.StepState;
import dev.workflow.internal.decide.StepRun;
import dev.workflow.spi.store.EventRow;
import dev.workflow.spi.store.InstanceChange;
import dev.workflow.spi.store.InstanceKey;
import dev.workflow.spi.store.InstanceRow;
import dev.workflow.spi.store.WorkflowStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The model of what events must do. */
final class ModelEvents {

  private final Workload workload;
  private final Set<String> accepted = new LinkedHashSet<>();
  private final Set<String> told = new HashSet<>();
  private final Map<String, Instant> windows = new HashMap<>();
  private final Set<InstanceKey> exited = new HashSet<>();

  ModelEvents(Workload workload) {
    this.workload = workload;
  }

  /** When a dedupe window ends that is open now, if there is one. */
  Optional<Instant> windowEnd(Instant now) {
    return windows.values().stream().filter(end -> end.isAfter(now)).min(Instant::compareTo);
  }

  boolean exited(ModelInstance instance) {
    return exited.contains(instance.row().key());
  }

  /** What the instances must be after a transaction. */
  record Expectations(List<ModelInstance> ended, List<Waiting> answered) {

    record Waiting(ModelInstance instance, String step, String event) {}

    void check(Model model) {
      for (ModelInstance instance : ended) {
        if (!instance.state().ended()) {
          throw instance.broken(
              ACCEPTED_EVENTS_TAKE_EFFECT, "an event that ends it was accepted and it goes on");
        }
      }
      for (Waiting waiting : answered) {
        if (waiting.instance().step(waiting.step()) == StepState.IN_PROGRESS) {
          throw waiting
              .instance()
              .broken(
                  ACCEPTED_EVENTS_TAKE_EFFECT,
                  "step " + waiting.step() + " waits on although " + waiting.event() + " came");
        }
      }
    }
  }

  /** What a transaction's events must do to the instances, which are as they were before it. */
  Expectations expect(List<Deed> deeds, List<ModelInstance> instances) {
    Expectations expected = new Expectations(new ArrayList<>(), new ArrayList<>());
    Map<String, List<String>> started = started(deeds);
    for (Deed deed : deeds) {
      if (deed instanceof Deed.Accepted event) {
        List<String> starts = started.remove(event.event().id());
        accepted(event.event(), starts == null ? List.of() : starts);
        instances.forEach(instance -> arrives(event.event(), instance, expected));
      }
    }
    if (!started.isEmpty()) {
      throw new Broken(
          ACCEPTED_EVENTS_TAKE_EFFECT,
          null,
          "instances were started without their events: " + started);
    }
    return expected;
  }

  private static Map<String, List<String>> started(List<Deed> deeds) {
    Map<String, List<String>> started = new HashMap<>();
    for (Deed deed : deeds) {
      if (deed instanceof Deed.Written written
          && written.change().kind() == InstanceChange.Kind.INSERT) {
        InstanceRow row = written.change().row();
        if (row.origin().eventId() != null) {
          started
              .computeIfAbsent(row.origin().eventId(), id -> new ArrayList<>())
              .add(row.workflow().key());
        }
      }
    }
    return started;
  }

  private void accepted(EventRow event, List<String> started) {
    if (!accepted.add(event.id())) {
      throw new Broken(
          ACCEPTED_EVENTS_TAKE_EFFECT, null, "event " + event.id() + " was accepted twice");
    }
    List<String> expected = new ArrayList<>();
    Guarantee guarantee = ACCEPTED_EVENTS_TAKE_EFFECT;
    if (event.type().equals(Workload.GO)) {
      expected.addAll(workload.alwaysStarted());
      String key = Json.read(event.body()).path("payload").path("key").asText();
      Instant end = windows.get(key);
      boolean suppressed = workload.dedupes() && end != null && event.acceptedAt().isBefore(end);
      if (!suppressed) {
        expected.add(Workload.MAIN);
        windows.put(key, event.acceptedAt().plus(Workload.WINDOW));
      }
      boolean others = started.containsAll(workload.alwaysStarted());
      guarantee = workload.dedupes() && others ? DEDUPE_WINDOWS_HOLD : guarantee;
    }
    List<String> actual = started.stream().sorted().toList();
    expected.sort(null);
    if (!actual.equals(expected)) {
      throw new Broken(
          guarantee,
          null,
          "event "
              + event.id()
              + " accepted at "
              + event.acceptedAt()
              + " should have started "
              + expected
              + " and started "
              + actual
              + "; the windows end at "
              + windows);
    }
  }

  private void arrives(EventRow event, ModelInstance instance, Expectations expected) {
    if (instance.state() != InstanceState.ACTIVE
        || instance.row().subject() == null
        || !instance.row().subject().equals(event.subject())) {
      return;
    }
    if (event.type().equals(Workload.EXIT)
        && instance.row().workflow().key().equals(Workload.MAIN)) {
      exited.add(instance.row().key());
      expected.ended().add(instance);
    } else if (event.type().equals(Workload.ANSWER)) {
      instance
          .steps()
          .forEach(
              (key, run) -> {
                if (waits(instance, run, event.acceptedAt())) {
                  expected.answered().add(new Expectations.Waiting(instance, key, event.id()));
                }
              });
    }
  }

  private boolean waits(ModelInstance instance, StepRun run, Instant now) {
    return run.state() == StepState.IN_PROGRESS
        && workload.waits(instance.row().workflow().key(), run.key().id())
        && run.memory().waitingFor() != null
        && (run.dueAt() == null || run.dueAt().isAfter(now));
  }

  /** A publisher was told that its event is accepted. */
  void acknowledged(PublishReceipt receipt) {
    if (!accepted.contains(receipt.eventId())) {
      throw new Broken(
          ACCEPTED_EVENTS_TAKE_EFFECT,
          null,
          "a receipt was given for " + receipt.eventId() + ", which is not stored");
    }
    if (!receipt.repeated() && !told.add(receipt.eventId())) {
      throw new Broken(
          ACCEPTED_EVENTS_TAKE_EFFECT,
          null,
          "two first receipts were given for " + receipt.eventId());
    }
  }

  void finish(WorkflowStore store) {
    for (String id : accepted) {
      if (store.transact(transaction -> transaction.events().find(Workload.TENANT, id)).isEmpty()) {
        throw new Broken(ACCEPTED_EVENTS_TAKE_EFFECT, null, "event " + id + " is lost");
      }
    }
  }
}
