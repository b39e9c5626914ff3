package dev.workflow.examples.host.matters;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.Json;
import dev.workflow.examples.host.Client;
import dev.workflow.examples.host.Client.Answer;
import dev.workflow.examples.host.HostTest;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Template, publish, instantiate, claim, complete, and who may do what on a matter. */
@HostTest
class MattersTest {

  private static final String THREE_STEPS =
      """
      {"name": "%s", "description": "three steps", "steps": [
        {"order": 1, "title": "Intake", "actionType": "CHECKLIST", "actionConfig": {"items": ["Passport seen", "Address checked"]}, "roleScope": "PARALEGAL", "required": true},
        {"order": 2, "title": "Approve", "actionType": "APPROVAL_LAWYER", "actionConfig": {"message": "Take the client?"}, "roleScope": "LAWYER", "required": true},
        {"order": 3, "title": "Engagement letter", "actionType": "REQUEST_DOC_CLIENT", "actionConfig": {"requestText": "Please upload the signed letter", "acceptedTypes": ["application/pdf"]}, "roleScope": "CLIENT", "required": true}]}
      """;

  @Autowired private Client client;
  private Client admin;

  @BeforeEach
  void inTheFirm() {
    admin = client.of("firm");
  }

  private Client as(String user) {
    return admin.as(user);
  }

  private String template(String name) {
    String id =
        admin
            .post("/api/workflows/templates", THREE_STEPS.formatted(name))
            .is(201)
            .json()
            .get("id")
            .asText();
    admin.post("/api/workflows/templates/" + id + "/publish", "{}").is(200);
    return id;
  }

  private JsonNode instance(String name) {
    return admin
        .post("/api/workflows/templates/" + template(name) + "/instantiate", matter("m-1"))
        .is(201)
        .json();
  }

  private static String matter(String id) {
    return "{\"matterId\": \"" + id + "\"}";
  }

  private static String path(JsonNode instance) {
    return "/api/workflows/instances/" + instance.get("id").asText();
  }

  private static String step(JsonNode instance, int index) {
    return "/api/workflows/steps/" + instance.at("/steps/" + index + "/id").asText();
  }

  private static List<String> states(JsonNode instance) {
    return StreamSupport.stream(instance.get("steps").spliterator(), false)
        .map(step -> step.get("actionState").asText())
        .toList();
  }

  private JsonNode until(JsonNode instance, int step, String state) {
    String place = "/steps/" + step + "/actionState";
    JsonNode reached =
        admin.until(path(instance), now -> now.at(place).asText().equals(state)).is(200).json();
    assertThat(reached.at(place).asText()).isEqualTo(state);
    return reached;
  }

