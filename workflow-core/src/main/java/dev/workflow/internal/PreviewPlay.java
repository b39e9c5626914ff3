package dev.workflow.internal;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.Actor;
import dev.workflow.InstanceId;
import dev.workflow.Instances;
import dev.workflow.PublishReceipt;
import dev.workflow.TenantId;
import dev.workflow.WorkflowEngine;
import dev.workflow.WorkflowInstance;
import dev.workflow.instance.StepState;
import dev.workflow.preview.PreviewedRun;
import dev.workflow.preview.PreviewedRun.End;
import dev.workflow.preview.PreviewedRun.PreviewedCall;
import dev.workflow.preview.PreviewedRun.PreviewedMessage;
import dev.workflow.preview.internal.PretendedAction;
import dev.workflow.preview.internal.Scene;
import dev.workflow.spi.OutboundMessage;
import dev.workflow.trigger.EventExplanation;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One scene on its own clock, from the event until nothing comes any more. Used by one thread. */
final class PreviewPlay {

  /** Who gives the answers that are assumed. */
  static final Actor PREVIEWER = Actor.of("previewer");

  private static final int MOST_MOVES = 10_000;

  private final Scene scene;
  private final boolean masked;
  private final Deque<Scene.Later> later;
  private final List<PreviewedMessage> messages = new ArrayList<>();
  private final List<PreviewedCall> calls = new ArrayList<>();
  private final List<String> came = new ArrayList<>();
  private Instant now;

  /**
   * @param masked whether something may be hidden from whoever looks at it
   */
  PreviewPlay(Scene scene, boolean masked) {
    this.scene = scene;
    this.masked = masked;
    this.later = new ArrayDeque<>(scene.later());
    this.now = scene.at();
  }

  InstantSource clock() {
    return () -> now;
  }

  void called(PreviewedCall call) {
    if (calls.size() < PreviewedRun.MOST) {
      calls.add(call);
    }
  }

  void sent(OutboundMessage message) {
    if (messages.size() < PreviewedRun.MOST) {
      messages.add(
          new PreviewedMessage(now, message.channel(), message.recipient(), message.content()));
    }
  }

  PreviewedRun on(WorkflowEngine engine) {
    TenantId tenant = scene.tenant();
    scene
        .templates()
        .forEach(template -> engine.messaging().templates().publish(tenant, template, scene.by()));
    scene.others().forEach(other -> engine.definitions().publish(tenant, other, scene.by()));
    engine.definitions().publish(tenant, scene.definition(), scene.by());
    WorkflowEngine seen = masked ? engine.as(scene.by()) : engine;
    EventExplanation.Candidate start =
        seen.explain(scene.event()).candidates().stream()
            .filter(one -> one.workflow().key().equals(scene.definition().key()))
            .findFirst()
            .orElseGet(this::noTrigger);
    PublishReceipt receipt = engine.events().publish(scene.event());
    Optional<InstanceId> instance =
        receipt.started().stream()
            .filter(one -> one.workflow().key().equals(scene.definition().key()))
            .map(PublishReceipt.Started::instance)
            .findFirst();
    if (instance.isEmpty()) {
      return result(seen, start, null, End.NOT_STARTED);
    }
    End end = goOn(engine, instance.get());
    return result(seen, start, instance.get(), end);
  }

  private EventExplanation.Candidate noTrigger() {
    return new EventExplanation.Candidate(
        scene.definition().ref(),
        EventExplanation.Verdict.NOT_MATCHED,
        "no trigger names the event type \"" + scene.event().type() + "\"",
        null,
        List.of());
  }

  private End goOn(WorkflowEngine engine, InstanceId instance) {
    Instant end = scene.at().plus(scene.assumptions().time());
    run(engine, instance);
    for (int moves = 0; moves < MOST_MOVES; moves++) {
      boolean over = engine.instances().get(scene.tenant(), instance).state().ended();
      Optional<Instant> due = engine.nextDue();
      Scene.Later next = over ? null : later.peek();
      Instant at =
          next != null && (due.isEmpty() || next.at().isBefore(due.get()))
              ? next.at()
              : due.orElse(null);
      if (at == null) {
        return over ? End.ENDED : End.WAITS;
      }
      if (at.isAfter(end)) {
        now = end;
        return over ? End.ENDED : End.TIME;
      }
      now = at.isAfter(now) ? at : now;
      if (next != null && !next.at().isAfter(now)) {
        came.add(String.valueOf(later.remove().event().id()));
        engine.events().publish(next.event());
      }
      run(engine, instance);
    }
    return End.TOO_LONG;
  }

  /** Runs what is due, with the answers that are assumed. */
  private void run(WorkflowEngine engine, InstanceId instance) {
    engine.runUntilIdle();
    while (!scene.assumptions().answers().isEmpty() && answer(engine, instance)) {
      engine.runUntilIdle();
    }
  }

  private boolean answer(WorkflowEngine engine, InstanceId instance) {
    for (WorkflowInstance.StepView step :
        engine.instances().get(scene.tenant(), instance).steps()) {
      JsonNode answer = scene.assumptions().answers().get(PretendedAction.id(step.id()));
      boolean offered = step.state() == StepState.READY || step.state() == StepState.IN_PROGRESS;
      if (answer != null && offered && step.kind().equals("action")) {
        engine.tasks().complete(scene.tenant(), instance, step.id(), PREVIEWER, answer.deepCopy());
        return true;
      }
    }
    return false;
  }

  private PreviewedRun result(
      WorkflowEngine engine,
      EventExplanation.Candidate start,
      @Nullable InstanceId instance,
      End end) {
    TenantId tenant = scene.tenant();
    return new PreviewedRun(
        start,
        instance == null ? null : engine.instances().get(tenant, instance),
        instance == null ? List.of() : engine.history().of(tenant, instance),
        instance == null ? "" : engine.history().story(tenant, instance),
        messages,
        calls,
        came,
        others(engine, instance),
        now,
        end);
  }

  private List<WorkflowInstance> others(WorkflowEngine engine, @Nullable InstanceId instance) {
    return engine
        .instances()
        .list(Instances.Query.of(scene.tenant()), null, PreviewedRun.MOST_OTHERS + 1)
        .items()
        .stream()
        .filter(one -> !one.id().equals(instance))
        .limit(PreviewedRun.MOST_OTHERS)
        .map(one -> engine.instances().get(scene.tenant(), one.id()))
        .toList();
  }
}
