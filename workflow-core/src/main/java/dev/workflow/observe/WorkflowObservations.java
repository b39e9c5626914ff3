package dev.workflow.observe;

import dev.workflow.Event;
import dev.workflow.InstanceId;
import dev.workflow.PublishReceipt;
import dev.workflow.instance.StepState;
import dev.workflow.spi.EngineListener;
import dev.workflow.spi.OutboundMessage;
import dev.workflow.spi.SendResult;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Makes Micrometer observations of what an engine does: metrics and, where the host has a tracer,
 * spans. Needs {@code io.micrometer:micrometer-observation} on the class path; an engine without
 * this listener never loads it.
 *
 * <pre>{@code
 * WorkflowEngine.builder()
 *     .listener(
 *         WorkflowObservations.on(observationRegistry)
 *             .cycleTimes(
 *                 (action, state, time) ->
 *                     Timer.builder("workflow.step.cycle")
 *                         .tags("action", action, "state", state)
 *                         .publishPercentileHistogram()
 *                         .register(meterRegistry)
 *                         .record(time)))
 * }</pre>
 *
 * <p>Observations with a duration:
 *
 * <ul>
 *   <li>{@code workflow.run}: an instance in the memory of this node, from when it is taken until
 *       it waits for time, an event or a person, or ends
 *   <li>{@code workflow.attempt}: a call of a handler, inside its {@code workflow.run} and current
 *       on the handler's thread, so that what the handler calls is a part of it. Tags: {@code
 *       action}, {@code retry} ({@code true} from the second attempt on), {@code result} ({@code
 *       completed}, {@code waiting}, {@code blocked}, {@code failed}, or {@code cut_off} if nobody
 *       waits for it any more)
 *   <li>{@code workflow.task}: a command of somebody about a task, current on their thread. Tags:
 *       {@code command} ({@code claim}, {@code complete}, {@code set_due} …), {@code result}
 *       ({@code done}, or why it was refused: {@code held}, {@code not_eligible} …; {@code refused}
 *       for another reason, {@code failed})
 * </ul>
 *
 * <p>Observations of a moment, for counting:
 *
 * <ul>
 *   <li>{@code workflow.event}: an accepted event. Tag {@code effect}: the first that applies of
 *       {@code repeated}, {@code started}, {@code exited}, {@code answered}, {@code suppressed},
 *       {@code none}
 *   <li>{@code workflow.instance}: a move of an instance. Tags {@code from}, {@code to}, {@code
 *       outcome} ({@code none} while it is open)
 *   <li>{@code workflow.step}: the end of a step, or its being BLOCKED. Tags {@code action}, {@code
 *       state}
 *   <li>{@code workflow.message}: an attempt to send a message. Tags {@code channel}, {@code
 *       result} ({@code sent}, {@code rejected}, {@code deferred})
 *   <li>{@code workflow.finding}: something that somebody has to look at began or is settled. Tags
 *       {@code kind}, such as {@code nobody_may}, {@code state} ({@code open}, {@code settled})
 *   <li>{@code workflow.set_aside}: an instance or a message that could not be read or written was
 *       set aside, and {@code workflow.goes_on}: one that continues. Tag {@code kind} ({@code
 *       instance}, {@code message})
 * </ul>
 *
 * <p>These tags have few values. What has many (tenant, workflow, instance, step, event type) is a
 * high-cardinality key: on spans, not on meters. An {@code ObservationFilter} of the host can move
 * one to the other side. Immutable and thread-safe apart from the open observations it keeps.
 */
public final class WorkflowObservations implements EngineListener {

  private static final Set<StepState> COUNTED =
      Set.of(StepState.COMPLETED, StepState.FAILED, StepState.SKIPPED, StepState.BLOCKED);

  private final ObservationRegistry registry;
  private final CycleTimes cycleTimes;
  private final TaskTimes taskTimes;
  private final Map<InstanceId, Observation> runs = new ConcurrentHashMap<>();

  private WorkflowObservations(
      ObservationRegistry registry, CycleTimes cycleTimes, TaskTimes taskTimes) {
    this.registry = Objects.requireNonNull(registry, "registry");
    this.cycleTimes = Objects.requireNonNull(cycleTimes, "cycleTimes");
    this.taskTimes = Objects.requireNonNull(taskTimes, "taskTimes");
  }

