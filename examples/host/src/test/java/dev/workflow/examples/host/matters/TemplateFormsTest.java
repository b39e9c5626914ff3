package dev.workflow.examples.host.matters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.InvalidDefinitionException;
import dev.workflow.Json;
import org.junit.jupiter.api.Test;

class TemplateFormsTest {

  private static final JsonNode FORM =
      Json.read(
          """
          {"name": "Onboard a client", "description": "three steps", "steps": [
            {"order": 1, "title": "Intake", "actionType": "CHECKLIST",
             "actionConfig": {"items": ["Passport seen", "Address checked"]}, "roleScope": "PARALEGAL", "required": true},
            {"order": 2, "title": "Approve", "actionType": "APPROVAL_LAWYER",
             "actionConfig": {"message": "Take the client?"}, "roleScope": "LAWYER", "required": true},
            {"order": 3, "title": "Engagement letter", "actionType": "REQUEST_DOC_CLIENT",
             "actionConfig": {"requestText": "Please upload the signed letter", "acceptedTypes": ["application/pdf"]},
             "roleScope": "CLIENT", "required": false}]}
          """);

  private static ObjectNode document(JsonNode form) {
    return TemplateForms.read("onboard", form).toJson();
  }

  private static JsonNode form(String steps) {
    return Json.read("{\"name\": \"T\", \"steps\": " + steps + "}");
  }

  /** What is read back, without the ids that are given. */
  private static JsonNode steps(JsonNode document) {
    JsonNode steps = TemplateForms.steps(document);
    steps.forEach(step -> ((ObjectNode) step).remove("id"));
    return steps;
  }

  @Test
  void a_template_becomes_a_document_about_a_matter() {
    assertThat(document(FORM))
        .isEqualTo(
            Json.read(
                """
                {"key": "onboard", "name": "Onboard a client", "description": "three steps", "subject": "matter",
                 "steps": [
                   {"id": "1-intake", "name": "Intake", "action": "checklist",
                    "config": {"items": ["Passport seen", "Address checked"]}, "role": "PARALEGAL"},
                   {"id": "2-approve", "name": "Approve", "action": "approval",
                    "config": {"message": "Take the client?"}, "role": "LAWYER"},
                   {"id": "3-engagement-letter", "name": "Engagement letter", "action": "request_document",
                    "config": {"requestText": "Please upload the signed letter", "acceptedTypes": ["application/pdf"]},
                    "required": false, "role": "CLIENT"}]}"""));
  }

  @Test
  void a_template_reads_back_as_it_was_written() {
    assertThat(steps(document(FORM))).isEqualTo(FORM.get("steps"));
  }

  @Test
  void orders_read_back_as_they_were_written_and_equal_ones_are_side_by_side() {
    JsonNode steps =
        Json.read(
            """
            [{"order": 10, "title": "A", "actionType": "CHECKLIST", "actionConfig": {}, "required": true},
             {"order": 20, "title": "B", "actionType": "PAYMENT_CLIENT",
              "actionConfig": {"amount": 12.50, "currency": "EUR"}, "roleScope": "CLIENT", "required": true},
             {"order": 20, "title": "B", "actionType": "SIGNATURE_CLIENT",
              "actionConfig": {"documentId": "d"}, "roleScope": "CLIENT", "required": true, "due": "P2D"},
             {"order": 30, "title": "Ça va?", "actionType": "APPROVAL_LAWYER", "actionConfig": {}, "roleScope": "ADMIN",
              "required": true}]""");
    ObjectNode document = document(Json.object().put("name", "T").set("steps", steps));
    assertThat(document.at("/steps/1/parallel")).hasSize(2);
    assertThat(document.at("/steps/1/parallel/1/steps/0/id").asText()).isEqualTo("20-b-2");
    assertThat(document.at("/steps/2/id").asText()).isEqualTo("30-ca-va");
    assertThat(steps(document)).isEqualTo(steps);
  }

  @Test
  void steps_are_done_by_their_order_and_one_without_comes_after_the_one_before() {
    ObjectNode document =
        document(
            form(
                """
                [{"order": 5, "title": "B", "actionType": "CHECKLIST"}, {"title": "C", "actionType": "CHECKLIST"},
                 {"order": 1, "title": "A", "actionType": "CHECKLIST"}]"""));
    assertThat(document.get("steps"))
        .extracting(step -> step.get("id").asText())
        .containsExactly("1-a", "5-b", "6-c");
  }

