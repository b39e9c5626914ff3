package dev.workflow.action;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.memory.InMemoryWorkflowStore;
import dev.workflow.spi.ActionHandler;
import dev.workflow.spi.ActionResult;
import dev.workflow.spi.Handling;
import dev.workflow.spi.OutboundMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BuiltInActionsTest {

  private static final Path REFERENCE = Path.of("..", "docs", "reference", "actions.md");

  static Stream<ActionSpec> specs() {
    return BuiltInActions.specs().stream();
  }

  @Test
  void haveOneHandlerForEveryNameAndAlias() {
    assertThat(BuiltInActions.all(null, Actions.messaging(new InMemoryWorkflowStore())))
        .extracting(ActionHandler::type)
        .doesNotHaveDuplicates()
        .containsExactlyInAnyOrderElementsOf(
            specs()
                .flatMap(spec -> Stream.concat(Stream.of(spec.type()), spec.aliases().stream()))
                .toList());
  }

  @Test
  void areNotTransactionalBecauseTheirEffectsAreTheEngines() {
    assertThat(BuiltInActions.all(null, Actions.messaging(new InMemoryWorkflowStore())))
        .noneMatch(ActionHandler::transactional);
  }

  @ParameterizedTest
  @MethodSource("specs")
  void areDescribedInFull(ActionSpec spec) {
    Pattern snake = Pattern.compile("[a-z]+(_[a-z]+)*");
    assertThat(spec.type()).matches(snake);
    assertThat(spec.summary()).endsWith(".");
    assertThat(spec.output()).isNotBlank().doesNotEndWith(".");
    assertThat(spec.keys())
        .isNotEmpty()
        .allSatisfy(key -> assertThat(key.description()).isNotBlank().doesNotEndWith("."))
        .extracting(ActionKey::name)
        .doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @MethodSource("specs")
  void haveAnExampleThatIsRightAndRuns(ActionSpec spec) throws Exception {
    assertThat(Actions.problems(spec.type(), spec.example())).isEmpty();

    ActionHandler handler = Actions.find(spec.type(), new RecordedRecords());
    if (handler instanceof ProviderAction) {
      assertThat(handler.start(TestContext.of(spec.example())))
          .isInstanceOf(ActionResult.Waiting.class);
    } else if (!handler.performedByPeople()) {
      Actions.output(spec.type(), TestContext.of(spec.example()), new RecordedRecords());
    }
  }

  @Test
  void areListedInTheReference() throws IOException {
    String page = ActionReference.page(BuiltInActions.specs());
    if (Boolean.getBoolean("workflow.docs.update")) {
      Files.createDirectories(REFERENCE.getParent());
      Files.writeString(REFERENCE, page);
    }
    assertThat(REFERENCE)
        .as("the reference; run this test with -Dworkflow.docs.update=true to write it anew")
        .content()
        .isEqualTo(page);
  }

  /** Configurations as they stand in the documents of existing users. */
  @Nested
  class KnownConfigurations {

    private final RecordedRecords records = new RecordedRecords();

    private JsonNode run(String type, TestContext context, String config) throws Exception {
      assertThat(Actions.problems(type, config)).isEmpty();
      return Actions.output(type, context, records);
    }

    private JsonNode run(String type, String config) throws Exception {
      return run(type, TestContext.of(config), config);
    }

    @Test
    void sendAWelcome() throws Exception {
      String config =
          """
          {"to": "{{lead.email}}", "subject": "Welcome to our platform",
           "template": "welcome_email", "variables": {"first_name": "{{lead.first_name}}"}}""";
      TestContext context = TestContext.of(config);

      JsonNode output = run("send_email", context, config);

      assertThat(output.path("messageIds")).isEqualTo(TestContext.json("[\"m1\"]"));
      assertThat(context.messages)
          .containsExactly(
              OutboundMessage.draft(
                      context,
                      "email",
                      "ann@example.com",
                      TestContext.object(
                          """
                      {"subject": "Welcome to our platform", "template": "welcome_email",
                       "variables": {"first_name": "Ann"}}"""))
                  .withHandling(
                      Handling.NONE.withPurpose(
                          Handling.Purpose.NONE.withTemplate("welcome_email", null))));
    }

    @Test
    void addANote() throws Exception {
      assertThat(
              run(
                  "add_note",
                  """
                  {"entity_type": "lead", "entity_id": "{{lead.id}}",
                   "note": "Lead automatically qualified based on score",
                   "visibility": "internal"}"""))
          .isEqualTo(TestContext.json("{\"noteId\": \"note-1\"}"));
      assertThat(records.asked)
          .containsExactly("note lead:42 internal: Lead automatically qualified based on score");
    }

    @Test
    void updateAField() throws Exception {
      assertThat(
              run(
                  "update_field",
                  """
                  {"entity_type": "lead", "entity_id": "{{lead.id}}",
                   "field": "status", "value": "contacted"}"""))
          .isEqualTo(TestContext.json("{\"previous\": null, \"value\": \"contacted\"}"));
      assertThat(records.asked).containsExactly("update lead:42 {\"status\":\"contacted\"}");
    }

    @Test
    void exportRecords() throws Exception {
      assertThat(
              run(
                  "enqueue_export",
                  """
                  {"export_type": "csv", "entity_type": "lead",
                   "filters": {"status": "qualified", "created_at__gte": "{{today-30}}"},
                   "email_to": "{{user.email}}"}"""))
          .isEqualTo(TestContext.json("{\"exportId\": \"export-1\"}"));
      assertThat(records.asked)
          .containsExactly(
              "NewExport[type=csv, entityType=lead,"
                  + " filters={\"status\":\"qualified\",\"created_at__gte\":\"2026-05-17\"},"
                  + " emailTo=user@example.com]");
    }

    @Test
    void createATask() throws Exception {
      assertThat(
              run(
                  "create_task",
                  """
                  {"title": "Follow up with {{lead.company_name}}",
                   "description": "Lead showed high interest",
                   "assignee": "{{lead.owner.email}}", "due_date": "{{today+2}}",
                   "priority": "high"}"""))
          .isEqualTo(TestContext.json("{\"taskId\": \"task-1\"}"));
      assertThat(records.asked)
          .containsExactly(
              "NewTask[subject=lead:42, title=Follow up with Acme, description=Lead showed high"
                  + " interest, assignee=owner@example.com, dueDate=2026-06-18, priority=high]");
    }

    @Test
    void notifyTheOwner() throws Exception {
      String config =
          """
          {"recipient": "{{lead.owner.email}}",
           "message": "New qualified lead: {{lead.company_name}}",
           "notification_type": "in_app", "link": "/leads/{{lead.id}}"}""";
      TestContext context = TestContext.of(config);

      assertThat(run("send_notification", context, config))
          .isEqualTo(TestContext.json("{\"notificationId\": \"m1\"}"));
      assertThat(context.messages)
          .containsExactly(
              OutboundMessage.draft(
                  context,
                  "in_app",
                  "owner@example.com",
                  TestContext.object(
                      "{\"text\": \"New qualified lead: Acme\", \"link\": \"/leads/42\"}")));
    }
  }

  @Test
  void canNotBeChangedByTheirUsers() {
    List<ActionHandler> handlers =
        BuiltInActions.all(null, Actions.messaging(new InMemoryWorkflowStore()));
    assertThat(handlers).isUnmodifiable();
    assertThat(BuiltInActions.specs()).isUnmodifiable();
  }
}
