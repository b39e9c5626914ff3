package dev.workflow.examples.host.crm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Json;
import dev.workflow.examples.host.Client;
import dev.workflow.examples.host.Client.Answer;
import dev.workflow.examples.host.HostTest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

/** Workflows in all their forms, with their triggers and actions. */
@HostTest
class WorkflowsTest {

  @Autowired private Client client;

  private static ObjectNode crm(String name) {
    return (ObjectNode)
        Json.read(
            """
            {"name": "%s", "triggers": [
               {"trigger_type": "deal_won", "trigger_config": "{\\"min_score\\": 5}",
                "conditions": [{"field": "amount", "operator": "greater_than", "value": 10}]}],
             "actions": [
               {"action_type": "add_note", "action_config": {"note": "one"}, "order": 1},
               {"action_type": "add_note", "action_config": {"note": "two"}, "order": 2}]}
            """
                .formatted(name));
  }

  private static String of(String id) {
    return "/api/v1/workflows/" + id;
  }

  private String created(Object body) {
    return client.post("/api/v1/workflows", body).is(201).json().path("id").asText();
  }

  private static List<String> pointers(Answer problem) {
    List<String> pointers = new ArrayList<>();
    problem.json().path("errors").forEach(error -> pointers.add(error.path("pointer").asText()));
    return pointers;
  }

  private static void assertHolds(JsonNode answer, JsonNode written) {
    if (written.isObject()) {
      written
          .properties()
          .forEach(entry -> assertHolds(answer.path(entry.getKey()), entry.getValue()));
    } else if (written.isArray()) {
      assertThat(answer).hasSize(written.size());
      for (int i = 0; i < written.size(); i++) {
        assertHolds(answer.get(i), written.get(i));
      }
    } else {
      assertThat(answer).isEqualTo(written);
    }
  }

  @Nested
  class Forms {

    @Test
    void the_crm_form_reads_back_as_written_with_ids_and_the_document() {
      ObjectNode written = crm("Reads back");
      ObjectNode created = (ObjectNode) client.post("/api/v1/workflows", written).is(201).json();
      assertThat(created.remove("warnings"))
          .extracting(warning -> warning.path("pointer").asText())
          .containsExactly("/triggers/0/trigger_config/min_score");
      JsonNode read = client.get(of("reads-back")).is(200).json();
      assertThat(read).isEqualTo(created);
      assertHolds(read, written);
      assertThat(read.path("form").asText()).isEqualTo("crm");
      assertThat(read.path("version").asInt()).isEqualTo(1);
      assertThat(read.path("enabled").asBoolean()).isTrue();
      assertThat(read.at("/triggers/0/id").asText()).isEqualTo("deal_won");
      assertThat(read.path("actions"))
          .extracting(action -> action.path("id").asText())
          .containsExactly("add_note", "add_note-2");
      assertThat(read.path("document"))
          .isEqualTo(
              Json.read(
                  """
                  {"key": "reads-back", "name": "Reads back", "triggers": [{"event": "deal.won",
                    "when": {"and": [{"field": "lead_score", "operator": "gte", "value": 5},
                      {"field": "amount", "operator": "gt", "value": 10}]}}],
                   "steps": [
                     {"id": "add_note", "action": "add_note", "config": {"note": "one"}},
                     {"id": "add_note-2", "action": "add_note", "config": {"note": "two"}}]}
                  """));
    }

    @Test
    void a_document_reads_back_as_written() {
      JsonNode written =
          Json.read(
              """
              {"key": "own-document", "name": "Own document", "priority": 3,
               "triggers": [{"event": "lead.created", "when": {}}],
               "steps": [{"id": "wait", "delay": "P30D"}]}
              """);
      String id = created(written);
      JsonNode read = client.get(of(id)).is(200).json();
      assertThat(id).isEqualTo("own-document");
      assertThat(read.path("form").asText()).isEqualTo("document");
      assertHolds(read, written);
      assertThat(read.at("/document/triggers/0").has("when")).isFalse();
    }

    @Test
    void a_workflow_may_change_its_form() {
      String id = created(crm("Changes form"));
      JsonNode rule =
          client
              .put(of(id), "{\"name\": \"Changes form\", \"event_type\": \"deal.lost\"}")
              .is(200)
              .json();
      assertThat(rule.path("form").asText()).isEqualTo("rules");
      assertThat(rule.path("version").asInt()).isEqualTo(2);
      assertThat(rule.has("triggers")).isFalse();
      assertThat(rule.at("/document/triggers/0/event").asText()).isEqualTo("deal.lost");
    }