  /** A listener that makes its observations in a registry and records no cycle times. */
  public static WorkflowObservations on(ObservationRegistry registry) {
    return new WorkflowObservations(registry, CycleTimes.NONE, TaskTimes.NONE);
  }

  /** A listener that also records how long steps were open. */
  public WorkflowObservations cycleTimes(CycleTimes sink) {
    return new WorkflowObservations(registry, sink, taskTimes);
  }

  /** A listener that also records how long tasks waited for people, and people were at them. */
  public WorkflowObservations taskTimes(TaskTimes sink) {
    return new WorkflowObservations(registry, cycleTimes, sink);
  }

  @Override
  public void eventAccepted(Event event, PublishReceipt receipt) {
    Observation observation =
        Observation.createNotStarted("workflow.event", registry)
            .contextualName("event " + event.type())
            .lowCardinalityKeyValue("effect", effect(receipt))
            .highCardinalityKeyValue("tenant", event.tenant().value())
            .highCardinalityKeyValue("event.type", event.type())
            .highCardinalityKeyValue("event.id", receipt.eventId());
    moment(observation);
  }

  private static String effect(PublishReceipt receipt) {
    if (receipt.repeated()) {
      return "repeated";
    } else if (!receipt.started().isEmpty()) {
      return "started";
    } else if (!receipt.exited().isEmpty()) {
      return "exited";
    } else if (!receipt.answered().isEmpty()) {
      return "answered";
    }
    return receipt.suppressed().isEmpty() ? "none" : "suppressed";
  }

  @Override
  public void instanceMoved(InstanceMove move) {
    Observation observation =
        Observation.createNotStarted("workflow.instance", registry)
            .contextualName("instance " + move.to())
            .lowCardinalityKeyValue("from", move.from().name())
            .lowCardinalityKeyValue("to", move.to().name())
            .lowCardinalityKeyValue(
                "outcome", move.outcome() == null ? "none" : move.outcome().text())
            .highCardinalityKeyValue("tenant", move.tenant().value())
            .highCardinalityKeyValue("workflow", move.workflow().toString())
            .highCardinalityKeyValue("instance", move.instance().toString());
    moment(within(move.instance(), observation));
  }

  @Override
  public void stepMoved(StepMove move) {
    timed(move);
    if (!COUNTED.contains(move.to())) {
      return;
    }
    Observation observation =
        Observation.createNotStarted("workflow.step", registry)
            .contextualName(move.action() + " " + move.to())
            .lowCardinalityKeyValue("action", move.action())
            .lowCardinalityKeyValue("state", move.to().name())
            .highCardinalityKeyValue("tenant", move.tenant().value())
            .highCardinalityKeyValue("workflow", move.workflow().toString())
            .highCardinalityKeyValue("instance", move.instance().toString())
            .highCardinalityKeyValue("step", move.step());
    moment(within(move.instance(), observation));
    if (move.sinceReady() != null && move.to() != StepState.BLOCKED) {
      cycleTimes.record(move.action(), move.to(), move.sinceReady());
    }
  }

  private void timed(StepMove move) {
    String workflow = move.workflow().key();
    boolean begins = move.from() == StepState.READY && move.to() == StepState.IN_PROGRESS;
    if (begins && move.byPeople() && move.sinceReady() != null) {
      taskTimes.record(workflow, id(move), TaskTimes.Phase.READY_TO_CLAIM, move.sinceReady());
    } else if (move.sinceBegun() != null) {
      taskTimes.record(workflow, id(move), TaskTimes.Phase.CLAIM_TO_DONE, move.sinceBegun());
    }
  }

  /** The step of the document: without rounds and visits. */
  private static String id(StepMove move) {
    return move.step().split("[\\[#]", 2)[0];
  }

  @Override
  public TaskCommandScope taskCommandStarted(TaskCommand command) {
    Observation observation =
        Observation.createNotStarted("workflow.task", registry)
            .contextualName("task " + command.command())
            .lowCardinalityKeyValue("command", command.command())
            .highCardinalityKeyValue("tenant", command.tenant().value())
            .highCardinalityKeyValue("instance", String.valueOf(command.instance()))
            .highCardinalityKeyValue("step", String.valueOf(command.step()));
    return new ObservedCommand(observation.start());
  }