  @Test
  void a_template_is_published_instantiated_claimed_and_completed() {
    Answer created = admin.post("/api/workflows/templates", THREE_STEPS.formatted("Onboard"));
    created.is(201);
    JsonNode template = created.json();
    assertThat(created.header("Location")).hasValue("/api/workflows/templates/onboard");
    assertThat(template.get("status").asText()).isEqualTo("DRAFT");
    String path = "/api/workflows/templates/" + template.get("id").asText();
    assertThat(admin.post(path + "/instantiate", matter("m-1")).isProblem(409).json().get("detail"))
        .hasToString("\"the template \\\"onboard\\\" is DRAFT; publish it before it is used\"");
    JsonNode published = admin.post(path + "/publish", "{}").is(200).json();
    assertThat(published.get("status").asText()).isEqualTo("PUBLISHED");
    assertThat(published.get("version").asInt()).isEqualTo(1);

    JsonNode instance = admin.post(path + "/instantiate", matter("m-1")).is(201).json();
    assertThat(instance.get("status").asText()).isEqualTo("ACTIVE");
    assertThat(states(instance)).containsExactly("READY", "PENDING", "PENDING");
    String one = step(instance, 0);
    Client pia = as("pia");
    pia.post(one + "/complete", "{\"items\": [\"Passport seen\"]}").isProblem(400);
    JsonNode claimed = pia.post(one + "/claim", "{}").is(200).json();
    assertThat(claimed.get("actionState").asText()).isEqualTo("IN_PROGRESS");
    assertThat(claimed.get("assignedToId").asText()).isEqualTo("pia");
    JsonNode done =
        pia.post(one + "/complete", "{\"items\": [\"Passport seen\", \"Address checked\"]}")
            .is(200)
            .json();
    assertThat(done.get("actionState").asText()).isEqualTo("COMPLETED");
    JsonNode now = until(instance, 1, "READY");
    assertThat(states(now)).containsExactly("COMPLETED", "READY", "PENDING");
    admin.post(step(instance, 2) + "/claim", "{}").isProblem(409);

    as("lena").post(step(instance, 1) + "/complete", "{\"approved\": true}").is(200);
    admin.until(path(instance), end -> end.at("/steps/2/output/status").asText().equals("open"));
    as("cleo")
        .post(
            step(instance, 2) + "/complete",
            "{\"documents\": [{\"name\": \"letter.pdf\", \"type\": \"application/pdf\", \"bytes\": 5}]}")
        .is(200);
    JsonNode ended =
        admin.until(path(instance), end -> end.get("status").asText().equals("COMPLETED")).json();
    assertThat(states(ended)).containsOnly("COMPLETED");
    assertThat(ended.get("progress").asInt()).isEqualTo(100);
    assertThat(
            admin
                .get("/api/workflows/instances?matterId=m-1&limit=200")
                .is(200)
                .json()
                .get("items"))
        .anyMatch(one2 -> one2.get("id").equals(instance.get("id")));
  }

  @Nested
  class Templates {

    @Test
    void a_template_reads_back_as_it_was_written_and_is_found() {
      JsonNode written = Json.read(THREE_STEPS.formatted("Zebra crossing"));
      String id = admin.post("/api/workflows/templates", written).is(201).json().get("id").asText();
      JsonNode read = admin.get("/api/workflows/templates/" + id).is(200).json();
      assertThat(read.get("name")).isEqualTo(written.get("name"));
      read.get("steps")
          .forEach(step -> ((com.fasterxml.jackson.databind.node.ObjectNode) step).remove("id"));
      assertThat(read.get("steps")).isEqualTo(written.get("steps"));
      JsonNode found = admin.get("/api/workflows/templates?q=ZEBRA").is(200).json().get("items");
      assertThat(found).hasSize(1);
      assertThat(found.get(0).get("status").asText()).isEqualTo("DRAFT");
      assertThat(admin.get("/api/workflows/templates?q=no-such").is(200).json().get("items"))
          .isEmpty();
    }

    @Test
    void a_published_template_is_changed_as_a_draft_until_it_is_published_again() {
      String id = template("Changing");
      String path = "/api/workflows/templates/" + id;
      String etag = admin.get(path).is(200).header("ETag").orElseThrow();
      JsonNode draft =
          admin.with("If-Match", etag).patch(path, "{\"description\": \"better\"}").is(200).json();
      assertThat(draft.get("status").asText()).isEqualTo("DRAFT");
      assertThat(draft.get("version").asInt()).isEqualTo(1);
      assertThat(draft.get("steps")).hasSize(3);
      admin.with("If-Match", etag).patch(path, "{\"description\": \"worse\"}").isProblem(409);
      JsonNode running = admin.post(path + "/instantiate", matter("m-1")).is(201).json();
      assertThat(running.get("templateVersion").asInt()).isEqualTo(1);
      JsonNode published = admin.post(path + "/publish", "{}").is(200).json();
      assertThat(published.get("version").asInt()).isEqualTo(2);
      assertThat(published.get("description").asText()).isEqualTo("better");
      assertThat(admin.post(path + "/publish", "{}").is(200).json().get("version").asInt())
          .isEqualTo(2);
    }

    @Test
    void two_templates_of_one_name_have_ids_of_their_own_and_one_is_published() {
      template("Twice");
      JsonNode second =
          admin.post("/api/workflows/templates", THREE_STEPS.formatted("twice")).is(201).json();
      assertThat(second.get("id").asText()).isEqualTo("twice-2");
      JsonNode errors =
          admin.post("/api/workflows/templates/twice-2/publish", "{}").isProblem(422).json();
      assertThat(errors.at("/errors/0/pointer").asText()).isEqualTo("/name");
    }

