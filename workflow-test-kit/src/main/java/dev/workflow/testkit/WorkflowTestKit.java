package dev.workflow.testkit;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Actor;
import dev.workflow.Event;
import dev.workflow.InstanceId;
import dev.workflow.Json;
import dev.workflow.PublishReceipt;
import dev.workflow.SubjectRef;
import dev.workflow.TenantId;
import dev.workflow.WorkflowEngine;
import dev.workflow.WorkflowInstance;
import dev.workflow.definition.WorkflowDefinition;
import dev.workflow.memory.InMemoryWorkflowStore;
import dev.workflow.spi.AccessPolicy;
import dev.workflow.spi.ActorDirectory;
import dev.workflow.spi.Channels;
import dev.workflow.spi.OutboundMessage;
import dev.workflow.spi.store.WorkflowStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;

/**
 * An engine on a virtual clock, without threads: everything that is due runs on the test's thread,
 * in order, at once. Messages and calls to the host's data are recorded.
 *
 * <pre>{@code
 * WorkflowTestKit kit = WorkflowTestKit.inMemory();
 * kit.publish(definition);
 * kit.event("lead.created", SubjectRef.of("lead", "42"), payload);
 * kit.advance(Duration.ofDays(3));
 * assertThat(kit.messages()).hasSize(1);
 * }</pre>
 *
 * <p>Defaults: tenant {@code test}, the clock at 2026-01-05T09:00:00Z (a Monday), recording senders
 * for {@code email}, {@code sms}, {@code whatsapp} and {@code in_app}, each replaced by a sender of
 * yours for its channel; every actor in every role. Not thread-safe.
 */
public final class WorkflowTestKit implements AutoCloseable {

  /** The tenant of everything that names none. */
  public static final TenantId TENANT = TenantId.of("test");

  /** Where the clock starts: a Monday morning. */
  public static final Instant START = Instant.parse("2026-01-05T09:00:00Z");

  private final VirtualClock clock;
  private final List<OutboundMessage> messages = new CopyOnWriteArrayList<>();
  private final Map<String, RecordingSender> senders = new TreeMap<>();
  private final RecordedRecords records = new RecordedRecords();
  private final WorkflowEngine engine;
  private final List<InstanceId> started = new ArrayList<>();

  private WorkflowTestKit(
      WorkflowStore store, VirtualClock clock, UnaryOperator<WorkflowEngine.Builder> customizing) {
    this.clock = clock;
    Channels.TO_PEOPLE.forEach(
        channel -> senders.put(channel, new RecordingSender(channel, messages)));
    KitBuilder builder = new KitBuilder(WorkflowEngine.builder(), senders);
    this.engine =
        customizing
            .apply(
                builder
                    .store(store)
                    .clock(clock)
                    .records(records)
                    .actors(ActorDirectory.open())
                    .access(AccessPolicy.open()))
            .build();
  }

  /** A kit on a new in-memory store. */
  public static WorkflowTestKit inMemory() {
    return inMemory(UnaryOperator.identity());
  }

  /** The same with handlers, directories and other parts of the host. */
  public static WorkflowTestKit inMemory(UnaryOperator<WorkflowEngine.Builder> customizing) {
    VirtualClock clock = new VirtualClock(START);
    return new WorkflowTestKit(new InMemoryWorkflowStore(clock), clock, customizing);
  }

  /** A kit on a store of the caller, who closes it. */
  public static WorkflowTestKit on(WorkflowStore store) {
    return on(store, UnaryOperator.identity());
  }

  /** The same with handlers, directories and other parts of the host. */
  public static WorkflowTestKit on(
      WorkflowStore store, UnaryOperator<WorkflowEngine.Builder> customizing) {
    return new WorkflowTestKit(store, new VirtualClock(START), customizing);
  }

  public WorkflowEngine engine() {
    return engine;
  }

  public VirtualClock clock() {
    return clock;
  }

  /** Publishes a definition for the default tenant. */
  public WorkflowDefinition publish(WorkflowDefinition definition) {
    return engine.definitions().publish(TENANT, definition);
  }

  /** Publishes a definition written as JSON. */
  public WorkflowDefinition publish(String json) {
    return publish(WorkflowDefinition.parse(json));
  }

