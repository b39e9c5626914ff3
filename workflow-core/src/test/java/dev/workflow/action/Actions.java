package dev.workflow.action;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.Problem;
import dev.workflow.Problems;
import dev.workflow.expression.BusinessDays;
import dev.workflow.memory.InMemoryWorkflowStore;
import dev.workflow.messaging.MessageSettings;
import dev.workflow.messaging.internal.content.MessageStepContext;
import dev.workflow.messaging.internal.content.TemplateCache;
import dev.workflow.messaging.internal.recipient.AddressFormats;
import dev.workflow.spi.ActionHandler;
import dev.workflow.spi.ActionResult;
import dev.workflow.spi.ContactDirectory;
import dev.workflow.spi.RecordGateway;
import dev.workflow.spi.store.WorkflowStore;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds, validates and runs built-in actions. */
final class Actions {

  private Actions() {}

  static MessageStepContext messaging(WorkflowStore store) {
    return new MessageStepContext(
        store,
        new TemplateCache(),
        AddressFormats.of(List.of()),
        ContactDirectory.fromData(),
        tenant -> BusinessDays.weekdays(),
        MessageSettings.defaults());
  }

  static ActionHandler find(String type, @Nullable RecordGateway records) {
    return BuiltInActions.all(records, messaging(new InMemoryWorkflowStore())).stream()
        .filter(handler -> handler.type().equals(type))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no action " + type));
  }

  /** The problems that publishing would report. */
  static List<String> problems(String type, String config) {
    Problems problems = Problems.none();
    find(type, null).validate(TestContext.json(config), problems);
    return problems.list().stream().map(Problem::toString).toList();
  }

  static JsonNode output(String type, TestContext context) throws Exception {
    return output(type, context, null);
  }

  static JsonNode output(String type, TestContext context, @Nullable RecordGateway records)
      throws Exception {
    ActionResult result = find(type, records).start(context);
    assertThat(result).isInstanceOf(ActionResult.Completed.class);
    return ((ActionResult.Completed) result).output();
  }

  /** The reason of a final failure. */
  static String failure(String type, TestContext context) throws Exception {
    return failure(type, context, new RecordedRecords());
  }

  static String failure(String type, TestContext context, RecordGateway records) throws Exception {
    ActionResult result = find(type, records).start(context);
    assertThat(result).isInstanceOf(ActionResult.Failed.class);
    ActionResult.Failed failed = (ActionResult.Failed) result;
    assertThat(failed.retryable()).isFalse();
    return failed.reason();
  }
}
