package dev.workflow.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.SubjectRef;
import dev.workflow.spi.ActionResult;
import dev.workflow.spi.RecordGateway;
import java.lang.reflect.Proxy;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecordActionsTest {

  private final RecordedRecords records = new RecordedRecords();

  private JsonNode run(String type, String config) throws Exception {
    return Actions.output(type, TestContext.of(config), records);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "create_task",
        "update_field",
        "update_lead",
        "add_tag",
        "remove_tag",
        "add_note",
        "enqueue_export"
      })
  void withoutAGatewayTheStepIsBlockedAndSaysWhatIsMissing(String type) throws Exception {
    ActionSpec spec =
        BuiltInActions.specs().stream()
            .filter(each -> each.type().equals(type))
            .findFirst()
            .orElseThrow();

    assertThat(Actions.find(type, null).start(TestContext.of(spec.example())))
        .isEqualTo(
            ActionResult.blocked(
                "no RecordGateway is registered: "
                    + type
                    + " needs one to reach the host's data; give the engine's builder one with"
                    + " records(...)"));
  }

  @Test
  void everyCallCarriesTheStepsKeyAndCause() throws Exception {
    TestContext context = TestContext.of("{\"tag\": \"hot\"}");

    Actions.output("add_tag", context, records);

    assertThat(records.calls)
        .containsExactly(
            new RecordGateway.Call(
                context.tenant(), context.idempotencyKey(), context.cause(), context.principal()));
  }

  @Test
  void whatTheGatewayThrowsReachesTheEngineWhichTriesAgain() {
    RecordGateway down =
        (RecordGateway)
            Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {RecordGateway.class},
                (proxy, method, arguments) -> {
                  throw new IllegalStateException("CRM is down");
                });

    assertThatThrownBy(
            () -> Actions.find("add_tag", down).start(TestContext.of("{\"tag\": \"hot\"}")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("CRM is down");
  }

  @Nested
  class TheRecord {

    @Test
    void isTheSubjectByDefault() throws Exception {
      run("add_tag", "{\"tag\": \"hot\"}");
      assertThat(records.asked).containsExactly("tag lead:42 hot");
    }

    @Test
    void takesFromTheSubjectWhatIsLeftOut() throws Exception {
      run("add_tag", "{\"tag\": \"hot\", \"entity_id\": 7}");
      run("add_tag", "{\"tag\": \"hot\", \"entity_type\": \"lead\"}");
      run("add_tag", "{\"tag\": \"hot\", \"entity_type\": \"deal\", \"entity_id\": \"d1\"}");
      assertThat(records.asked)
          .containsExactly("tag lead:7 hot", "tag lead:42 hot", "tag deal:d1 hot");
    }

    @Test
    void isNotTheSubjectIfThatIsOfAnotherType() throws Exception {
      assertThat(
              Actions.failure(
                  "add_tag", TestContext.of("{\"tag\": \"hot\", \"entity_type\": \"deal\"}")))
          .isEqualTo(
              "the configuration of add_tag cannot be used: /entity_id: is required, because the"
                  + " subject lead:42 is not of type \"deal\"");
    }

    @Test
    void mustBeNamedWhereThereIsNoSubject() throws Exception {
      assertThat(Actions.failure("add_tag", TestContext.of("{\"tag\": \"hot\"}").about(null)))
          .isEqualTo(
              "the configuration of add_tag cannot be used: /entity_type: is required, because the"
                  + " instance has no subject to take it from");
      assertThat(
              Actions.failure(
                  "add_tag",
                  TestContext.of("{\"tag\": \"hot\", \"entity_type\": \"lead\"}").about(null)))
          .isEqualTo(
              "the configuration of add_tag cannot be used: /entity_id: is required, because the"
                  + " instance has no subject to take it from");
    }

    @Test
    void hasAnIdOfTheRightLength() throws Exception {
      String config = "{\"tag\": \"hot\", \"entity_id\": \"" + "x".repeat(201) + "\"}";
      assertThat(Actions.failure("add_tag", TestContext.of(config)))
          .isEqualTo(
              "the configuration of add_tag cannot be used: /entity_id: has 201 characters; at most"
                  + " 200 are allowed");
    }
  }

  @Nested
  class Fields {

    @Test
    void areSetWithTheirJsonType() throws Exception {
      JsonNode first = run("update_field", "{\"field\": \"score\", \"value\": \"{{lead.score}}\"}");
      JsonNode second = run("update_field", "{\"field\": \"score\", \"value\": null}");

      assertThat(records.asked)
          .containsExactly("update lead:42 {\"score\":85}", "update lead:42 {\"score\":null}");
      assertThat(first).isEqualTo(TestContext.json("{\"previous\": null, \"value\": 85}"));
      assertThat(second).isEqualTo(TestContext.json("{\"previous\": 85, \"value\": null}"));
    }

    @Test
    void ofALeadMayBeSetSeveralAtOnce() throws Exception {
      run("update_lead", "{\"field\": \"status\", \"value\": \"new\"}");

      assertThat(run("update_lead", "{\"fields\": {\"status\": \"won\", \"score\": 9}}"))
          .isEqualTo(
              TestContext.json(
                  """
                  {"previous": {"status": "new"}, "value": {"status": "won", "score": 9}}"""));
    }

    @Test
    void ofALeadNeedALead() throws Exception {
      TestContext deal = TestContext.of("{\"field\": \"status\", \"value\": \"won\"}");
      TestContext named =
          TestContext.of("{\"field\": \"status\", \"value\": \"won\", \"entity_id\": 7}");

      assertThat(Actions.failure("update_lead", deal.about(SubjectRef.of("deal", "1"))))
          .isEqualTo(
              "the configuration of update_lead cannot be used: /entity_id: is required, because the"
                  + " subject deal:1 is not of type \"lead\"");
      Actions.output("update_lead", named.about(SubjectRef.of("deal", "1")), records);
      assertThat(records.asked).containsExactly("update lead:7 {\"status\":\"won\"}");
    }

    @Test
    void stayAsTheyWereHandedOutWhateverTheHostDoesWithThem() throws Exception {
      RecordGateway careless =
          (RecordGateway)
              Proxy.newProxyInstance(
                  getClass().getClassLoader(),
                  new Class<?>[] {RecordGateway.class},
                  (proxy, method, arguments) -> {
                    ObjectNode fields = (ObjectNode) arguments[2];
                    fields.removeAll();
                    return fields;
                  });

      assertThat(
              Actions.output(
                  "update_lead", TestContext.of("{\"fields\": {\"a\": {\"b\": 1}}}"), careless))
          .isEqualTo(TestContext.json("{\"previous\": {}, \"value\": {\"a\": {\"b\": 1}}}"));
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        quoteCharacter = '\'',
        value = {
          "{} | (document): \"field\" or \"fields\" is required",
          "{\"field\": \"a\"} | /field: needs \"value\" as well",
          "{\"fields\": {\"a\": 1}, \"value\": 1} | /value: needs \"field\" as well",
          "{\"fields\": [1]} | /fields: expected an object, found a list",
          "{\"fields\": {}} | /fields: names no field",
        })
    void areNamedInOneOfTwoWays(String config, String problem) {
      assertThat(Actions.problems("update_lead", config)).containsExactly(problem);
    }
  }

  @Test
  void tagsComeAndGo() throws Exception {
    run("add_tag", "{\"tag\": \"hot\"}");
    assertThat(run("add_tag", "{\"tag\": \"new\"}"))
        .isEqualTo(TestContext.json("{\"tags\": [\"hot\", \"new\"]}"));
    assertThat(run("remove_tag", "{\"tag\": \"hot\"}"))
        .isEqualTo(TestContext.json("{\"tags\": [\"new\"]}"));
  }

  @Test
  void notesAreInternalByDefault() throws Exception {
    assertThat(run("add_note", "{\"note\": \"Called\"}"))
        .isEqualTo(TestContext.json("{\"noteId\": \"note-1\"}"));
    run("add_note", "{\"note\": \"Hi\", \"visibility\": \"public\"}");
    assertThat(records.asked)
        .containsExactly("note lead:42 internal: Called", "note lead:42 public: Hi");
  }

  @Nested
  class Tasks {

    @Test
    void mayHaveNothingButATitle() throws Exception {
      assertThat(run("create_task", "{\"title\": \"Call\"}"))
          .isEqualTo(TestContext.json("{\"taskId\": \"task-1\"}"));
      assertThat(records.asked)
          .containsExactly(
              "NewTask[subject=lead:42, title=Call, description=null, assignee=null, dueDate=null,"
                  + " priority=null]");
    }

    @Test
    void areDueOnTheDayOfAnInstantInTheTenantsZone() throws Exception {
      run(
          "create_task",
          """
          {"title": "Call", "assigned_to_id": 7, "due_date": "{{now}}", "priority": 1}""");
      assertThat(records.asked)
          .containsExactly(
              "NewTask[subject=lead:42, title=Call, description=null, assignee=7,"
                  + " dueDate=2026-06-16, priority=1]");
    }

    @Test
    void haveOneAssignee() {
      assertThat(
              Actions.problems(
                  "create_task", "{\"title\": \"x\", \"assignee\": 1, \"assigned_to_id\": 1}"))
          .containsExactly(
              "/assigned_to_id: excludes \"assignee\", which is there too; leave one of them out");
    }

    @Test
    void failForGoodWithADateThatIsNone() throws Exception {
      assertThat(
              Actions.failure(
                  "create_task",
                  TestContext.of("{\"title\": \"x\", \"due_date\": \"{{lead.source}}\"}")))
          .isEqualTo(
              "the configuration of create_task cannot be used: /due_date: expected a date such as"
                  + " \"2026-06-15\", found \"web\"");
    }
  }

  @Test
  void exportsNeedNoFilters() throws Exception {
    assertThat(run("enqueue_export", "{\"export_type\": \"json\", \"entity_type\": \"lead\"}"))
        .isEqualTo(TestContext.json("{\"exportId\": \"export-1\"}"));
    assertThat(records.asked)
        .containsExactly("NewExport[type=json, entityType=lead, filters={}, emailTo=null]");
  }
}
