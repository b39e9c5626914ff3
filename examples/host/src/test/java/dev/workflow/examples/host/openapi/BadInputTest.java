package dev.workflow.examples.host.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Json;
import dev.workflow.examples.host.Client;
import dev.workflow.examples.host.Client.Answer;
import dev.workflow.examples.host.Contract;
import dev.workflow.examples.host.Contract.Route;
import dev.workflow.examples.host.HostTest;
import dev.workflow.examples.host.security.Scope;
import dev.workflow.examples.host.security.Tokens;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.TestPropertySource;

/** Bad input to every route there is: each answers as the API promises. */
@HostTest
@TestPropertySource(properties = "spring.datasource.url=jdbc:h2:mem:badinput;DB_CLOSE_DELAY=-1")
class BadInputTest {

  private static final int TEN_MEGABYTES = 10_000_000;

  /** What everybody may do: it is one's own. */
  private static final Set<String> ONES_OWN =
      Set.of(
          "users_me",
          "users_list_tokens",
          "users_create_token",
          "users_delete_token",
          "messages_read_all",
          "tasks_create_substitution",
          "tasks_next");

  /** Whose paths name things outside, which are what a tenant says they are. */
  private static final Set<String> NAMES_OF_ALL =
      Set.of(
          "sales_effective_workflow",
          "sales_put_override",
          "sales_get_override",
          "sales_delete_override",
          "definitions_save",
          "assignments_effective",
          "assignments_set_override");

  @Autowired private Client client;
  @Autowired private Tokens tokens;

