package dev.workflow.examples.reliability;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Event;
import dev.workflow.InstanceId;
import dev.workflow.Instances;
import dev.workflow.Json;
import dev.workflow.PublishReceipt;
import dev.workflow.SubjectRef;
import dev.workflow.TenantId;
import dev.workflow.WorkflowEngine;
import dev.workflow.WorkflowException;
import dev.workflow.definition.WorkflowDefinition;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * What one tenant does that is too much. Lawful work has to finish; what never ends by itself has
 * to be ended, and the tenant told why.
 */
abstract class NoisyAttack implements AutoCloseable {

  static final TenantId GUILTY = TenantId.of("guilty");

  private static final Map<String, Function<Options, NoisyAttack>> ALL = new TreeMap<>();

  static {
    ALL.put("chain", NoisyLoops::chain);
    ALL.put("each", NoisyLoops::each);
    ALL.put("each-each", NoisyLoops::eachEach);
    ALL.put("each-workflow", NoisyLoops::eachWorkflow);
    ALL.put("repeat", NoisyLoops::repeat);
    ALL.put("self-start", NoisyLoops::selfStart);
    ALL.put("contains", NoisyConditions::contains);
    ALL.put("matches", NoisyConditions::matches);
    ALL.put("wildcards", NoisyConditions::wildcards);
    ALL.put("patterns", NoisyConditions::patterns);
    ALL.put("index", NoisyConditions::index);
    ALL.put("waiters", NoisyCrowds::waiters);
    ALL.put("queue", NoisyCrowds::queue);
    ALL.put("slow", NoisyCrowds::slow);
    ALL.put("stubborn", NoisyCrowds::stubborn);
    ALL.put("listener", NoisyCrowds::listener);
    ALL.put("parsers", NoisyConditions::parsers);
    ALL.put("unsubscribe", NoisyConditions::unsubscribe);
  }

  static List<String> names() {
    return List.copyOf(ALL.keySet());
  }

  static NoisyAttack named(String name, Options options) {
    Function<Options, NoisyAttack> attack = ALL.get(name);
    if (attack == null) {
      throw new IllegalArgumentException("no attack " + name + "; there are " + ALL.keySet());
    }
    return attack.apply(options);
  }

  /** So much of a number as {@code --percent} says. */
  static int scaled(Options options, int number) {
    return Math.max(1, (int) ((long) number * options.number("percent", 100) / 100));
  }

  /** Adds parts of the host. */
  WorkflowEngine.Builder customize(WorkflowEngine.Builder builder) {
    return builder;
  }

  /** Before anything is measured. The engine has not been started. */
  void prepare(WorkflowEngine engine) throws Exception {}

  /** Does it; returns soon. */
  abstract void begin(WorkflowEngine engine) throws Exception;

  /** Whether it has come to its end. */
  abstract boolean ended(WorkflowEngine engine);

  /** The most processor time that one call took on the caller's own thread, in milliseconds. */
  long dearestCallMs() {
    return 0;
  }

  /** What the guilty tenant is told. */
  abstract String told(WorkflowEngine engine);

  final boolean awaitEnd(WorkflowEngine engine, int seconds) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    while (!ended(engine)) {
      if (System.nanoTime() > end) {
        return false;
      }
      TimeUnit.MILLISECONDS.sleep(200);
    }
    return true;
  }

  @Override
  public void close() {}

  static void define(WorkflowEngine engine, String json) {
    engine.definitions().publish(GUILTY, WorkflowDefinition.parse(json));
  }

  static PublishReceipt go(WorkflowEngine engine, String type, String id, ObjectNode payload) {
    return engine
        .events()
        .publish(Event.of(GUILTY, type, SubjectRef.of("order", id), payload).withId(type + id));
  }

  static ObjectNode numbers(int count) {
    ObjectNode payload = Json.object();
    var xs = payload.putArray("xs");
    for (int i = 0; i < count; i++) {
      xs.add(i);
    }
    return payload;
  }

  /** How many of the guilty tenant's instances are in a state. */
  static long count(WorkflowEngine engine, String state) {
    return engine.instances().count(GUILTY).stream()
        .filter(one -> one.state().name().equals(state))
        .mapToLong(Instances.Count::instances)
        .sum();
  }

  static String reason(WorkflowEngine engine, InstanceId id) {
    var one = engine.instances().get(GUILTY, id);
    return one.state() + (one.reason() == null ? "" : ": " + one.reason());
  }

  /** Runs something and says what it threw. */
  static String refusal(Runnable call) {
    try {
      call.run();
      return "accepted";
    } catch (WorkflowException | IllegalArgumentException e) {
      String message = String.valueOf(e.getMessage());
      return message.substring(0, Math.min(300, message.length()));
    }
  }
}
