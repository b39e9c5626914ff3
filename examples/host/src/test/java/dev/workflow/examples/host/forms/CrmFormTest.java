package dev.workflow.examples.host.forms;

import static dev.workflow.examples.host.forms.Reading.document;
import static dev.workflow.examples.host.forms.Reading.json;
import static dev.workflow.examples.host.forms.Reading.problems;
import static dev.workflow.examples.host.forms.Reading.read;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.Problem;
import dev.workflow.condition.Condition;
import dev.workflow.condition.EvaluationContext;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CrmFormTest {

  static final String LEAD_SCORING =
      """
      {"name": "Lead Scoring Workflow", "description": "Auto-score leads based on engagement",
       "enabled": true,
       "triggers": [{"trigger_type": "lead_created", "trigger_config": "{\\"min_score\\": 0}"}],
       "actions": [{"action_type": "create_task",
         "action_config": "{\\"title\\": \\"Follow up\\", \\"assigned_to_id\\": 1}",
         "order": 0, "delay_seconds": 2}]}
      """;

  @Test
  void the_example_becomes_a_document() {
    assertThat(document(LEAD_SCORING))
        .isEqualTo(
            json(
                """
                {"key": "lead-scoring-workflow", "name": "Lead Scoring Workflow",
                 "description": "Auto-score leads based on engagement", "enabled": true,
                 "triggers": [{"event": "lead.created", "when": {"or": [
                   {"field": "lead_score", "operator": "gte", "value": 0},
                   {"field": "lead_score", "operator": "exists", "value": false}]}}],
                 "steps": [{"id": "create_task", "action": "create_task",
                   "config": {"title": "Follow up", "assigned_to_id": 1}, "delay": "PT2S"}]}
                """));
  }

  @Test
  void what_was_written_is_kept_and_each_part_gets_an_id() {
    JsonNode shown = read(LEAD_SCORING).written().shown();
    assertThat(shown.at("/triggers/0"))
        .isEqualTo(
            json(
                """
                {"id": "lead_created", "trigger_type": "lead_created",
                 "trigger_config": "{\\"min_score\\": 0}"}
                """));
    assertThat(shown.at("/actions/0/id").asText()).isEqualTo("create_task");
    assertThat(shown.at("/actions/0/action_config").isTextual()).isTrue();
  }

  @Nested
  class Triggers {

    private JsonNode trigger(String trigger) {
      return document("{\"name\": \"x\", \"triggers\": [" + trigger + "], \"actions\": []}")
          .at("/triggers/0");
    }

    @ParameterizedTest
    @CsvSource({
      "lead_created, lead.created",
      "lead.created, lead.created",
      "deal_stage_changed, deal.stage_changed",
      "deal.stage_changed, deal.stage_changed",
      "timeline_event, timeline.event",
      "invoice_over_due, invoice.over_due",
      "invoice.over_due, invoice.over_due",
      "ping, ping",
      "_x, .x"
    })
    void a_type_is_that_of_the_catalogue_or_has_its_first_underscore_as_a_dot(
        String written, String event) {
      Translation read =
          read("{\"name\": \"x\", \"triggers\": [{\"trigger_type\": \"" + written + "\"}]}");
      assertThat(read.document().at("/triggers/0/event").asText()).isEqualTo(event);
    }

    @ParameterizedTest
    @CsvSource({
      "'{\"min_score\": 50}', 50, true",
      "'{\"min_score\": 50}', 49.9, false",
      "'{\"min_score\": 50}', , false",
      "'{\"min_score\": 0}', , true",
      "'{\"min_score\": 0}', -1, false",
      "'{\"min_score\": -5}', , true",
      "'{\"max_score\": 50}', 50, true",
      "'{\"max_score\": 50}', 51, false",
      "'{\"max_score\": 50}', , true",
      "'{\"max_score\": -1}', , false",
      "'{\"min_score\": 10, \"max_score\": 20}', 15, true",
      "'{\"min_score\": 10, \"max_score\": 20}', 21, false",
      "'{\"min_score\": 10, \"max_score\": 20}', , false"
    })
    void a_score_that_is_missing_counts_as_0(String config, String score, boolean fits) {
      Condition when =
          Condition.parse(
              trigger("{\"trigger_type\": \"lead_scored\", \"trigger_config\": " + config + "}")
                  .path("when"));
      EvaluationContext now = EvaluationContext.of(Instant.EPOCH, ZoneOffset.UTC);
      assertThat(when.test(json(score == null ? "{}" : "{\"lead_score\": " + score + "}"), now))
          .isEqualTo(fits);
      if (score == null) {
        assertThat(when.test(json("{\"lead_score\": null}"), now)).isEqualTo(fits);
      }
    }

    @ParameterizedTest
    @ValueSource(strings = {"equals", "greater_than", "less_than", "eq", "gte", "!=", "not_equals"})
    void an_operator_is_one_of_the_engine_or_of_its_other_names(String operator) {
      assertThat(
              trigger(
                      "{\"trigger_type\": \"lead_created\", \"conditions\": [{\"field\": \"n\","
                          + " \"operator\": \""
                          + operator
                          + "\", \"value\": 1}]}")
                  .at("/when/operator")
                  .asText())
          .isEqualTo(operator);
    }

    @Test
    void all_conditions_must_hold_wherever_they_are_written() {
      assertThat(
              trigger(
                  """
                  {"trigger_type": "lead_created",
                   "trigger_config": {"min_score": 5, "conditions": [
                     {"field": "a", "operator": "equals", "value": 1}]},
                   "conditions": [{"field": "b", "operator": "contains", "value": "x"},
                     {"not": {"field": "c", "operator": "exists", "value": true}}]}
                  """))
          .isEqualTo(
              json(
                  """
                  {"event": "lead.created", "when": {"and": [
                    {"field": "lead_score", "operator": "gte", "value": 5},
                    {"field": "a", "operator": "equals", "value": 1},
                    {"field": "b", "operator": "contains", "value": "x"},
                    {"not": {"field": "c", "operator": "exists", "value": true}}]}}
                  """));
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "",
          ", \"trigger_config\": {}",
          ", \"trigger_config\": null",
          ", \"trigger_config\": \"\"",
          ", \"trigger_config\": \"{}\"",
          ", \"conditions\": []"
        })
    void without_conditions_every_event_of_the_type_starts_it(String rest) {
      assertThat(trigger("{\"trigger_type\": \"lead_created\"" + rest + "}"))
          .isEqualTo(json("{\"event\": \"lead.created\"}"));
    }

    @Test
    void scheduled_is_a_schedule() {
      assertThat(
              trigger(
                  """
                  {"trigger_type": "scheduled",
                   "trigger_config": {"schedule": "0 9 * * *", "timezone": "Europe/Amsterdam"}}
                  """))
          .isEqualTo(json("{\"schedule\": \"0 9 * * *\", \"timezone\": \"Europe/Amsterdam\"}"));
    }

    @Test
    void manual_is_no_trigger_and_says_that_its_conditions_are_not_tested() {
      Translation read =
          read(
              """
              {"name": "x", "triggers": [
                {"trigger_type": "manual", "trigger_config": {"min_score": 5}},
                {"trigger_type": "lead_created"}]}
              """);
      assertThat(read.document().path("triggers"))
          .isEqualTo(json("{\"t\": [{\"event\": \"lead.created\"}]}").path("t"));
      assertThat(read.warnings(List.of()))
          .containsExactly(
              new Problem("/triggers/0", "its conditions are not tested: it is started by hand"));
    }
  }

  @Nested
  class Actions {

    private JsonNode steps(String actions) {
      return document("{\"name\": \"x\", \"actions\": [" + actions + "]}").path("steps");
    }

    private static String note(String rest) {
      return "{\"action_type\": \"add_note\", \"action_config\": {\"note\": \"n\"}" + rest + "}";
    }

    @Test
    void they_run_in_their_order_and_one_without_comes_after_the_one_before_it() {
      assertThat(
              steps(
                      note(", \"id\": \"c\", \"order\": 5")
                          + ","
                          + note(", \"id\": \"d\"")
                          + ","
                          + note(", \"id\": \"b\", \"order\": 2")
                          + ","
                          + note(", \"id\": \"e\", \"order\": 5")
                          + ","
                          + note(", \"id\": \"a\", \"order\": -1"))
                  .findValuesAsText("id"))
          .containsExactly("a", "b", "c", "d", "e");
    }

    @Test
    void delay_failure_and_conditions_are_those_of_the_step() {
      assertThat(
              steps(
                  note(
                      ", \"delay_seconds\": 90, \"allow_failure\": true, \"conditions\":"
                          + " [{\"field\": \"n\", \"operator\": \"gt\", \"value\": 1}]")))
          .isEqualTo(
              json("""
                      {"s": [{"id": "add_note", "action": "add_note", "config": {"note": "n"},
                        "delay": "PT90S", "allowFailure": true,
                        "when": {"field": "n", "operator": "gt", "value": 1}}]}
                      """)
                  .path("s"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ", \"delay_seconds\": 0", ", \"delay_seconds\": null"})
    void without_a_delay_it_runs_at_once(String rest) {
      assertThat(steps(note(rest)).get(0).has("delay")).isFalse();
    }

    @Test
    void ids_are_made_of_the_types() {
      assertThat(
              steps(note("") + "," + note("") + "," + note(", \"id\": \"add_note-2\""))
                  .findValuesAsText("id"))
          .containsExactly("add_note", "add_note-3", "add_note-2");
    }

    @Test
    void actions_have_their_other_names() {
      assertThat(
              steps(
                      """
                      {"action_type": "CHECKLIST", "action_config": {"items": ["a"]}}
                      """)
                  .get(0))
          .isEqualTo(
              json(
                  """
                  {"id": "checklist", "action": "CHECKLIST", "config": {"items": ["a"]}}
                  """));
    }
  }

  @Nested
  class Mistakes {

    @Test
    void all_are_told_at_once_where_they_are_written() {
      assertThat(
              problems(
                  """
                  {"name": "x", "enabled": "yes", "colour": "red",
                   "triggers": [
                     {"trigger_type": "manual"},
                     {"trigger_type": "lead_created", "trigger_config": "{\\"max\\": 1}",
                      "conditions": [{"field": "a", "operator": "eq", "value": 1},
                        {"field": "a", "operator": "is", "value": 1}]},
                     {"trigger_type": "scheduled", "trigger_config": {"schedule": "0 25 * * *"}}],
                   "actions": [
                     {"action_type": "send_emial", "order": 1},
                     {"action_type": "create_task", "action_config": "{\\"titel\\": \\"x\\"}",
                      "order": 0, "delay_seconds": -1}]}
                  """))
          .satisfies(
              problems ->
                  assertThat(problems.stream().map(problem -> problem.replaceFirst(": .*", "")))
                      .containsExactly(
                          "/enabled",
                          "/colour",
                          "/triggers/1/trigger_config/max",
                          "/triggers/1/conditions/1/operator",
                          "/triggers/2/trigger_config/schedule",
                          "/actions/0/action_type",
                          "/actions/1/action_config/title",
                          "/actions/1/action_config/titel",
                          "/actions/1/delay_seconds"))
          .contains(
              "/colour: unknown key; there are id, key, name, description, enabled, priority,"
                  + " triggers, actions",
              "/triggers/1/trigger_config/max: unknown key; there are min_score, max_score,"
                  + " conditions, schedule, timezone",
              "/actions/1/delay_seconds: expected a whole number from 0 to 315360000, found -1");
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        value = {
          "{} | (document): \"name\" is missing: what people call it, such as \"Lead Scoring"
              + " Workflow\"",
          "{\"name\": 5} | /name: expected a text, found a number",
          "{\"name\": \" \"} | /name: must not be empty: what people call it, such as \"Lead"
              + " Scoring Workflow\"",
          "{\"name\": \"x\", \"triggers\": {}} | /triggers: expected a list, found an object",
          "{\"name\": \"x\", \"triggers\": [5]} | /triggers/0: expected an object, found a number",
          "{\"name\": \"x\", \"triggers\": [{}]} | /triggers/0: \"trigger_type\" is missing: the"
              + " event such as \"lead_created\", or \"scheduled\" or \"manual\"",
          "{\"name\": \"x\", \"triggers\": [{\"trigger_type\": \"lead_created\","
              + " \"trigger_config\": \"{\"}]} | /triggers/0/trigger_config: is not JSON:"
              + " Unexpected end-of-input: expected close marker for Object (start marker at"
              + " [Source: REDACTED (`StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION` disabled); line:"
              + " 1, column: 1])",
          "{\"name\": \"x\", \"triggers\": [{\"trigger_type\": \"lead_created\","
              + " \"trigger_config\": \"{\\\"a\\\":1,\\\"a\\\":1}\"}]} |"
              + " /triggers/0/trigger_config: is not JSON: Duplicate field 'a'",
          "{\"name\": \"x\", \"triggers\": [{\"trigger_type\": \"lead_created\","
              + " \"trigger_config\": \"[]\"}]} | /triggers/0/trigger_config: expected an object or"
              + " a JSON text of one, found a list",
          "{\"name\": \"x\", \"triggers\": [{\"trigger_type\": \"lead_created\","
              + " \"trigger_config\": {\"min_score\": \"5\"}}]} |"
              + " /triggers/0/trigger_config/min_score: expected a number, found a text",
          "{\"name\": \"x\", \"triggers\": [{\"trigger_type\": \"lead_created\","
              + " \"trigger_config\": {\"min_score\": 5, \"max_score\": 4}}]} |"
              + " /triggers/0/trigger_config/max_score: is less than min_score, so that no score"
              + " fits",
          "{\"name\": \"x\", \"triggers\": [{\"trigger_type\": \"lead_created\","
              + " \"trigger_config\": {\"schedule\": \"0 9 * * *\"}}]} |"
              + " /triggers/0/trigger_config/schedule: is for the trigger_type \"scheduled\"",
          "{\"name\": \"x\", \"triggers\": [{\"trigger_type\": \"scheduled\"}]} |"
              + " /triggers/0/trigger_config: \"schedule\" is missing: a cron expression such as"
              + " \"0 9 * * *\"",
          "{\"name\": \"x\", \"triggers\": [{\"trigger_type\": \"scheduled\", \"trigger_config\":"
              + " {\"schedule\": \"0 9 * * *\", \"min_score\": 1}}]} |"
              + " /triggers/0/trigger_config/min_score: tests an event, and a schedule has none;"
              + " give an action the condition",
          "{\"name\": \"x\", \"triggers\": [{\"trigger_type\": \"lead_created\", \"conditions\":"
              + " [5]}]} | /triggers/0/conditions/0: expected a condition such as {\"field\":"
              + " \"status\", \"operator\": \"equals\", \"value\": \"new\"}, found a number",
          "{\"name\": \"x\", \"actions\": [{}]} | /actions/0: \"action_type\" is missing: the name"
              + " of an action, such as \"create_task\"",
          "{\"name\": \"x\", \"actions\": [{\"action_type\": \"add_note\", \"action_config\":"
              + " {\"note\": \"n\"}, \"delay_seconds\": 1.5}]} | /actions/0/delay_seconds: expected"
              + " a whole number from 0 to 315360000, found 1.5",
          "{\"name\": \"x\", \"actions\": [{\"action_type\": \"add_note\", \"action_config\":"
              + " {\"note\": \"n\"}, \"delay_seconds\": 1e99}]} | /actions/0/delay_seconds: expected"
              + " a whole number from 0 to 315360000, found 1E+99",
          "{\"name\": \"x\", \"actions\": [{\"action_type\": \"add_note\", \"action_config\":"
              + " {\"note\": \"n\"}, \"id\": \"A b\"}]} | /actions/0/id: is not an id: begin with a"
              + " lower-case letter or digit, then letters, digits, \"-\" or \"_\", at most 100",
          "{\"name\": \"x\", \"actions\": [{\"action_type\": \"add_note\", \"action_config\":"
              + " {\"note\": \"n\"}, \"id\": \"a\"}, {\"action_type\": \"add_note\","
              + " \"action_config\": {\"note\": \"n\"}, \"id\": \"a\"}]} | /actions/1/id: is the id"
              + " of another one of the actions",
          "{\"name\": \"x\", \"id\": \"a\", \"key\": \"b\"} | /key: is not the same as \"id\";"
              + " leave one of them out"
        })
    void each_says_what_is_right(String written, String problem) {
      assertThat(problems(written)).containsExactly(problem);
    }

    @Test
    void a_million_actions_are_refused_at_once() {
      StringBuilder actions = new StringBuilder("{\"name\": \"x\", \"actions\": [0");
      for (int i = 1; i < 1_000_000; i++) {
        actions.append(",0");
      }
      assertThat(problems(actions.append("]}").toString()))
          .containsExactly("/actions: has 1000000 elements; at most 1000 are allowed");
    }
  }
}
