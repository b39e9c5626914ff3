package dev.workflow.testkit.contract;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.InstanceId;
import dev.workflow.Instances;
import dev.workflow.Json;
import dev.workflow.SubjectRef;
import dev.workflow.WorkflowEngine;
import dev.workflow.WorkflowInstance;
import dev.workflow.instance.InstanceState;
import dev.workflow.instance.StepState;
import dev.workflow.spi.ActionContext;
import dev.workflow.spi.ActionHandler;
import dev.workflow.spi.ActionResult;
import dev.workflow.spi.store.InstanceChange;
import dev.workflow.spi.store.InstanceKey;
import dev.workflow.spi.store.JournalEntry;
import dev.workflow.spi.store.StoredInstance;
import dev.workflow.spi.store.WorkflowStore;
import dev.workflow.testkit.InstanceAssert;
import dev.workflow.testkit.WorkflowAssertions;
import dev.workflow.testkit.WorkflowTestKit;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * The common ground of the contracts: a kit on an empty store, invariants checked after every test.
 */
public abstract class EngineContract {

  protected static final SubjectRef LEAD = SubjectRef.of("lead", "42");

  protected WorkflowStore store;
  protected WorkflowTestKit kit;

  /** Every call of the {@code work} action, as step/attempt. */
  protected final List<String> calls = new CopyOnWriteArrayList<>();

  /** What the {@code work} action does next; completed by default. */
  protected ActionAnswer answer =
      context -> ActionResult.completed(Json.object().put("step", context.step()));

  /** The behaviour of the {@code work} action. */
  @FunctionalInterface
  protected interface ActionAnswer {
    ActionResult to(ActionContext context) throws Exception;
  }

  /** An empty store; closed after the test. */
  protected abstract WorkflowStore createStore();

  @BeforeEach
  void openKit() {
    store = createStore();
    kit = WorkflowTestKit.on(store, this::customize);
  }

  @AfterEach
  void closeKit() {
    kit.checkInvariants();
    kit.close();
    store.close();
  }

  /** Adds parts of the host. */
  protected WorkflowEngine.Builder customize(WorkflowEngine.Builder builder) {
    return builder.handler(new Work());
  }

  /** An action that does what the test says. */
  private final class Work implements ActionHandler {

    @Override
    public String type() {
      return "work";
    }

    @Override
    public ActionResult start(ActionContext context) throws Exception {
      calls.add(context.step() + "/" + context.attempt());
      return answer.to(context);
    }
  }

  /**
   * Publishes a workflow {@code w} on {@code lead.created} with these steps, and starts it with
   * this payload.
   */
  protected InstanceId run(String steps, String payload) {
    return run("", steps, payload);
  }

  /** The same with more keys of the document, each followed by a comma. */
  protected InstanceId run(String keys, String steps, String payload) {
    publish("w", keys, steps);
    return kit.event("lead.created", LEAD, payload).started().get(0).instance();
  }

  /** Runs a {@code work} step that this answer fails for good, and gives the reason. */
  protected String failure(ActionAnswer answer) {
    this.answer = answer;
    InstanceId id =
        run("[{\"id\": \"a\", \"action\": \"work\", \"retry\": {\"maxAttempts\": 1}}]", "{}");
    assertInstance(id).hasFailed().step("a", StepState.FAILED);
    return instance(id).step("a").reason();
  }

  /** Writes a journal entry that no release can read. */
  protected void breakJournal(InstanceId id) {
    StoredInstance stored =
        store.transact(
            transaction ->
                transaction
                    .instances()
                    .read(List.of(new InstanceKey(WorkflowTestKit.TENANT, id)))
                    .get(0));
    int seq = stored.journal().get(stored.journal().size() - 1).seq() + 1;
    store.transact(
        transaction ->
            transaction
                .instances()
                .write(
                    List.of(
                        new InstanceChange(
                            InstanceChange.Kind.APPEND,
                            stored.row(),
                            stored.row().progress().revision(),
                            new JournalEntry(seq, kit.clock().instant(), "[{\"z\": 1}]"),
                            InstanceChange.SideRows.NONE))));
  }

  /** Publishes a workflow on {@code lead.created}. */
  protected void publish(String key, String keys, String steps) {
    kit.publish(
        """
        {"key": "%s", "name": "%s", "triggers": [{"event": "lead.created"}], %s "steps": %s}
        """
            .formatted(key, key.equals("w") ? "A test" : "A test of " + key, keys, steps));
  }

  protected InstanceAssert assertInstance(InstanceId instance) {
    return WorkflowAssertions.assertThat(kit, instance);
  }

  protected WorkflowInstance instance(InstanceId id) {
    return kit.instance(id);
  }

  /** The states of the instances of a workflow, newest first. */
  protected List<InstanceState> states(String workflow) {
    var query = Instances.Query.of(WorkflowTestKit.TENANT).workflow(workflow);
    return kit.engine().instances().list(query, null, 100).items().stream()
        .map(Instances.Summary::state)
        .toList();
  }

  protected static ObjectNode json(String text) {
    return (ObjectNode) Json.read(text);
  }
}