    @Test
    void what_is_unlikely_is_accepted_with_a_warning() {
      JsonNode created =
          client
              .post(
                  "/api/v1/workflows",
                  """
                  {"name": "Warned", "triggers": [{"trigger_type": "manual",
                    "conditions": [{"field": "a", "operator": "equals", "value": 1}]},
                    {"trigger_type": "lead_craeted"}], "actions": []}
                  """)
              .is(201)
              .json();
      assertThat(created.path("warnings"))
          .extracting(warning -> warning.path("pointer").asText())
          .contains("/triggers/0", "/triggers/1/trigger_type", "/actions");
      assertThat(client.get(of("warned")).is(200).json().has("warnings")).isFalse();
    }

    @Test
    void every_problem_is_told_at_once_where_it_was_written() {
      Answer answer =
          client
              .post(
                  "/api/v1/workflows",
                  """
                  {"name": "x", "triggers": [
                     {"trigger_type": "lead_created", "trigger_config": "{\\"max\\": 1}"}],
                   "actions": [{"action_type": "send_emial", "order": 0}]}
                  """)
              .isProblem(422);
      assertThat(pointers(answer))
          .containsExactly("/triggers/0/trigger_config/max", "/actions/0/action_type");
      assertThat(answer.json().at("/errors/1/message").asText()).contains("send_email");
    }

    @ParameterizedTest
    @ValueSource(strings = {"5", "[]", "\"text\"", "null", "{", ""})
    void what_is_no_object_cannot_be_read(String body) {
      client.post("/api/v1/workflows", body).isProblem(400);
    }
  }

  @Nested
  class Keys {

    @Test
    void a_key_in_use_is_a_conflict_and_so_is_a_name() {
      created(crm("Taken name"));
      ObjectNode other = crm("Another name").put("id", "taken-name");
      client.post("/api/v1/workflows", other).isProblem(409);
      Answer same = client.post("/api/v1/workflows", crm("Taken name")).isProblem(422);
      assertThat(pointers(same)).containsExactly("/name");
    }

    @Test
    void names_of_one_key_get_a_number() {
      assertThat(created(crm("Same key!"))).isEqualTo("same-key");
      assertThat(created(crm("Same key?"))).isEqualTo("same-key-2");
    }

    @Test
    void a_deleted_workflow_gives_its_key_and_name_back() {
      String id = created(crm("Comes back"));
      client.delete(of(id)).is(204);
      client.get(of(id)).isProblem(404);
      client.delete(of(id)).isProblem(404);
      JsonNode again = client.post("/api/v1/workflows", crm("Comes back")).is(201).json();
      assertThat(again.path("id").asText()).isEqualTo(id);
    }

    @Test
    void tenants_do_not_see_each_other() {
      String id = created(crm("Of acme"));
      Client firm = client.of("firm");
      firm.get(of(id)).isProblem(404);
      firm.put(of(id), crm("Of acme")).isProblem(404);
      firm.delete(of(id)).isProblem(404);
      firm.patch(of(id) + "/enable", "{\"enabled\": false}").isProblem(404);
      firm.get(of(id) + "/triggers").isProblem(404);
      firm.post(of(id) + "/actions", "{}").isProblem(404);
      firm.post(of(id) + "/trigger", "{}").isProblem(404);
      firm.get(of(id) + "/instances").isProblem(404);
      firm.get(of(id) + "/stats").isProblem(404);
      assertThat(firm.post("/api/v1/workflows", crm("Of acme")).is(201).json().path("id").asText())
          .isEqualTo(id);
    }
  }

  @Nested
  class Changes {

    @Test
    void a_stale_etag_is_a_conflict() {
      String id = created(crm("Tagged"));
      String first = client.get(of(id)).is(200).header("ETag").orElseThrow();
      Answer second = client.with("If-Match", first).put(of(id), crm("Tagged")).is(200);
      assertThat(second.header("ETag")).isNotEqualTo(first);
      client.with("If-Match", first).put(of(id), crm("Tagged")).isProblem(409);
      client.with("If-Match", first).post(of(id) + "/actions", note("x")).isProblem(409);
      client.with("If-Match", first).delete(of(id)).isProblem(409);
      client.with("If-Match", second.header("ETag").orElseThrow()).delete(of(id)).is(204);
    }

    @Test
    void an_answer_can_be_sent_back() {
      String id = created(crm("Sent back"));
      ObjectNode read = (ObjectNode) client.get(of(id)).is(200).json();
      JsonNode put = client.put(of(id), read.put("description", "new")).is(200).json();
      assertThat(put.path("actions")).isEqualTo(read.path("actions"));
      assertThat(put.path("description").asText()).isEqualTo("new");
    }

