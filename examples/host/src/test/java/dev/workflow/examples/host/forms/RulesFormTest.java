package dev.workflow.examples.host.forms;

import static dev.workflow.examples.host.forms.Reading.document;
import static dev.workflow.examples.host.forms.Reading.json;
import static dev.workflow.examples.host.forms.Reading.problems;
import static dev.workflow.examples.host.forms.Reading.read;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RulesFormTest {

  private static final String NEGOTIATION =
      """
      {"name": "Stage negotiation", "event_type": "deal.stage_changed",
       "conditions": {"field": "new_stage", "operator": "eq", "value": "negotiation"},
       "actions": [
         {"action_type": "create_task", "ordering": 2, "allow_failure": true,
          "config": {"title": "Prepare the offer", "due_date": "{{today+2}}", "priority": "high"}},
         {"action_type": "add_note", "ordering": 1, "config": {"entity_type": "deal",
          "entity_id": "{{deal_id}}", "note": "In negotiation", "visibility": "internal"}}]}
      """;

  @Test
  void the_example_becomes_a_document() {
    assertThat(document(NEGOTIATION))
        .isEqualTo(
            json(
                """
                {"key": "stage-negotiation", "name": "Stage negotiation",
                 "triggers": [{"event": "deal.stage_changed",
                   "when": {"field": "new_stage", "operator": "eq", "value": "negotiation"}}],
                 "steps": [
                   {"id": "add_note", "action": "add_note", "config": {"entity_type": "deal",
                    "entity_id": "{{deal_id}}", "note": "In negotiation",
                    "visibility": "internal"}},
                   {"id": "create_task", "action": "create_task",
                    "config": {"title": "Prepare the offer", "due_date": "{{today+2}}",
                     "priority": "high"}, "allowFailure": true}]}
                """));
  }

  @Test
  void it_reads_back_as_it_was_written() {
    assertThat(read(NEGOTIATION).written().shown()).isEqualTo(json(NEGOTIATION));
  }

  @Test
  void an_action_may_have_a_condition_of_its_own() {
    assertThat(
            document(
                    """
                    {"name": "x", "event_type": "deal.won", "actions": [
                      {"action_type": "approval", "config": {"approverRole": "MANAGER"},
                       "conditions": {"field": "amount", "operator": "gt", "value": 100000}}]}
                    """)
                .at("/steps/0/when"))
        .isEqualTo(json("{\"field\": \"amount\", \"operator\": \"gt\", \"value\": 100000}"));
  }

  @Test
  void conditions_may_be_a_list_of_which_all_must_hold() {
    assertThat(
            document(
                    """
                    {"name": "x", "event_type": "deal.won", "actions": [], "conditions": [
                      {"field": "a", "operator": "eq", "value": 1},
                      {"field": "b", "operator": "eq", "value": 2}]}
                    """)
                .at("/triggers/0/when/and"))
        .hasSize(2);
  }

  @Test
  void mistakes_are_told_where_they_are_written() {
    assertThat(
            problems(
                """
                {"name": "x", "event_type": "Deal Won",
                 "conditions": {"and": [{"filed": "a"}, {"field": "a", "operator": "eq"}]},
                 "actions": [{"action_type": "send_emial", "ordering": "first",
                   "allow_failure": "no", "config": {}}, {"config": {}, "action_config": {}}]}
                """))
        .satisfies(
            problems ->
                assertThat(problems.stream().map(problem -> problem.replaceFirst(": .*", "")))
                    .contains(
                        "/event_type",
                        "/conditions/and/0",
                        "/conditions/and/1",
                        "/actions/0/action_type",
                        "/actions/0/ordering",
                        "/actions/0/allow_failure",
                        "/actions/1",
                        "/actions/1/action_config"));
  }

  @Test
  void a_rule_without_an_event_is_none() {
    assertThat(problems("{\"name\": \"x\", \"conditions\": {}}"))
        .containsExactly(
            "(document): \"event_type\" is missing: an event such as \"deal.stage_changed\"");
  }
}