    @Test
    void what_keeps_a_template_from_being_published_is_said_in_its_own_words() {
      String id =
          admin
              .post(
                  "/api/workflows/templates",
                  """
                  {"name": "Incomplete", "steps": [
                    {"title": "A", "actionType": "CHECKLIST", "actionConfig": {"items": ["a", "a"]}},
                    {"title": "B", "actionType": "SIGNATURE_CLIENT"}]}""")
              .is(201)
              .json()
              .get("id")
              .asText();
      JsonNode problem =
          admin.post("/api/workflows/templates/" + id + "/publish", "{}").isProblem(422).json();
      assertThat(problem.get("errors"))
          .extracting(error -> error.get("pointer").asText())
          .containsExactlyInAnyOrder(
              "/steps/0/actionConfig/items/1", "/steps/1/actionConfig/documentId");
    }

    @Test
    void wrong_templates_and_matters_are_refused() {
      JsonNode problem =
          admin
              .post("/api/workflows/templates", "{\"name\": \"\", \"steps\": [{\"titel\": 1}]}")
              .isProblem(422)
              .json();
      assertThat(problem.get("errors")).hasSize(4);
      admin.get("/api/workflows/templates/no-such").isProblem(404);
      admin.post("/api/workflows/templates/no-such/publish", "{}").isProblem(404);
      String id = template("Matterless");
      JsonNode unknown =
          admin
              .post("/api/workflows/templates/" + id + "/instantiate", matter("m-404"))
              .isProblem(400)
              .json();
      assertThat(unknown.at("/errors/0/message").asText())
          .isEqualTo("there is no matter \"m-404\"");
      client.get("/api/workflows/templates/" + id).isProblem(404);
    }

    @Test
    void only_admins_and_managers_define() {
      for (String user : List.of("lena", "pia", "cleo")) {
        as(user).post("/api/workflows/templates", THREE_STEPS.formatted("Mine")).isProblem(403);
      }
      String id = template("Roles");
      as("mia").patch("/api/workflows/templates/" + id, "{\"description\": \"mia\"}").is(200);
      as("mia").post("/api/workflows/templates/" + id + "/publish", "{}").is(200);
      as("mia").post("/api/workflows/templates/" + id + "/instantiate", matter("m-2")).is(201);
      for (String user : List.of("lena", "pia", "cleo")) {
        as(user)
            .post("/api/workflows/templates/" + id + "/instantiate", matter("m-1"))
            .isProblem(403);
      }
    }
  }

  @Nested
  class Instances {

    @Test
    void an_instance_is_renamed_paused_resumed_and_cancelled() {
      JsonNode instance = instance("Lifecycle");
      String path = path(instance);
      JsonNode paused =
          admin.patch(path, "{\"name\": \"Jones\", \"status\": \"PAUSED\"}").is(200).json();
      assertThat(paused.get("status").asText()).isEqualTo("PAUSED");
      assertThat(paused.get("name").asText()).isEqualTo("Jones");
      as("pia").post(step(instance, 0) + "/claim", "{}").isProblem(409);
      admin.post(path + "/advance", "{}").isProblem(409);
      assertThat(admin.patch(path, "{\"status\": \"ACTIVE\"}").is(200).json().get("status"))
          .hasToString("\"ACTIVE\"");
      admin.post(path + "/advance", "{}").is(200);
      JsonNode cancelled =
          admin.patch(path, "{\"status\": \"CANCELED\", \"reason\": \"withdrawn\"}").is(200).json();
      assertThat(cancelled.get("status").asText()).isEqualTo("CANCELED");
      assertThat(cancelled.get("reason").asText()).isEqualTo("withdrawn");
      admin.patch(path, "{\"status\": \"ACTIVE\"}").isProblem(409);
      String list = "/api/workflows/instances?matterId=m-1&limit=200&status=";
      assertThat(admin.get(list + "CANCELED").is(200).json().get("items"))
          .anyMatch(one -> one.get("id").equals(instance.get("id")));
      assertThat(admin.get(list + "ACTIVE").is(200).json().get("items"))
          .noneMatch(one -> one.get("id").equals(instance.get("id")));
      admin.get(list + "ASLEEP").isProblem(400);
      admin.patch(path, "{\"status\": \"COMPLETED\"}").isProblem(400);
      admin.patch(path, "{\"state\": \"PAUSED\"}").isProblem(400);
    }

