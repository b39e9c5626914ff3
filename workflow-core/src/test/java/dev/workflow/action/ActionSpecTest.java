package dev.workflow.action;

import static org.assertj.core.api.Assertions.assertThat;

import dev.workflow.Problem;
import dev.workflow.Problems;
import dev.workflow.expression.Escaping;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ActionSpecTest {

  private static List<String> written(ActionSpec spec, String config) {
    Problems problems = Problems.none();
    spec.validate(TestContext.json(config), problems);
    return problems.list().stream().map(Problem::toString).toList();
  }

  private static List<String> rendered(ActionSpec spec, String config) {
    Problems problems = Problems.none();
    spec.verify(TestContext.json(config), problems);
    return problems.list().stream().map(Problem::toString).toList();
  }

  @Nested
  class WhenAWorkflowIsPublished {

    @Test
    void anUnknownKeyIsReportedWithTheOneThatWasMeant() {
      assertThat(
              Actions.problems("create_task", "{\"title\": \"Call\", \"dueDate\": \"{{today}}\"}"))
          .containsExactly("/dueDate: unknown key \"dueDate\"; did you mean \"due_date\"?");
    }

    @Test
    void anUnknownKeyLikeNoOtherIsReportedWithTheKeysThereAre() {
      assertThat(Actions.problems("add_tag", "{\"tag\": \"hot\", \"webhook\": 1}"))
          .containsExactly(
              "/webhook: unknown key \"webhook\"; add_tag takes entity_type, entity_id, tag");
    }

    @Test
    void everyMissingKeyIsReportedWithWhatItIsFor() {
      assertThat(Actions.problems("update_field", "{}"))
          .containsExactly(
              "/field: is required: the field's name",
              "/value: is required: its new value; null empties it");
    }

    @Test
    void aMissingConfigurationLacksEveryRequiredKey() {
      assertThat(Actions.problems("log", "null"))
          .containsExactly(
              "/message: is required: what it says; at most 2,000 characters are written");
    }

    @Test
    void anEmptyOrNullRequiredValueIsReported() {
      assertThat(Actions.problems("create_task", "{\"title\": \"  \"}"))
          .containsExactly("/title: must not be empty");
      assertThat(Actions.problems("create_task", "{\"title\": null}"))
          .containsExactly("/title: must not be empty");
    }

    @Test
    void aConfigurationThatIsNoObjectIsReported() {
      assertThat(Actions.problems("log", "[1]"))
          .containsExactly("(document): expected an object with message, level, found a list");
    }

    @Test
    void wrongTypesAreReportedAllAtOnce() {
      assertThat(
              Actions.problems(
                  "send_email",
                  """
                  {"to": ["a@example.com", 5, ""], "subject": 7, "template": "t",
                   "variables": ["x"], "attachments": {}}"""))
          .containsExactly(
              "/to/1: expected an e-mail address, found a number",
              "/to/2: must not be empty",
              "/subject: expected a text of one line, found a number",
              "/variables: expected an object, found a list",
              "/attachments: expected a list, found an empty object");
    }

    @Test
    void valuesOutsideAClosedSetAreReported() {
      assertThat(Actions.problems("add_note", "{\"note\": \"x\", \"visibility\": \"secret\"}"))
          .containsExactly("/visibility: expected one of internal, public; found \"secret\"");
      assertThat(
              Actions.problems(
                  "enqueue_export", "{\"export_type\": \"pdf\", \"entity_type\": \"lead\"}"))
          .containsExactly("/export_type: expected one of csv, json; found \"pdf\"");
    }

    @Test
    void aTemplateExcludesABody() {
      assertThat(
              Actions.problems(
                  "send_email",
                  "{\"to\": \"a@example.com\", \"template\": \"t\", \"text\": \"x\", \"html\": \"x\"}"))
          .containsExactly(
              "/text: excludes \"template\", which is there too; leave one of them out",
              "/html: excludes \"template\", which is there too; leave one of them out");
    }

    @Test
    void variablesNeedATemplate() {
      assertThat(
              Actions.problems("send_sms", "{\"to\": \"1\", \"text\": \"x\", \"variables\": {}}"))
          .containsExactly("/variables: needs \"template\" as well");
    }

    @Test
    void aMessageNeedsSomethingToSay() {
      assertThat(Actions.problems("send_sms", "{\"to\": \"1\"}"))
          .containsExactly("(document): \"text\" or \"template\" is required");
      assertThat(Actions.problems("send_email", "{\"to\": \"a@example.com\"}"))
          .containsExactly(
              "(document): \"subject\", \"template\", \"text\" or \"html\" is required");
    }

    @Test
    void expressionsMayStandAnywhere() {
      assertThat(
              Actions.problems(
                  "enqueue_export",
                  """
                  {"export_type": "{{a}}", "entity_type": "{{b}}", "filters": "{{c}}",
                   "email_to": "{{d}}"}"""))
          .isEmpty();
      assertThat(Actions.problems("create_task", "{\"title\": \"{{a}}\", \"due_date\": \"{{b}}\"}"))
          .isEmpty();
      assertThat(
              Actions.problems(
                  "send_email", "{\"to\": [\"{{a}}\", \"b@example.com\"], \"subject\": \"{{c}}\"}"))
          .isEmpty();
    }

    @Test
    void literalAddressesAndDatesAreCheckedAtOnce() {
      assertThat(Actions.problems("send_email", "{\"to\": \"a@b.nl, c@d.nl\", \"subject\": \"x\"}"))
          .containsExactly(
              "/to: expected an e-mail address, found \"a@b.nl, c@d.nl\"; several go into a list");
      assertThat(Actions.problems("create_task", "{\"title\": \"x\", \"due_date\": \"tomorrow\"}"))
          .containsExactly("/due_date: expected a date such as \"2026-06-15\", found \"tomorrow\"");
    }

    @Test
    void lineBreaksInHeadersAreRefused() {
      assertThat(
              Actions.problems(
                  "send_email", "{\"to\": \"a@b.nl\\r\\nBcc: e@v.il\", \"subject\": \"x\\ny\"}"))
          .containsExactly(
              "/to: must not hold a line break or another control character",
              "/subject: must not hold a line break or another control character");
    }

    @Test
    void secretsAreRefusedWhereTheyWouldBeStored() {
      assertThat(
              Actions.problems("set", "{\"values\": {\"key\": [\"Bearer {{secret.api_key}}\"]}}"))
          .containsExactly(
              "/values/key/0: a secret would be stored or shown in clear; this action does not take"
                  + " secrets");
    }

    @Test
    void anExpressionThatCannotBeReadIsLeftToTheDocumentsReader() {
      assertThat(Actions.problems("log", "{\"message\": \"{{secret.\"}")).isEmpty();
    }
  }

  @Nested
  class WhenTheStepRuns {

    @Test
    void aNumberIsAsGoodAsAText() {
      assertThat(rendered(RecordSpecs.ADD_TAG, "{\"tag\": 2026, \"entity_id\": 42}")).isEmpty();
    }

    @Test
    void anyOtherTypeIsAProblem() {
      assertThat(rendered(RecordSpecs.ADD_TAG, "{\"tag\": true}"))
          .containsExactly("/tag: expected a text of one line, found true or false");
      assertThat(rendered(RecordSpecs.CREATE_TASK, "{\"title\": [\"x\"]}"))
          .containsExactly("/title: expected a text, found a list");
    }

    @Test
    void nullLeavesAnOptionalKeyOut() {
      assertThat(rendered(RecordSpecs.CREATE_TASK, "{\"title\": \"x\", \"due_date\": null}"))
          .isEmpty();
    }

    @Test
    void bracesThatCameOutOfTheDataAreOrdinaryText() {
      assertThat(rendered(RecordSpecs.ADD_NOTE, "{\"note\": \"x\", \"visibility\": \"{{x}}\"}"))
          .containsExactly("/visibility: expected one of internal, public; found \"{{x}}\"");
    }
  }

  @Test
  void aHostDescribesItsOwnActionsTheSameWay() {
    ActionSpec spec =
        ActionSpec.builder("print_label", "Prints a label.")
            .required("printer", KeyType.NAME, "which one")
            .takesSecrets()
            .check(
                (config, problems) -> {
                  if (config.path("printer").asText().equals("lp0")) {
                    problems.at("printer").add("is on fire");
                  }
                })
            .build();

    assertThat(written(spec, "{\"printer\": \"{{secret.printer}}\"}")).isEmpty();
    assertThat(written(spec, "{\"printer\": \"lp0\"}")).containsExactly("/printer: is on fire");
    assertThat(written(spec, "{\"printer\": \"the big one\"}"))
        .containsExactly(
            "/printer: expected a name of letters, digits and underscores, found \"the big one\"");
    assertThat(written(ActionSpec.builder("nop", "").build(), "{\"x\": 1}"))
        .containsExactly("/x: unknown key \"x\"; nop takes no keys");
    assertThat(spec).hasToString("print_label[printer]");
  }

  @Test
  void theDescriptionSaysWhatValuesMustBeEscapedFor() {
    assertThat(MessageSpecs.EMAIL.key("html").orElseThrow().type().escaping())
        .isEqualTo(Escaping.HTML);
    assertThat(MessageSpecs.EMAIL.key("subject").orElseThrow().type().escaping())
        .isEqualTo(Escaping.HEADER);
    assertThat(MessageSpecs.EMAIL.key("to").orElseThrow().type().escaping())
        .as("an address that cannot be used is reported, and stops nobody else")
        .isEqualTo(Escaping.NONE);
    assertThat(MessageSpecs.EMAIL.key("text").orElseThrow().type().escaping())
        .isEqualTo(Escaping.NONE);
    assertThat(MessageSpecs.EMAIL.key("nothing")).isEmpty();
  }

  @Test
  void aBuilderThatGoesOnDoesNotChangeWhatItBuilt() {
    ActionSpecBuilder builder = ActionSpec.builder("a", "");
    ActionSpec first = builder.build();
    builder.required("late", KeyType.TEXT, "").aliases("b");
    assertThat(first.keys()).isEmpty();
    assertThat(first.aliases()).isEmpty();
  }
}
