package dev.workflow.testkit.simulation;

import static dev.workflow.testkit.simulation.Guarantee.DURABLE_IN_ORDER;
import static dev.workflow.testkit.simulation.Guarantee.DURABLE_RESULTS_STAY;
import static dev.workflow.testkit.simulation.Guarantee.FENCED_NODES_WRITE_NOTHING;
import static dev.workflow.testkit.simulation.Guarantee.MESSAGES_ARE_NOT_LOST;
import static dev.workflow.testkit.simulation.Guarantee.SAME_IDEMPOTENCY_KEY;
import static dev.workflow.testkit.simulation.Guarantee.TRANSACTIONAL_ONCE;

import dev.workflow.instance.InstanceState;
import dev.workflow.instance.StepState;
import dev.workflow.internal.decide.StepRun;
import dev.workflow.spi.ActionContext;
import dev.workflow.spi.MessageState;
import dev.workflow.spi.store.InstanceKey;
import dev.workflow.spi.store.MessageFilter;
import dev.workflow.spi.store.MessageRow;
import dev.workflow.spi.store.WorkflowStore;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** The calls of handlers and senders, and what must come of them. */
final class ModelCalls {

  private record Call(String node, String place, int attempt) {}

  private final Model model;
  private final List<Call> calls = new ArrayList<>();
  private final Map<String, String> keyOf = new HashMap<>();
  private final Map<String, String> placeOf = new HashMap<>();
  private final Map<String, Integer> callsOf = new HashMap<>();
  private final Set<String> rows = new HashSet<>();
  private final Set<String> transactional = new HashSet<>();
  private final Set<String> sending = new HashSet<>();
  private final Set<String> sent = new HashSet<>();

  ModelCalls(Model model) {
    this.model = model;
  }

  /** How often a step has been called. */
  int callsOf(ActionContext context) {
    return callsOf.getOrDefault(place(context), 0);
  }

  private static String place(ActionContext context) {
    return context.instance() + "/" + context.step();
  }

  private static String place(MessageRow row) {
    return Objects.requireNonNull(row.instance(), "a step's message").id() + "/" + row.step();
  }

  /** A node calls a handler. Returns the number that the handler gives as its output. */
  int begin(String node, ActionContext context) {
    String place = place(context);
    calls.add(new Call(node, place, context.attempt()));
    callsOf.merge(place, 1, Integer::sum);
    model.checking(() -> check(node, context, place));
    return calls.size() - 1;
  }

  private void check(String node, ActionContext context, String place) {
    InstanceKey key = new InstanceKey(context.tenant(), context.instance());
    ModelInstance instance = Objects.requireNonNull(model.find(key), "a known instance");
    String before = keyOf.putIfAbsent(place, context.idempotencyKey());
    String other = placeOf.putIfAbsent(context.idempotencyKey(), place);
    if ((before != null && !before.equals(context.idempotencyKey()))
        || (other != null && !other.equals(place))) {
      throw instance.broken(
          SAME_IDEMPOTENCY_KEY,
          place + " has the key " + context.idempotencyKey() + " and had " + before);
    }
    if (!instance.current(node)) {
      // Its lease is lost, which it cannot know before it writes.
      return;
    }
    StepState state = instance.step(context.step());
    if (state == StepState.COMPLETED || state == StepState.FAILED) {
      throw instance.broken(
          DURABLE_RESULTS_STAY,
          node + " called step " + context.step() + ", which is " + state + " already");
    }
    StepRun run = instance.steps().get(context.step());
    boolean begun =
        run != null && run.state() == StepState.IN_PROGRESS && run.attempt() == context.attempt();
    if (!begun && state != StepState.SKIPPED && instance.state() == InstanceState.ACTIVE) {
      throw instance.broken(
          DURABLE_IN_ORDER,
          node
              + " called attempt "
              + context.attempt()
              + " of step "
              + context.step()
              + ", which is not under way: it is "
              + run);
    }
    if (begun && !context.step().endsWith("~undo")) {
      instance.requireTurn(context.step());
    }
  }

  /** A transactional handler is about to write. */
  void transactional(ActionContext context) {
    transactional.add(place(context));
  }

  void sending(ActionContext context) {
    sending.add(place(context));
  }

  void sent(String idempotencyKey) {
    sent.add(idempotencyKey);
  }

  /** A step's result is durable. */
  void completed(String node, ModelInstance instance, StepRun run) {
    if (run.output() == null || !run.output().has("call")) {
      return;
    }
    Call call = calls.get(run.output().get("call").asInt());
    String place = instance.row().key().id() + "/" + run.key();
    if (!call.place().equals(place) || call.attempt() != run.attempt()) {
      throw instance.broken(
          DURABLE_IN_ORDER, "step " + run.key() + " got the result of another attempt: " + call);
    }
    if (!call.node().equals(node)) {
      throw instance.broken(FENCED_NODES_WRITE_NOTHING, node + " wrote a result of " + call.node());
    }
  }

  /** The rows that a transaction wrote stand beside the results it wrote. */
  void committed(List<Deed.Row> written, Set<String> completed) {
    for (Deed.Row row : written) {
      if (!rows.add(row.idempotencyKey())) {
        throw new Broken(
            TRANSACTIONAL_ONCE, null, "the row of " + row.idempotencyKey() + " is there twice");
      }
      if (!completed.contains(placeOf.get(row.idempotencyKey()))) {
        throw new Broken(
            TRANSACTIONAL_ONCE,
            null,
            "the row of " + row.idempotencyKey() + " is there without its step's result");
      }
    }
    for (String place : completed) {
      if (transactional.contains(place) && !rows.contains(keyOf.get(place))) {
        throw new Broken(
            TRANSACTIONAL_ONCE, null, "step " + place + " is COMPLETED without its row");
      }
    }
  }

  void finish(WorkflowStore store) {
    Map<String, MessageRow> messages = new HashMap<>();
    store
        .transact(
            transaction ->
                transaction.messages().list(MessageFilter.of(Workload.TENANT), null, 10_000))
        .forEach(row -> messages.put(place(row), row));
    for (String place : sending) {
      int slash = place.indexOf('/');
      InstanceKey key =
          new InstanceKey(
              Workload.TENANT, dev.workflow.InstanceId.parse(place.substring(0, slash)));
      ModelInstance instance = Objects.requireNonNull(model.find(key), "a known instance");
      MessageRow message = messages.get(place);
      boolean completed = instance.step(place.substring(slash + 1)) == StepState.COMPLETED;
      if (completed != (message != null)) {
        throw instance.broken(
            MESSAGES_ARE_NOT_LOST,
            "step " + place + " is COMPLETED: " + completed + ", and its message is " + message);
      }
      if (message != null
          && !message.is(MessageState.CANCELED)
          && !(message.is(MessageState.SENT) && sent.contains(message.idempotencyKey()))) {
        throw instance.broken(MESSAGES_ARE_NOT_LOST, "the message was not sent: " + message);
      }
    }
  }
}
