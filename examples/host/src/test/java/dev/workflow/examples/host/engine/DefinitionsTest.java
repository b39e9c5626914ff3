package dev.workflow.examples.host.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Json;
import dev.workflow.examples.host.Client;
import dev.workflow.examples.host.Client.Answer;
import dev.workflow.examples.host.HostTest;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Definitions by HTTP: drafts as they are written, versions, and what they are made of. */
@HostTest
class DefinitionsTest {

  @Autowired private Client client;

  private static final String YAML =
      """
      # what we do for new leads
      key: %s
      name: %s
      triggers:
        - event: lead.created
      steps:
        - id: note   # the first one
          action: add_note
          config: {note: "A new lead"}
      """;

  private static ObjectNode text(String format, String text) {
    return Json.object().put("format", format).put("text", text);
  }

  private static List<String> texts(JsonNode list, String key) {
    return StreamSupport.stream(list.spliterator(), false)
        .map(one -> one.path(key).asText())
        .toList();
  }

  private Answer draft(String key) {
    return client
        .post("/api/v1/definitions", text("yaml", YAML.formatted(key, "Draft " + key)))
        .is(201);
  }

  private static String tag(Answer answer) {
    return answer.header("ETag").orElseThrow();
  }

  @Nested
  class A_draft {

    @Test
    void keeps_its_text_as_it_was_written() {
      Answer made = draft("text-kept");
      assertThat(made.header("Location")).hasValue("/api/v1/definitions/text-kept/draft");
      JsonNode draft = client.get("/api/v1/definitions/text-kept/draft").is(200).json();
      assertThat(draft.get("text").asText())
          .isEqualTo(YAML.formatted("text-kept", "Draft text-kept"));
      assertThat(draft.at("/document/steps/0/id").asText()).isEqualTo("note");
      assertThat(draft.get("saved_by").asText()).isEqualTo("user-456");
      JsonNode line =
          client.get("/api/v1/definitions?q=text-kept&state=draft").is(200).json().at("/items/0");
      assertThat(line.get("draft_by").asText()).isEqualTo("user-456");
      assertThat(line.get("version").asInt()).isZero();
    }

    @Test
    void may_be_wrong_and_says_where() {
      String first = tag(draft("wrong-draft"));
      Answer saved =
          client
              .with("If-Match", first)
              .put(
                  "/api/v1/definitions/wrong-draft/draft",
                  text(
                      "json",
                      "{\"key\": \"wrong-draft\", \"steps\": [{\"id\": \"a\", \"acton\": 1}]}"))
              .is(200);
      assertThat(texts(saved.json().get("problems"), "pointer")).contains("/steps/0/acton");
      client.post("/api/v1/definitions/wrong-draft/publish", "{}").isProblem(422);
      Answer unreadable =
          client
              .with("If-Match", tag(saved))
              .put("/api/v1/definitions/wrong-draft/draft", text("yaml", "key: [oh"))
              .is(200);
      assertThat(unreadable.json().has("document")).isFalse();
      assertThat(client.get("/api/v1/definitions/wrong-draft/draft").json().get("text").asText())
          .isEqualTo("key: [oh");
    }

    @Test
    void is_not_overwritten_by_who_has_not_seen_it() {
      String seen = tag(draft("two-writers"));
      ObjectNode mine = text("yaml", YAML.formatted("two-writers", "Mine"));
      client.with("If-Match", seen).put("/api/v1/definitions/two-writers/draft", mine).is(200);
      Answer theirs =
          client
              .as("max")
              .with("If-Match", seen)
              .put(
                  "/api/v1/definitions/two-writers/draft",
                  text("yaml", YAML.formatted("two-writers", "Theirs")))
              .isProblem(409);
      assertThat(theirs.json().get("detail").asText())
          .startsWith("somebody saved the draft of \"two-writers\" meanwhile: user-456 at ");
      client.put("/api/v1/definitions/two-writers/draft", mine).isProblem(409);
      assertThat(client.get("/api/v1/definitions/two-writers/draft").json().get("text").asText())
          .contains("Mine");
    }

    @Test
    void is_published_once_and_discarded() {
      String seen = tag(draft("publish-me"));
      Answer published =
          client
              .with("If-Match", seen)
              .post("/api/v1/definitions/publish-me/publish", "{}")
              .is(201);
      assertThat(published.json().get("version").asInt()).isEqualTo(1);
      client.get("/api/v1/definitions/publish-me/draft").isProblem(404);
      client.post("/api/v1/definitions/publish-me/publish", "{}").isProblem(404);
      client
          .put(
              "/api/v1/definitions/publish-me/draft",
              text("yaml", YAML.formatted("publish-me", "Second")))
          .is(200);
      JsonNode diff = client.get("/api/v1/definitions/publish-me/diff?from=1&to=0").is(200).json();
      assertThat(diff.get("lines").toString()).contains("/name");
      client.delete("/api/v1/definitions/publish-me/draft").is(204);
      client.delete("/api/v1/definitions/publish-me/draft").isProblem(404);
    }

