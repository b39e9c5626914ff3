package dev.workflow.examples.host.forms;

import static dev.workflow.examples.host.forms.Reading.document;
import static dev.workflow.examples.host.forms.Reading.json;
import static dev.workflow.examples.host.forms.Reading.problems;
import static dev.workflow.examples.host.forms.Reading.read;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WrittenTest {

  @Nested
  class Forms {

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        value = {
          "{\"name\": \"x\", \"steps\": []} | DOCUMENT",
          "{\"key\": \"x\", \"triggers\": [{\"event\": \"a.b\"}]} | DOCUMENT",
          "{\"name\": \"x\", \"event_type\": \"a.b\"} | RULES",
          "{\"name\": \"x\", \"conditions\": {}} | RULES",
          "{\"name\": \"x\", \"actions\": [{\"action_type\": \"log\", \"config\": {}}]} | RULES",
          "{\"name\": \"x\", \"actions\": [{\"action_type\": \"log\", \"ordering\": 1}]} | RULES",
          "{\"name\": \"x\", \"actions\": [{\"action_type\": \"log\", \"order\": 1}]} | CRM",
          "{\"name\": \"x\", \"triggers\": []} | CRM",
          "{\"name\": \"x\", \"triggers\": [{\"trigger_type\": \"a_b\"}]} | CRM",
          "{\"name\": \"x\", \"triggers\": 5, \"actions\": 5} | CRM"
        })
    void a_form_is_known_by_its_keys(String written, Form form) {
      assertThat(Form.of(json(written), Form.DOCUMENT)).isEqualTo(form);
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        value = {"{\"name\": \"x\"}", "{\"name\": \"x\", \"actions\": [{\"action_type\": \"a\"}]}"})
    void what_could_be_any_is_what_is_expected(String written) {
      assertThat(Form.of(json(written), Form.CRM)).isEqualTo(Form.CRM);
      assertThat(Form.of(json(written), Form.RULES)).isEqualTo(Form.RULES);
    }
  }

  @Nested
  class Keys {

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        value = {
          "Lead Scoring Workflow | lead-scoring-workflow",
          "  Été à Genève!  | ete-a-geneve",
          "--- | workflow",
          "東京 | workflow",
          "a_b | a_b",
          "3 days later | 3-days-later"
        })
    void a_key_is_made_of_the_name(String name, String key) {
      assertThat(document("{\"name\": \"" + name + "\", \"triggers\": []}").path("key").asText())
          .isEqualTo(key);
    }

    @Test
    void a_long_name_leaves_room_for_a_number() {
      String name = "n".repeat(200);
      assertThat(read("{\"name\": \"" + name + "\"}").key()).hasSize(90);
    }

    @Test
    void a_key_that_is_written_is_taken() {
      for (String place : List.of("id", "key")) {
        Translation read = read("{\"name\": \"x\", \"" + place + "\": \"mine\"}");
        assertThat(read.key()).isEqualTo("mine");
        assertThat(read.isKeyWritten()).isTrue();
      }
      assertThat(read("{\"name\": \"x\"}").isKeyWritten()).isFalse();
    }

    @Test
    void a_wrong_key_is_told_where_it_is_written() {
      assertThat(problems("{\"name\": \"x\", \"id\": \"No key\"}"))
          .singleElement()
          .asString()
          .startsWith("/id: \"No key\" is not a name:");
      assertThat(problems("{\"name\": \"x\", \"key\": 5}"))
          .containsExactly("/key: expected a text, found a number");
    }

    @Test
    void a_workflow_keeps_its_key() {
      ObjectNode other = json("{\"name\": \"y\", \"id\": \"other\", \"triggers\": []}");
      assertThat(Reading.problems(Reading.FORMS.read(other, Form.CRM, null, "mine")))
          .singleElement()
          .hasToString("/id: the workflow is \"mine\", and its id stays");
      ObjectNode same = json("{\"name\": \"y\", \"id\": \"mine\", \"triggers\": []}");
      assertThat(Reading.problems(Reading.FORMS.read(same, Form.CRM, null, "mine"))).isEmpty();
    }
  }

  @Nested
  class Documents {

    private static final String DOCUMENT =
        """
        {"name": "Nurture", "triggers": [{"event": "lead.created"}],
         "steps": [{"id": "note", "action": "add_note", "config": {"note": "n"}}]}
        """;

    @Test
    void a_document_is_taken_as_it_is() {
      assertThat(read(DOCUMENT).written().shown()).isEqualTo(json(DOCUMENT));
      ObjectNode expected = json(DOCUMENT);
      expected.put("key", "nurture");
      assertThat(document(DOCUMENT)).isEqualTo(expected);
    }

    @Test
    void its_mistakes_are_where_they_are_written() {
      assertThat(
              problems(
                  """
                  {"name": "x", "id": "X", "color": 1, "steps": [
                    {"id": "a", "action": "send_emial"}]}
                  """))
          .satisfies(
              problems ->
                  assertThat(problems.stream().map(problem -> problem.replaceFirst(": .*", "")))
                      .containsExactly("/id", "/color", "/steps/0/action"));
    }
  }

  @Nested
  class Ids {

    private static final String TWO =
        """
        {"name": "x", "triggers": [{"trigger_type": "lead_created"}], "actions": [
          {"action_type": "add_note", "action_config": {"note": "one"}},
          {"action_type": "add_note", "action_config": {"note": "two"}},
          {"action_type": "add_tag", "action_config": {"tag": "t"}}]}
        """;

    private List<String> ids(String actions) {
      Written before = read(TWO).written();
      ObjectNode now = json("{\"name\": \"x\", \"triggers\": [], \"actions\": " + actions + "}");
      return Reading.FORMS
          .read(now, Form.CRM, before, "x")
          .written()
          .parts("actions")
          .findValuesAsText("id");
    }

    @Test
    void they_are_made_of_the_types() {
      assertThat(read(TWO).written().parts("actions").findValuesAsText("id"))
          .containsExactly("add_note", "add_note-2", "add_tag");
    }

    @Test
    void what_says_the_same_keeps_its_id_wherever_it_is() {
      assertThat(
              ids(
                  """
                  [{"action_type": "add_tag", "action_config": {"tag": "t"}},
                   {"action_type": "add_note", "action_config": {"note": "two"}},
                   {"action_type": "add_note", "action_config": {"note": "one"}}]
                  """))
          .containsExactly("add_tag", "add_note-2", "add_note");
    }

    @Test
    void what_is_changed_keeps_its_id_by_its_type() {
      assertThat(
              ids(
                  """
                  [{"action_type": "add_note", "action_config": {"note": "three"}},
                   {"action_type": "add_note", "action_config": {"note": "one"}},
                   {"action_type": "add_tag", "action_config": {"tag": "u"}}]
                  """))
          .containsExactly("add_note-2", "add_note", "add_tag");
    }

    @Test
    void what_is_new_gets_an_id_that_none_had() {
      assertThat(
              ids(
                  """
                  [{"id": "add_note", "action_type": "add_tag", "action_config": {"tag": "t"}},
                   {"action_type": "log", "action_config": {"message": "m"}},
                   {"action_type": "add_note", "action_config": {"note": "two"}},
                   {"action_type": "add_note", "action_config": {"note": "three"}}]
                  """))
          .containsExactly("add_note", "log", "add_note-2", "add_note-3");
    }
  }
}