  @Override
  public void messageEnded(OutboundMessage message, SendResult result, int attempt) {
    Observation observation =
        Observation.createNotStarted("workflow.message", registry)
            .contextualName("message by " + message.channel())
            .lowCardinalityKeyValue("channel", message.channel())
            .lowCardinalityKeyValue("result", result(result))
            .highCardinalityKeyValue("tenant", message.tenant().value())
            .highCardinalityKeyValue("message", message.id())
            .highCardinalityKeyValue("attempt", String.valueOf(attempt));
    moment(observation);
  }

  @Override
  public void findingChanged(FindingChange finding) {
    Observation observation =
        Observation.createNotStarted("workflow.finding", registry)
            .contextualName("finding " + finding.kind())
            .lowCardinalityKeyValue("kind", lower(finding.kind()))
            .lowCardinalityKeyValue("state", finding.begins() ? "open" : "settled")
            .highCardinalityKeyValue("tenant", finding.tenant().value());
    add(observation, "workflow", finding.workflow());
    add(observation, "instance", finding.instance());
    add(observation, "step", finding.step());
    moment(finding.instance() == null ? observation : within(finding.instance(), observation));
  }

  private static void add(Observation observation, String key, @Nullable Object value) {
    if (value != null) {
      observation.highCardinalityKeyValue(key, value.toString());
    }
  }

  @Override
  public void setAside(Aside aside) {
    moment(observed("workflow.set_aside", aside));
  }

  @Override
  public void goesOn(Aside aside) {
    moment(observed("workflow.goes_on", aside));
  }

  private Observation observed(String name, Aside aside) {
    return Observation.createNotStarted(name, registry)
        .contextualName(lower(aside.kind()) + " set aside")
        .lowCardinalityKeyValue("kind", lower(aside.kind()))
        .highCardinalityKeyValue("tenant", aside.tenant().value())
        .highCardinalityKeyValue("id", aside.id().toString());
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  private static String result(SendResult result) {
    if (result instanceof SendResult.Sent) {
      return "sent";
    }
    if (result instanceof SendResult.Rejected) {
      return "rejected";
    }
    return result instanceof SendResult.Deferred ? "deferred" : "unknown";
  }

  @Override
  public void instanceLoaded(Residency residency) {
    Observation observation =
        Observation.createNotStarted("workflow.run", registry)
            .contextualName("workflow " + residency.workflow().key())
            .highCardinalityKeyValue("tenant", residency.tenant().value())
            .highCardinalityKeyValue("workflow", residency.workflow().toString())
            .highCardinalityKeyValue("instance", residency.instance().toString());
    Observation former = runs.put(residency.instance(), observation.start());
    if (former != null) {
      former.stop();
    }
  }

  @Override
  public void instanceUnloaded(Residency residency) {
    Observation run = runs.remove(residency.instance());
    if (run != null) {
      run.stop();
    }
  }

  @Override
  public AttemptScope attemptStarted(AttemptStart attempt) {
    Observation observation =
        Observation.createNotStarted("workflow.attempt", registry)
            .contextualName(attempt.action())
            .lowCardinalityKeyValue("action", attempt.action())
            .lowCardinalityKeyValue("retry", String.valueOf(attempt.attempt() > 1))
            .highCardinalityKeyValue("tenant", attempt.tenant().value())
            .highCardinalityKeyValue("workflow", attempt.workflow().toString())
            .highCardinalityKeyValue("instance", attempt.instance().toString())
            .highCardinalityKeyValue("step", attempt.step())
            .highCardinalityKeyValue("attempt", String.valueOf(attempt.attempt()));
    return new ObservedAttempt(within(attempt.instance(), observation).start());
  }

  private Observation within(InstanceId instance, Observation observation) {
    Observation run = runs.get(instance);
    return run == null ? observation : observation.parentObservation(run);
  }

  private static void moment(Observation observation) {
    observation.start().stop();
  }
}