    @Test
    void all_of_a_change_is_done_or_nothing() {
      JsonNode instance = instance("Together");
      admin.patch(path(instance), "{\"status\": \"CANCELED\"}").is(200);
      admin.patch(path(instance), "{\"name\": \"New\", \"status\": \"PAUSED\"}").isProblem(409);
      assertThat(admin.get(path(instance)).json().get("name").asText()).isEqualTo("Together");
    }

    @Test
    void steps_that_have_not_begun_are_added_changed_moved_and_removed() {
      JsonNode instance = instance("Edited");
      String path = path(instance);
      JsonNode added =
          as("lena")
              .post(
                  path + "/steps",
                  """
                  {"order": 2, "title": "Conflict check", "actionType": "CHECKLIST", "roleScope": "LAWYER"}""")
              .is(201)
              .json();
      assertThat(added.get("order").asInt()).isEqualTo(2);
      assertThat(titles(admin.get(path).json()))
          .containsExactly("Intake", "Conflict check", "Approve", "Engagement letter");
      String id = added.get("id").asText();
      JsonNode changed =
          as("lena")
              .patch(
                  path + "/steps/" + id,
                  """
                  {"title": "Check for conflicts", "required": false, "order": 4}""")
              .is(200)
              .json();
      assertThat(changed.get("id").asText()).isEqualTo(id);
      assertThat(changed.get("required").asBoolean()).isFalse();
      assertThat(titles(admin.get(path).json()))
          .containsExactly("Intake", "Approve", "Check for conflicts", "Engagement letter");
      as("lena").delete(path + "/steps/" + id).is(204);
      assertThat(titles(admin.get(path).json()))
          .containsExactly("Intake", "Approve", "Engagement letter");
      as("lena").delete(path + "/steps/" + id).isProblem(404);
      assertThat(admin.get(path).json().get("revision").asInt()).isEqualTo(3);
    }

    @Test
    void a_step_that_has_begun_stays_as_it_is() {
      JsonNode instance = instance("Begun");
      as("pia").post(step(instance, 0) + "/claim", "{}").is(200);
      String begun = path(instance) + "/steps/" + instance.at("/steps/0/id").asText();
      admin.patch(begun, "{\"title\": \"Other\"}").isProblem(409);
      admin.delete(begun).isProblem(409);
      admin.patch(begun, "{\"titel\": \"Other\"}").isProblem(422);
      String second = path(instance) + "/steps/" + instance.at("/steps/1/id").asText();
      JsonNode problem =
          admin
              .patch(second, "{\"actionType\": \"CHECKLIST\", \"actionConfig\": {\"items\": 3}}")
              .isProblem(422)
              .json();
      assertThat(problem.at("/errors/0/pointer").asText()).isEqualTo("/actionConfig/items");
    }

    @Test
    void only_an_admin_and_the_owner_edit_and_others_on_the_matter_see() {
      JsonNode instance = instance("Owned");
      String path = path(instance);
      for (String user : List.of("pia", "cleo", "mia")) {
        as(user).get(path).is(200);
        as(user).patch(path, "{\"name\": \"Mine\"}").isProblem(403);
        as(user).patch(path, "{\"status\": \"PAUSED\"}").isProblem(403);
        as(user).post(path + "/advance", "{}").isProblem(403);
        as(user)
            .post(path + "/steps", "{\"title\": \"X\", \"actionType\": \"CHECKLIST\"}")
            .isProblem(403);
        as(user).delete(path + "/steps/" + instance.at("/steps/2/id").asText()).isProblem(403);
      }
      as("lena").patch(path, "{\"name\": \"Hers\"}").is(200);
      as("luis").get(path).isProblem(404);
      as("luis").patch(path, "{\"name\": \"His\"}").isProblem(404);
      assertThat(
              as("luis").get("/api/workflows/instances?matterId=m-1").is(200).json().get("items"))
          .isEmpty();
      client.get(path).isProblem(404);
      admin.get("/api/workflows/instances/none").isProblem(404);
    }