    @Test
    void of_another_tenant_is_not_there_and_who_may_not_define_is_refused() {
      draft("acme-only");
      client.of("firm").get("/api/v1/definitions/acme-only/draft").isProblem(404);
      client
          .as("sam")
          .post("/api/v1/definitions", text("yaml", YAML.formatted("sams", "Sams")))
          .isProblem(403);
      assertThat(client.get("/api/v1/definitions?q=sams").json().get("items")).isEmpty();
    }
  }

  @Nested
  class A_document {

    @Test
    void is_converted_both_ways() {
      Answer json =
          client
              .post(
                  "/api/v1/definitions/convert?to=json",
                  text("yaml", YAML.formatted("converted", "Converted")))
              .is(200);
      JsonNode tree = Json.read(json.json().get("text").asText());
      assertThat(tree.at("/steps/0/config/note").asText()).isEqualTo("A new lead");
      Answer yaml =
          client
              .post("/api/v1/definitions/convert?to=yaml", Json.object().set("document", tree))
              .is(200);
      assertThat(yaml.json().get("text").asText()).startsWith("key: converted\n");
      client.post("/api/v1/definitions/convert?to=xml", text("yaml", "a: 1")).isProblem(400);
    }

    @Test
    void is_checked_while_it_is_written() {
      JsonNode checked =
          client
              .post(
                  "/api/v1/definitions/validate",
                  text(
                      "json",
                      """
                      {"key": "w", "triggers": [{"event": "lead.creatd"}],
                       "steps": [{"id": "a", "action": "send_emial"}, {"id": "a", "delay": "soon"}]}
                      """))
              .is(200)
              .json();
      assertThat(checked.get("publishable").asBoolean()).isFalse();
      assertThat(texts(checked.get("problems"), "pointer"))
          .contains("/steps/0/action", "/steps/1/delay");
    }

    @Test
    void is_drawn() {
      Answer svg =
          client
              .post("/api/v1/definitions/diagram", text("yaml", YAML.formatted("drawn", "Drawn")))
              .is(200);
      assertThat(svg.header("Content-Type")).hasValue("image/svg+xml;charset=UTF-8");
      assertThat(svg.text()).contains("data-step=\"note\"").doesNotContain("style=");
    }
  }

  @Test
  void versions_are_listed_rolled_back_and_disabled() {
    draft("versioned");
    client.post("/api/v1/definitions/versioned/publish", "{}").is(201);
    client
        .put(
            "/api/v1/definitions/versioned/draft",
            text("yaml", YAML.formatted("versioned", "Changed")))
        .is(200);
    client.post("/api/v1/definitions/versioned/publish", "{}").is(201);
    Answer back = client.post("/api/v1/definitions/versioned/rollback", "{\"version\": 1}").is(201);
    assertThat(back.json().get("version").asInt()).isEqualTo(3);
    assertThat(back.json().at("/document/name").asText()).isEqualTo("Draft versioned");
    assertThat(
            texts(
                client.get("/api/v1/definitions/versioned/versions").is(200).json().get("items"),
                "version"))
        .containsExactly("3", "2", "1");
    assertThat(client.get("/api/v1/definitions/versioned/versions/2/yaml").is(200).text())
        .contains("name: Changed");
    client.post("/api/v1/definitions/versioned/disable", "{\"reason\": \"holidays\"}").is(200);
    assertThat(
            client
                .get("/api/v1/definitions?q=versioned&state=disabled")
                .json()
                .at("/items/0/enabled")
                .asBoolean(true))
        .isFalse();
    assertThat(
            client
                .get("/api/v1/definitions/versioned/enabled-changes")
                .is(200)
                .json()
                .at("/items/0/reason")
                .asText())
        .isEqualTo("holidays");
    client.get("/api/v1/definitions/versioned/diagram").is(200);
    client.get("/api/v1/definitions/versioned/dependencies").is(200);
    client.delete("/api/v1/definitions/versioned").is(204);
  }

  @Test
  void the_catalogues_say_what_there_is() {
    JsonNode sms = client.get("/api/v1/action-types/send_sms").is(200).json();
    assertThat(sms.at("/config_schema/properties/text/description").asText()).isNotBlank();
    assertThat(texts(client.get("/api/v1/action-types").is(200).json().get("items"), "type"))
        .contains("approval", "send_email");
    JsonNode lead = client.get("/api/v1/event-types/lead.created").is(200).json();
    assertThat(texts(lead.get("fields"), "name")).contains("lead_id");
    assertThat(client.get("/api/v1/definition-schema").is(200).json().get("title").asText())
        .isEqualTo("Workflow");
  }
}