  @Test
  void who_does_it_goes_without_saying_except_for_a_checklist() {
    ObjectNode document =
        document(
            form(
                """
                [{"title": "A", "actionType": "APPROVAL_LAWYER"}, {"title": "S", "actionType": "SIGNATURE_CLIENT"},
                 {"title": "C", "actionType": "CHECKLIST"}]"""));
    assertThat(document.get("steps"))
        .extracting(step -> step.path("role").textValue())
        .containsExactly("LAWYER", "CLIENT", null);
  }

  @Test
  void everything_that_is_wrong_is_said_at_its_place_in_the_form() {
    JsonNode form =
        Json.read(
            """
            {"nme": "T", "steps": [
              {"order": -1, "title": "", "actionType": "APPROVAL_JUDGE", "required": "yes"},
              {"title": "B", "actionConfig": [], "roleScope": "JUDGE", "who": "me"}, 7]}""");
    assertThatThrownBy(() -> TemplateForms.read("t", form))
        .isInstanceOf(InvalidDefinitionException.class)
        .hasMessage(
            """
            The template has 11 problems:
              /nme: unknown key; known are name, description, steps
              /name: is missing
              /steps/0/order: expected a whole number, 0 to 9999; found -1
              /steps/0/title: is empty
              /steps/0/actionType: expected one of APPROVAL_LAWYER, SIGNATURE_CLIENT, REQUEST_DOC_CLIENT, PAYMENT_CLIENT, CHECKLIST; found "APPROVAL_JUDGE"
              /steps/0/required: expected true or false; found "yes"
              /steps/1/who: unknown key; known are id, order, title, actionType, actionConfig, roleScope, required, due
              /steps/1/actionType: is missing; expected one of APPROVAL_LAWYER, SIGNATURE_CLIENT, REQUEST_DOC_CLIENT, PAYMENT_CLIENT, CHECKLIST
              /steps/1/roleScope: expected one of ADMIN, LAWYER, PARALEGAL, CLIENT; found "JUDGE"
              /steps/1/actionConfig: expected an object; found []
              /steps/2: expected an object; found 7""");
  }

  @Test
  void what_the_engine_finds_is_said_at_the_place_in_the_form() {
    JsonNode form =
        form(
            """
            [{"order": 2, "title": "B", "actionType": "CHECKLIST", "due": "soon"},
             {"order": 1, "title": "A", "actionType": "CHECKLIST"},
             {"order": 1, "title": "A", "actionType": "CHECKLIST", "due": 3}]""");
    assertThatThrownBy(() -> TemplateForms.read("t", form))
        .isInstanceOf(InvalidDefinitionException.class)
        .hasMessageContaining("/steps/0/due: ")
        .hasMessageContaining("/steps/2/due: ");
  }

  @Test
  void a_change_keeps_what_it_does_not_name() {
    ObjectNode document = document(FORM).put("caseOwner", "first-claim");
    ObjectNode changed =
        TemplateForms.patched(document, Json.read("{\"name\": \"Take a client on\"}")).toJson();
    assertThat(changed).isEqualTo(document.put("name", "Take a client on"));
    ObjectNode fewer =
        TemplateForms.patched(
                document,
                Json.read(
                    "{\"description\": null, \"steps\": [{\"title\": \"A\", \"actionType\": \"CHECKLIST\"}]}"))
            .toJson();
    assertThat(fewer.has("description")).isFalse();
    assertThat(fewer.get("steps")).hasSize(1);
    assertThat(fewer.get("caseOwner").asText()).isEqualTo("first-claim");
  }

  @Test
  void steps_of_a_document_that_was_written_otherwise_are_counted() {
    JsonNode document =
        Json.read(
            """
            {"key": "k", "steps": [
              {"id": "a", "action": "send_email", "config": {"to": "x"}},
              {"id": "w", "branch": [{"otherwise": true, "steps": [{"id": "b", "action": "approval", "role": ["LAWYER", "ADMIN"]}]}]},
              {"id": "p", "parallel": [{"steps": [{"id": "c", "action": "checklist"}]}, {"steps": [{"id": "d", "action": "checklist"}]}]}]}""");
    assertThat(TemplateForms.steps(document))
        .extracting(
            step ->
                step.get("order").asInt()
                    + " "
                    + step.get("title").asText()
                    + " "
                    + step.get("actionType").asText()
                    + " "
                    + step.path("roleScope").asText())
        .containsExactly(
            "1 a SEND_EMAIL ", "2 b APPROVAL_LAWYER LAWYER", "3 c CHECKLIST ", "3 d CHECKLIST ");
  }
}