    @Test
    void whether_it_is_enabled_stays_until_somebody_says_otherwise() {
      String id = created(crm("Switched"));
      JsonNode off =
          client
              .patch(of(id) + "/enable", "{\"enabled\": false, \"reason\": \"holidays\"}")
              .is(200)
              .json();
      assertThat(off.path("enabled").asBoolean()).isFalse();
      assertThat(off.path("version").asInt()).isEqualTo(1);
      assertThat(enabled(client.put(of(id), crm("Switched")).is(200))).isFalse();
      assertThat(enabled(client.get(of(id)))).isFalse();
      client.post(of(id) + "/actions", note("three")).is(201);
      assertThat(enabled(client.get(of(id)))).isFalse();
      ObjectNode on = crm("Switched").put("enabled", true);
      assertThat(enabled(client.put(of(id), on).is(200))).isTrue();
      assertThat(enabled(client.get(of(id)))).isTrue();
      client.patch(of(id) + "/enable", "{\"enabled\": false}").is(200);
      assertThat(enabled(client.patch(of(id) + "/enable", "{\"enabled\": true}").is(200))).isTrue();
      client.patch(of(id) + "/enable", "{\"enabled\": \"no\"}").isProblem(400);
      client.patch(of(id) + "/enable", "{}").isProblem(400);
    }

    private boolean enabled(Answer answer) {
      return answer.json().path("enabled").asBoolean();
    }

    @Test
    void sales_may_look_and_not_change() {
      String id = created(crm("Not for sales"));
      Client sam = client.as("sam");
      sam.get(of(id)).is(200);
      sam.post("/api/v1/workflows", crm("By sales")).isProblem(403);
      sam.put(of(id), crm("Not for sales")).isProblem(403);
      sam.post(of(id) + "/triggers", "{\"trigger_type\": \"lead_created\"}").isProblem(403);
      sam.patch(of(id) + "/enable", "{\"enabled\": false}").isProblem(403);
      sam.delete(of(id)).isProblem(403);
      client.as("max").put(of(id), crm("Not for sales")).is(200);
      client.anonymous().get(of(id)).isProblem(401);
    }
  }

  private static String note(String text) {
    return "{\"action_type\": \"add_note\", \"action_config\": {\"note\": \"" + text + "\"}}";
  }

  @Nested
  class Parts {

    @Test
    void triggers_are_added_changed_and_removed_one_by_one() {
      String id = created(crm("Triggers"));
      String list = of(id) + "/triggers";
      Answer added = client.post(list, "{\"trigger_type\": \"lead_created\"}").is(201);
      assertThat(added.json())
          .isEqualTo(Json.read("{\"id\": \"lead_created\", \"trigger_type\": \"lead_created\"}"));
      assertThat(added.header("Location")).hasValue(list + "/lead_created");

      JsonNode put =
          client
              .put(
                  list + "/deal_won",
                  """
                  {"trigger_type": "scheduled", "trigger_config": {"schedule": "0 9 * * *"}}
                  """)
              .is(200)
              .json();
      assertThat(put.path("id").asText()).isEqualTo("deal_won");
      assertThat(client.get(list).is(200).json().path("items"))
          .extracting(trigger -> trigger.path("trigger_type").asText())
          .containsExactly("scheduled", "lead_created");
      assertThat(client.get(of(id)).json().at("/document/triggers/0/schedule").asText())
          .isEqualTo("0 9 * * *");

      client.delete(list + "/deal_won").is(204);
      client.delete(list + "/deal_won").isProblem(404);
      JsonNode left = client.get(of(id)).is(200).json();
      assertThat(left.at("/document/triggers"))
          .isEqualTo(Json.read("[{\"event\": \"lead.created\"}]"));
      assertThat(left.path("version").asInt()).isEqualTo(4);
    }

    @Test
    void actions_are_added_changed_and_removed_and_their_ids_stay() {
      String id = created(crm("Actions"));
      String list = of(id) + "/actions";
      client.post(list, note("three")).is(201);
      client.delete(list + "/add_note").is(204);
      client.put(list + "/add_note-2", note("two, changed")).is(200);
      assertThat(client.get(list).is(200).json().path("items"))
          .extracting(action -> action.path("id").asText())
          .containsExactly("add_note-2", "add_note-3");
      assertThat(client.get(of(id)).json().at("/document/steps/0/config/note").asText())
          .isEqualTo("two, changed");
      ObjectNode whole = crm("Actions");
      whole.putArray("actions").add(Json.read(note("three"))).add(Json.read(note("new")));
      assertThat(client.put(of(id), whole).is(200).json().path("actions"))
          .extracting(action -> action.path("id").asText())
          .containsExactly("add_note-3", "add_note-2");
    }

