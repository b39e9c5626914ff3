package dev.workflow.examples.host;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.examples.host.Client.Answer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Users and API tokens. */
@HostTest
class UsersTest {

  @Autowired private Client client;

  @Test
  void a_user_is_added_given_other_roles_and_taken_out() {
    Answer created =
        client
            .post(
                "/api/v1/users",
                """
                {"id": "u-1", "login": "uma", "name": "Uma", "roles": ["SALES"],
                 "password": "correct horse battery"}
                """)
            .is(201);
    assertThat(created.header("Location")).hasValue("/api/v1/users/u-1");
    assertThat(created.text()).doesNotContain("correct horse");
    client.put("/api/v1/users/u-1/roles", "{\"roles\": [\"MANAGER\"]}").is(200);
    assertThat(client.as("u-1").get("/api/v1/me").is(200).json().get("roles").get(0).asText())
        .isEqualTo("MANAGER");
    client.put("/api/v1/users/u-1/roles", "{\"roles\": []}").is(200);
    client.get("/api/v1/users/u-1").isProblem(404);
    client.as("u-1").get("/api/v1/me").isProblem(403);
  }

  @Test
  void only_an_admin_sees_users() {
    Answer answer = client.as("sam").get("/api/v1/users").isProblem(403);
    assertThat(answer.json().get("detail").asText())
        .isEqualTo("\"sam\" is not ADMIN in tenant acme");
  }

  @Test
  void everybody_finds_people_of_the_tenant_by_name_or_id() {
    JsonNode found =
        client.of("firm").as("pia").get("/api/v1/people?q=LAWYER").is(200).json().get("items");
    assertThat(found)
        .extracting(one -> one.get("name").asText())
        .containsExactly("Lena Lawyer", "Luis Lawyer");
    assertThat(found.get(0).get("roles").get(0).asText()).isEqualTo("LAWYER");
    assertThat(people(client.of("firm").as("pia"), "?id=luis&id=nobody&id=sam"))
        .containsExactly("luis");
    client.get("/api/v1/people?id=" + "x&id=".repeat(200) + "x").isProblem(400);
  }

  @Test
  void a_client_sees_only_the_people_of_the_own_matters() {
    assertThat(people(client.of("firm").as("cleo"), ""))
        .contains("cleo", "lena", "pia")
        .doesNotContain("luis", "mia", "user-456");
    assertThat(people(client.of("firm").as("cleo"), "?id=luis")).isEmpty();
  }

  private static List<String> people(Client who, String query) {
    List<String> ids = new ArrayList<>();
    who.get("/api/v1/people" + query)
        .is(200)
        .json()
        .get("items")
        .forEach(one -> ids.add(one.get("id").asText()));
    return ids;
  }

  @Test
  void matters_are_listed_for_those_who_are_on_them() {
    assertThat(matters("mia")).contains("m-1", "m-2");
    assertThat(matters("luis")).contains("m-2").doesNotContain("m-1");
    assertThat(matters("cleo")).containsExactly("m-1");
  }

  private List<String> matters(String who) {
    List<String> ids = new ArrayList<>();
    client
        .of("firm")
        .as(who)
        .get("/api/workflows/matters")
        .is(200)
        .json()
        .get("items")
        .forEach(one -> ids.add(one.get("id").asText()));
    return ids;
  }

  @Test
  void everything_that_is_wrong_with_a_user_is_told_at_once() {
    Answer answer =
        client
            .post(
                "/api/v1/users",
                """
                {"id": "", "login": "x", "name": " ", "roles": [], "password": "short"}
                """)
            .isProblem(400);
    assertThat(answer.json().get("errors"))
        .extracting(error -> error.get("pointer").asText())
        .containsExactly("/id", "/name", "/roles", "/password");
  }

  @Test
  void what_is_missing_null_unknown_or_of_another_type_is_named() {
    assertThat(problem("{\"id\": \"x\", \"login\": \"x\", \"roles\": []}"))
        .isEqualTo("/name: is required");
    assertThat(problem("{\"id\": \"x\", \"login\": \"x\", \"name\": null, \"roles\": []}"))
        .isEqualTo("/name: must not be null");
    assertThat(problem("{\"roles\": [null]}")).isEqualTo("/roles/0: must not be null");
    assertThat(
            problem(
                "{\"id\": \"x\", \"login\": \"x\", \"name\": \"x\", \"roles\": [], \"rolls\": []}"))
        .isEqualTo("/rolls: unknown key; known are email, id, login, name, password, roles");
    assertThat(problem("{\"roles\": [\"BOSS\"]}"))
        .isEqualTo("/roles/0: expected one of ADMIN, MANAGER, LAWYER, PARALEGAL, CLIENT, SALES");
    assertThat(problem("{\"name\": 1}")).isEqualTo("/name: expected a text");
    assertThat(problem("{\"name\": \"a\", \"name\": \"b\"}"))
        .isEqualTo("(document): malformed JSON: Duplicate Object property \"name\"");
    assertThat(problem("{\"name\": ")).startsWith("(document): malformed JSON: ");
    assertThat(problem("")).isEqualTo("(document): expected a JSON document");
  }

  private String problem(String body) {
    JsonNode error = client.post("/api/v1/users", body).isProblem(400).json().get("errors").get(0);
    String pointer = error.get("pointer").asText();
    return (pointer.isEmpty() ? "(document)" : pointer) + ": " + error.get("message").asText();
  }

  @Test
  void a_token_is_shown_once_works_and_is_revoked() {
    Client sam = client.as("sam");
    Answer created =
        sam.post("/api/v1/tokens", "{\"name\": \"script\", \"scopes\": [\"read\"]}").is(201);
    String secret = created.json().get("token").asText();
    assertThat(sam.get("/api/v1/tokens").is(200).text()).contains("script").doesNotContain(secret);

    Client script = client.withToken(secret);
    assertThat(script.get("/api/v1/me").is(200).json().get("id").asText()).isEqualTo("sam");
    assertThat(
            script
                .post("/api/v1/tokens", "{\"name\": \"x\", \"scopes\": [\"read\"]}")
                .isProblem(403)
                .json()
                .get("detail")
                .asText())
        .isEqualTo("the API token lacks the scope write");
    assertThat(script.as("max").get("/api/v1/me").isProblem(403).json().get("detail").asText())
        .isEqualTo("X-User-ID is only for API tokens of the scope act-as");
    script.of("firm").get("/api/v1/me").isProblem(404);

    sam.delete(created.header("Location").orElseThrow()).is(204);
    script.get("/api/v1/me").isProblem(401);
  }
}