  /** Calls routes, and fails with all of those whose answer has another status. */
  private void each(Predicate<Route> some, Function<Route, Answer> call, Predicate<Answer> wanted) {
    List<String> wrong = new ArrayList<>();
    int called = 0;
    for (Route route : Contract.of(client).routes()) {
      if (!route.stream() && some.test(route)) {
        called++;
        try {
          Answer answer = call.apply(route);
          if (!wanted.test(answer)) {
            wrong.add(route + ": " + answer.status() + " " + answer.text());
          }
        } catch (AssertionError e) {
          wrong.add(route + ": " + e.getMessage());
        }
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(called).isPositive();
  }

  private static Predicate<Answer> problem(Integer... statuses) {
    return answer ->
        List.of(statuses).contains(answer.status())
            && answer.header("Content-Type").orElse("").equals("application/problem+json")
            && answer.json().get("errors").isArray()
            && !answer.json().get("detail").asText().isBlank();
  }

  private Prepared example(Route route) {
    return Prepared.of(route, client);
  }

  /** A route that leads to nothing may say so first. */
  private static Predicate<Answer> or404(Predicate<Answer> wanted) {
    return answer -> wanted.test(answer) || problem(404).test(answer);
  }

  @Test
  void without_a_login_it_is_401() {
    each(
        Route::login,
        route -> example(route).send(client.anonymous(), example(route).body()),
        problem(401));
  }

  @Test
  void with_an_expired_token_it_is_401() {
    String secret = Tokens.newSecret();
    tokens.create(
        secret, "user-456", "old", EnumSet.allOf(Scope.class), Instant.now().minusSeconds(1));
    each(
        Route::login,
        route -> example(route).send(client.withToken(secret), example(route).body()),
        problem(401));
  }

  @Test
  void with_the_wrong_role_it_is_403_or_not_there() {
    each(
        route ->
            route.login()
                && !route.method().equals("GET")
                && !ONES_OWN.contains(route.id())
                && (!route.takesJson() || Examples.of(route.id()).isPresent()),
        route -> {
          Prepared example = example(route);
          return example.send(example.client().of("firm").as("cleo"), example.body());
        },
        problem(403, 404));
  }

  @Test
  void another_tenants_id_is_404() {
    each(
        route ->
            Examples.of(route.id()).filter(example -> example.has("path")).isPresent()
                && route.login()
                && !NAMES_OF_ALL.contains(route.id()),
        route -> {
          Prepared example = example(route);
          boolean acme = example.example().path("tenant").asText("acme").equals("acme");
          return example.send(client.of(acme ? "firm" : "acme"), example.body());
        },
        problem(404));
  }

  @Test
  void malformed_json_is_400() {
    json("{\"name\": ", or404(problem(400)));
    json("{} {}", or404(problem(400)));
  }

  @Test
  void a_key_that_is_there_twice_is_400() {
    json("{\"a\": {\"b\": 1, \"b\": 2}}", or404(problem(400)));
  }

  @Test
  void a_body_of_the_wrong_type_is_400_or_422() {
    json("17", or404(problem(400, 422)));
    each(
        route ->
            route.takesJson()
                && route.operation().at("/requestBody/required").asBoolean()
                && example(route).exists(),
        route -> {
          Prepared example = example(route);
          return example.send(example.client(), "null");
        },
        or404(problem(400, 422)));
  }

  private void json(String body, Predicate<Answer> wanted) {
    each(
        Route::takesJson,
        route -> {
          Prepared example = example(route);
          return example.send(example.client(), body);
        },
        wanted);
  }

  @Test
  void an_unknown_key_is_400_or_422() {
    each(
        route ->
            route.takesJson()
                && Examples.of(route.id()).filter(one -> one.path("body").isObject()).isPresent(),
        route -> {
          Prepared example = example(route);
          ObjectNode body = example.example().get("body").deepCopy();
          return example.send(example.client(), Json.write(body.put("no_such_key", 1)));
        },
        or404(problem(400, 422)));
  }

  @Test
  void ten_megabytes_are_413() {
    json("{\"name\": \"" + "x".repeat(TEN_MEGABYTES) + "\"}", problem(413));
  }

  @Test
  void an_unsupported_media_type_is_415() {
    each(
        Route::takesJson,
        route -> {
          Prepared example = example(route);
          return example.send(example.client().with("Content-Type", "text/csv"), "a;b");
        },
        or404(problem(415)));
  }

  @Test
  void a_stale_etag_is_409() {
    each(
        route ->
            route.ifMatch()
                && Examples.of(route.id()).filter(example -> example.has("path")).isPresent(),
        route -> {
          Prepared example = example(route);
          return example.send(example.client().with("If-Match", "\"stale\""), example.body());
        },
        problem(409));
  }

  @Test
  void a_repeated_idempotency_key_gives_the_same_answer_and_a_changed_request_422() {
    each(
        route -> route.method().equals("POST") && route.takesJson() && route.login(),
        route -> {
          Prepared example = example(route);
          String body = example.body() == null ? "{}" : example.body();
          Client once = example.client().with("Idempotency-Key", "bad-input " + route);
          Answer first = example.send(once, body);
          Answer second = example.send(once, body);
          assertThat(second.status()).isEqualTo(first.status());
          assertThat(second.text()).isEqualTo(first.text());
          assertThat(second.header("Location")).isEqualTo(first.header("Location"));
          return example.send(once, body + " ");
        },
        problem(422));
  }

  @Test
  void a_page_beyond_the_end_is_empty() {
    each(
        route -> route.pages() && example(route).exists(),
        route -> page(route, "offset=10000"),
        answer -> answer.status() == 200 && items(answer.json()).isEmpty());
  }

  /** Of the page, whichever key an old form has for them. */
  private static JsonNode items(JsonNode page) {
    for (JsonNode part : page) {
      if (part.isArray()) {
        return part;
      }
    }
    return page;
  }

  @Test
  void a_page_that_cannot_be_is_400() {
    for (String query : List.of("limit=0", "limit=201", "limit=ten", "offset=-1", "offset=10001")) {
      each(
          route -> route.pages() && example(route).exists(),
          route -> page(route, query),
          problem(400));
    }
    each(
        route -> route.pages() && example(route).exists(),
        route -> page(route, "cursor=no%00such"),
        problem(400));
  }

  private Answer page(Route route, String query) {
    Prepared example = example(route);
    String path = example.pathAndQuery();
    return example.client().get(path + (path.contains("?") ? "&" : "?") + query);
  }

  @Test
  void hostile_ids_are_refused_or_not_there() {
    for (String id : List.of("%00", "%F0%9F%98%80", "..", "%2e%2e", "a%2Fb", "x".repeat(1000))) {
      each(
          route -> route.path().contains("{") && route.login(),
          route ->
              client.send(route.method(), route.path(Json.object(), id), example(route).body()),
          answer -> answer.status() < 500);
    }
  }
}