    @Test
    void what_is_wrong_with_a_part_is_told_at_its_own_places() {
      String id = created(crm("Wrong parts"));
      Answer trigger =
          client
              .post(
                  of(id) + "/triggers",
                  """
                  {"trigger_type": "lead_created", "trigger_config": {"max": 1, "min_score": "5"},
                   "conditions": [{"field": "a", "operator": "is", "value": 1}]}
                  """)
              .isProblem(422);
      assertThat(pointers(trigger))
          .containsExactly(
              "/trigger_config/max", "/trigger_config/min_score", "/conditions/0/operator");
      Answer action =
          client
              .put(of(id) + "/actions/add_note", "{\"action_type\": \"add_note\", \"id\": \"x\"}")
              .isProblem(422);
      assertThat(pointers(action)).containsExactly("/id");
      client.put(of(id) + "/actions/none", note("x")).isProblem(404);
      assertThat(client.get(of(id)).json().path("version").asInt()).isEqualTo(1);
    }

    @Test
    void a_rule_has_actions_and_no_triggers_of_their_own() {
      JsonNode rule =
          client
              .post(
                  "/api/v1/workflows/",
                  """
                  {"name": "Parts of a rule", "event_type": "deal.won", "actions": [
                    {"action_type": "add_note", "config": {"note": "n"}}]}
                  """)
              .is(201)
              .json();
      String id = rule.path("id").asText();
      client
          .post(
              of(id) + "/actions/", "{\"action_type\": \"add_tag\", \"config\": {\"tag\": \"t\"}}")
          .is(201);
      client.delete(of(id) + "/actions/add_note/").is(204);
      assertThat(client.get(of(id) + "/").is(200).json().path("actions"))
          .isEqualTo(Json.read("[{\"action_type\": \"add_tag\", \"config\": {\"tag\": \"t\"}}]"));
      Answer refused =
          client.post(of(id) + "/triggers/", "{\"trigger_type\": \"x_y\"}").isProblem(409);
      assertThat(refused.json().path("detail").asText())
          .isEqualTo(
              "the workflow \"parts-of-a-rule\" is written as a rule and has no triggers of their"
                  + " own; change it as a whole");
    }

    @Test
    void parts_that_are_added_at_the_same_moment_are_all_there() {
      String id = created(crm("At once"));
      List<CompletableFuture<Answer>> answers = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        String note = note("at once " + i);
        answers.add(CompletableFuture.supplyAsync(() -> client.post(of(id) + "/actions", note)));
      }
      answers.forEach(answer -> answer.join().is(201));
      JsonNode workflow = client.get(of(id)).is(200).json();
      assertThat(workflow.path("actions")).hasSize(6);
      assertThat(workflow.path("version").asInt()).isEqualTo(5);
    }
  }

  @Nested
  class Lists {

    @Test
    void a_list_is_filtered_counted_and_paged() {
      created(crm("Listed one").put("description", "needle-1"));
      created(crm("Listed two needle-1"));
      ObjectNode off = crm("Listed three needle-1").put("enabled", false);
      off.putArray("triggers").addObject().put("trigger_type", "manual");
      created(off);
      String path = "/api/v1/workflows?q=NEEDLE-1";
      JsonNode all = client.get(path).is(200).json();
      assertThat(all.path("total").asInt()).isEqualTo(3);
      assertThat(all.path("items"))
          .extracting(one -> one.path("id").asText())
          .containsExactly("listed-one", "listed-three-needle-1", "listed-two-needle-1");
      assertThat(all.at("/items/0/triggers/0/trigger_type").asText()).isEqualTo("deal_won");

      assertThat(ids(path + "&enabled=false")).containsExactly("listed-three-needle-1");
      assertThat(ids(path + "&trigger_type=deal_won"))
          .containsExactly("listed-one", "listed-two-needle-1");
      assertThat(ids(path + "&trigger_type=deal.won")).hasSize(2);
      assertThat(ids(path + "&trigger_type=manual")).containsExactly("listed-three-needle-1");
      assertThat(ids(path + "&trigger_type=scheduled")).isEmpty();
      assertThat(ids("/api/v1/workflows/?q=needle-1&enabled=true")).hasSize(2);

      Answer first = client.get(path + "&limit=2").is(200);
      assertThat(first.json().path("items")).hasSize(2);
      assertThat(first.json().path("total").asInt()).isEqualTo(3);
      String link = first.header("Link").orElseThrow();
      JsonNode second = client.get(link.substring(1, link.indexOf('>'))).is(200).json();
      assertThat(second.path("items")).hasSize(1);
      assertThat(second.has("next_cursor")).isFalse();
      assertThat(ids(path + "&offset=10000")).isEmpty();
      client.get(path + "&enabled=maybe").isProblem(400);
    }

    private List<String> ids(String path) {
      List<String> ids = new ArrayList<>();
      client.get(path).is(200).json().path("items").forEach(o -> ids.add(o.path("id").asText()));
      return ids;
    }
  }
}