    private List<String> titles(JsonNode instance) {
      return StreamSupport.stream(instance.get("steps").spliterator(), false)
          .map(step -> step.get("title").asText())
          .toList();
    }
  }

  @Nested
  class Steps {

    @Test
    void each_role_does_its_own_steps() {
      JsonNode instance = instance("Role by role");
      String intake = step(instance, 0);
      as("cleo").post(intake + "/claim", "{}").isProblem(403);
      as("lena").post(intake + "/claim", "{}").isProblem(403);
      as("luis").post(intake + "/claim", "{}").isProblem(404);
      as("pia").post(intake + "/claim", "{}").is(200);
      admin.post(intake + "/claim", "{}").isProblem(409);
      as("pia").post(intake + "/skip", "{}").isProblem(403);
      admin.post(intake + "/skip", "{\"reason\": \"known client\"}").is(200);
      until(instance, 1, "READY");
      as("pia").post(step(instance, 1) + "/complete", "{\"approved\": true}").isProblem(403);
    }

    @Test
    void a_step_is_released_assigned_delegated_resolved_commented_on_and_started() {
      JsonNode instance = instance("Hand to hand");
      String intake = step(instance, 0);
      Client pia = as("pia");
      pia.post(intake + "/start", "{}").is(200);
      JsonNode released = pia.post(intake + "/release", "{}").is(200).json();
      assertThat(released.get("actionState").asText()).isEqualTo("READY");
      assertThat(released.has("assignedToId")).isFalse();
      JsonNode assigned =
          admin.post(intake + "/assign", "{\"assignedToId\": \"pia\"}").is(200).json();
      assertThat(assigned.get("assignedToId").asText()).isEqualTo("pia");
      JsonNode delegated =
          pia.post(intake + "/delegate", "{\"assignedToId\": \"lena\"}").is(200).json();
      assertThat(delegated.get("assignedToId").asText()).isEqualTo("lena");
      as("lena").post(intake + "/complete", "{\"items\": []}").isProblem(409);
      as("lena").post(intake + "/resolve", "{\"items\": [\"Passport seen\"]}").is(200);
      pia.post(intake + "/comment", "{\"text\": \"seen by Lena\"}").is(200);
      pia.post(intake + "/comment", "{}").isProblem(400);
      pia.post(intake + "/fail", "{\"reason\": \"no passport\"}").is(200);
      assertThat(pia.get(intake).is(200).json().get("reason").asText()).isEqualTo("no passport");
      admin.get("/api/workflows/steps/none").isProblem(404);
      admin.post("/api/workflows/steps/none/claim", "{}").isProblem(404);
    }

    @Test
    void steps_of_equal_order_are_ready_together() {
      String id =
          admin
              .post(
                  "/api/workflows/templates",
                  """
                  {"name": "Side by side", "steps": [
                    {"order": 1, "title": "A", "actionType": "CHECKLIST"},
                    {"order": 1, "title": "B", "actionType": "CHECKLIST"},
                    {"order": 2, "title": "C", "actionType": "CHECKLIST"}]}""")
              .is(201)
              .json()
              .get("id")
              .asText();
      admin.post("/api/workflows/templates/" + id + "/publish", "{}").is(200);
      JsonNode instance =
          admin
              .post("/api/workflows/templates/" + id + "/instantiate", matter("m-1"))
              .is(201)
              .json();
      assertThat(states(instance)).containsExactly("READY", "READY", "PENDING");
      as("pia").post(step(instance, 0) + "/complete", "{}").is(200);
      as("cleo").post(step(instance, 1) + "/complete", "{}").is(200);
      assertThat(states(until(instance, 2, "READY")))
          .containsExactly("COMPLETED", "COMPLETED", "READY");
    }
  }
}