  /** Publishes an event of the default tenant and runs what is due. */
  public PublishReceipt event(String type, SubjectRef subject, ObjectNode payload) {
    return event(Event.of(TENANT, type, subject, payload));
  }

  /**
   * The same with the payload as JSON text.
   *
   * @throws IllegalArgumentException if it is not the text of a JSON object
   */
  public PublishReceipt event(String type, SubjectRef subject, String payload) {
    return event(type, subject, payload(type, payload));
  }

  private static ObjectNode payload(String type, String text) {
    String rule = "the payload of the event \"" + type + "\" must be a JSON object as text";
    try {
      if (Json.reader().readTree(text) instanceof ObjectNode payload) {
        return payload;
      }
      throw new IllegalArgumentException(rule + ", such as {\"name\": \"Ann\"}: " + text);
    } catch (JsonProcessingException e) {
      JsonLocation place = e.getLocation();
      throw new IllegalArgumentException(
          "%s: %s, at line %s, column %s"
              .formatted(rule, e.getOriginalMessage(), place.getLineNr(), place.getColumnNr()),
          e);
    }
  }

  /** Publishes an event and runs what is due. */
  public PublishReceipt event(Event event) {
    PublishReceipt receipt = engine.events().publish(event);
    receipt.started().forEach(one -> started.add(one.instance()));
    engine.runUntilIdle();
    return receipt;
  }

  /** Starts a workflow by hand and runs what is due. */
  public InstanceId start(String workflow, SubjectRef subject, ObjectNode input) {
    InstanceId id =
        engine
            .instances()
            .start(TENANT, workflow, subject, input, Actor.of("tester"))
            .orElseThrow();
    started.add(id);
    engine.runUntilIdle();
    return id;
  }

  /** Runs what is due now. */
  public void run() {
    engine.runUntilIdle();
  }

  /** Moves the clock on; everything that falls due on the way runs at its own time, in order. */
  public void advance(Duration duration) {
    advanceTo(clock.instant().plus(duration));
  }

  /**
   * Moves the clock to a time; everything that falls due on the way runs at its own time, in order.
   */
  public void advanceTo(Instant time) {
    engine.runUntilIdle();
    for (Optional<Instant> due = engine.nextDue();
        due.isPresent() && !due.get().isAfter(time);
        due = engine.nextDue()) {
      if (due.get().isAfter(clock.instant())) {
        clock.moveTo(due.get());
      }
      engine.runUntilIdle();
    }
    if (time.isAfter(clock.instant())) {
      clock.moveTo(time);
    }
    engine.runUntilIdle();
  }

  /** All messages that were sent, in order. */
  public List<OutboundMessage> messages() {
    return List.copyOf(messages);
  }

  /** The messages of one channel. */
  public List<OutboundMessage> messages(String channel) {
    return messages.stream().filter(message -> message.channel().equals(channel)).toList();
  }

  /**
   * The recording sender of a channel.
   *
   * @throws IllegalArgumentException if the kit does not record the channel
   */
  public RecordingSender sender(String channel) {
    RecordingSender sender = senders.get(channel);
    if (sender == null) {
      throw new IllegalArgumentException(
          "the kit records " + senders.keySet() + ", not " + channel);
    }
    return sender;
  }

  /** What the steps did to the host's data. */
  public RecordedRecords records() {
    return records;
  }

  public WorkflowInstance instance(InstanceId id) {
    return engine.instances().get(TENANT, id);
  }

  /**
   * The one instance that an event started.
   *
   * @throws AssertionError if it started none or several, with what became of it
   */
  public WorkflowInstance started(PublishReceipt receipt) {
    if (receipt.started().size() != 1) {
      throw new AssertionError(
          "the event started " + receipt.started().size() + " instances, expected one: " + receipt);
    }
    return instance(receipt.started().get(0).instance());
  }

  /** The instance that was started last through the kit. */
  public WorkflowInstance lastStarted() {
    if (started.isEmpty()) {
      throw new AssertionError("no workflow was started");
    }
    return instance(started.get(started.size() - 1));
  }

  /** What happened to an instance, for people. */
  public String story(InstanceId id) {
    return engine.history().story(TENANT, id);
  }

  /** Checks what must hold after every test, see {@link Invariants}. */
  public void checkInvariants() {
    Invariants.check(engine, TENANT);
  }

  @Override
  public void close() {
    engine.close();
  }
}
