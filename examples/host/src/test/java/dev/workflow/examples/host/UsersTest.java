package dev.workflow.examples.host;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.examples.host.Client.Answer;
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
