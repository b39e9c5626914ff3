package dev.workflow.testkit.simulation.commands;

import static org.assertj.core.api.Assertions.assertThat;

import dev.workflow.Actor;
import dev.workflow.InstanceId;
import dev.workflow.Instances;
import dev.workflow.Tasks;
import dev.workflow.TenantId;
import dev.workflow.WorkflowInstance;
import dev.workflow.instance.InstanceOutcome;
import dev.workflow.instance.InstanceState;
import dev.workflow.messaging.Messages;
import dev.workflow.spi.MessageState;
import dev.workflow.task.TaskCommand;
import dev.workflow.testkit.WorkflowTestKit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What has to hold after every command. */
final class CommandPromises {

  private static final TenantId TENANT = WorkflowTestKit.TENANT;
  private static final Set<InstanceOutcome> OVER =
      Set.of(InstanceOutcome.EXITED, InstanceOutcome.CANCELED);

  private final WorkflowTestKit kit;
  private final Actor reader;

  /**
   * @param reader whose inbox is read
   */
  CommandPromises(WorkflowTestKit kit, Actor reader) {
    this.kit = kit;
    this.reader = reader;
  }

  List<Instances.Summary> instances() {
    return kit.engine().instances().list(Instances.Query.of(TENANT), null, 1_000).items();
  }

  List<Messages.Message> messages() {
    return kit.engine().messaging().messages().list(TENANT, null, null, null, 1_000).items();
  }

  void hold() {
    kit.checkInvariants();
    Map<InstanceId, WorkflowInstance> known = new HashMap<>();
    for (Instances.Summary one : instances()) {
      WorkflowInstance instance = kit.instance(one.id());
      known.put(one.id(), instance);
      if (instance.state().ended()) {
        assertThat(instance.steps()).noneMatch(step -> step.state().open());
      }
      assertThat(kit.story(one.id())).isNotEmpty();
      assertThat(kit.engine().instances().document(TENANT, one.id())).isNotNull();
    }
    messages().forEach(message -> hold(message, known));
    tasks();
  }

  /** A pause holds and an end takes; what carries a digest is of nobody alone. */
  private static void hold(Messages.Message message, Map<InstanceId, WorkflowInstance> known) {
    WorkflowInstance instance = known.get(message.origin().instance());
    if (instance == null || message.content().has("items") || !message.content().has("subject")) {
      return;
    }
    boolean pending = message.state() == MessageState.PENDING;
    if (instance.state() == InstanceState.PAUSED) {
      assertThat(pending).as("a message of a paused instance is to be sent").isFalse();
    } else if (instance.outcome() != null && OVER.contains(instance.outcome())) {
      assertThat(pending || message.state() == MessageState.HELD)
          .as("a message of an instance that is over is to be sent")
          .isFalse();
    }
  }

  /** The inbox shows what can be done, and nothing that has ended. */
  private void tasks() {
    Tasks tasks = kit.engine().tasks();
    for (Tasks.Task task : tasks.list(TENANT, null, 1_000).items()) {
      assertThat(task.state().open()).as("%s is open", task).isTrue();
    }
    for (Tasks.Task task : tasks.inbox(TENANT, reader, null, 1_000).items()) {
      assertThat(tasks.whyNot(TENANT, task.id(), reader, TaskCommand.COMMENT)).isEmpty();
      assertThat(tasks.get(TENANT, task.id()).task().state()).isEqualTo(task.state());
    }
  }
}
