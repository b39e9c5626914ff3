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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
  private static final String STREAM = "/api/v1/stream";

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

  /** Whose body is a draft of somebody, which may be any JSON. */
  private static final Set<String> FREE = Set.of("matters_resolve_step");

  /** Whose paths name things outside, which are what a tenant says they are. */
  private static final Set<String> NAMES_OF_ALL =
      Set.of(
          "catalogue_action_type",
          "catalogue_event_type",
          "sales_effective_workflow",
          "sales_put_override",
          "sales_get_override",
          "sales_delete_override",
          "definitions_save",
          "assignments_effective",
          "assignments_set_override");

  private static final Map<String, Prepared> PREPARED = new HashMap<>();

  /** What cleo, a client of the firm, may read: what is for everybody, and what is about m-1. */
  private static final Set<String> HERS =
      Set.of(
          "catalogue_schema",
          "catalogue_event_types",
          "catalogue_event_type",
          "users_me",
          "messages_count",
          "tasks_list",
          "tasks_get",
          "upcoming_list",
          "users_people",
          "matters_list_matters",
          "matters_list_instances",
          "matters_get_instance",
          "matters_get_step");

  @Autowired private Client client;
  @Autowired private Tokens tokens;

  /**
   * Calls routes, and fails with all of those whose answer has another status. Who calls from
   * outside an address that is not there is told so first, whatever they send.
   */
  private void each(Predicate<Route> some, Function<Route, Answer> call, Predicate<Answer> wanted) {
    List<String> wrong = new ArrayList<>();
    int called = 0;
    for (Route route : Contract.of(client).routes()) {
      if (!route.stream() && some.test(route)) {
        called++;
        try {
          Answer answer = call.apply(route);
          if (!wanted.test(answer) && (route.login() || !problem(404).test(answer))) {
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

  /** What is refused leaves what was prepared as it is: once for all tests. */
  private Prepared example(Route route) {
    return PREPARED.computeIfAbsent(route.id(), id -> Prepared.of(route, client));
  }

  @Test
  void without_a_login_it_is_401() {
    each(Route::login, route -> example(route).sendBy(client.anonymous()), problem(401));
    client.anonymous().send("GET", STREAM, null).isProblem(401);
  }

  @Test
  void with_an_expired_token_it_is_401() {
    String secret = Tokens.newSecret();
    tokens.create(
        secret, "user-456", "old", EnumSet.allOf(Scope.class), Instant.now().minusSeconds(1));
    each(Route::login, route -> example(route).sendBy(client.withToken(secret)), problem(401));
    client.withToken(secret).send("GET", STREAM, null).isProblem(401);
  }

  @Test
  void with_the_wrong_role_it_is_403_or_not_there() {
    each(
        route -> route.login() && !route.method().equals("GET") && !ONES_OWN.contains(route.id()),
        route -> {
          Prepared example = example(route);
          return example.send(example.client().of("firm").as("cleo"), example.body());
        },
        problem(403, 404));
  }

  @Test
  void of_what_is_not_hers_a_client_reads_empty_lists_at_most() {
    each(
        route -> route.login() && route.method().equals("GET") && !HERS.contains(route.id()),
        route -> {
          Prepared example = example(route);
          return example.send(example.client().of("firm").as("cleo"), null);
        },
        answer ->
            problem(403, 404).test(answer)
                || answer.status() == 200 && answer.json().path("items").isEmpty());
  }

  @Test
  void another_tenants_id_is_404() {
    each(
        route ->
            Examples.of(route.id()).orElseThrow().has("path")
                && route.login()
                && !ONES_OWN.contains(route.id())
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
    json("{\"name\": ", problem(400));
    json("{} {}", problem(400));
  }

  @Test
  void a_key_that_is_there_twice_is_400() {
    json("{\"a\": {\"b\": 1, \"b\": 2}}", problem(400));
  }

  @Test
  void a_body_of_the_wrong_type_is_400_or_422() {
    for (String body : List.of("17", "null")) {
      each(
          route ->
              route.takesJson()
                  && !FREE.contains(route.id())
                  && (body.equals("17")
                      || route.operation().at("/requestBody/required").asBoolean()),
          route -> {
            Prepared example = example(route);
            return example.send(example.client(), body);
          },
          problem(400, 422));
    }
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
                && !FREE.contains(route.id())
                && Examples.of(route.id()).orElseThrow().path("body").isObject(),
        route -> {
          Prepared example = example(route);
          ObjectNode body = example.example().get("body").deepCopy();
          return example.send(example.client(), Json.write(body.put("no_such_key", 1)));
        },
        problem(400, 422));
  }

  @Test
  void ten_megabytes_are_413() {
    String body = "{\"name\": \"" + "x".repeat(TEN_MEGABYTES) + "\"}";
    each(
        route -> !Set.of("GET", "DELETE").contains(route.method()),
        route -> client.send(route.method(), route.path(Json.object(), "missing"), body),
        problem(413));
  }

  @Test
  void an_unsupported_media_type_is_415() {
    each(
        Route::takesJson,
        route -> {
          Prepared example = example(route);
          return example.send(example.client().with("Content-Type", "text/csv"), "a;b");
        },
        problem(415));
  }

  @Test
  void a_stale_etag_is_409() {
    each(
        route -> route.ifMatch() && Examples.of(route.id()).orElseThrow().has("path"),
        route -> {
          Prepared example = example(route);
          return example.send(example.client().with("If-Match", "\"stale\""), example.body());
        },
        problem(409));
  }

  @Test
  void a_repeated_idempotency_key_gives_the_same_answer_and_a_changed_request_422() {
    each(
        route -> route.method().equals("POST") && route.login(),
        route -> {
          Prepared example = Prepared.of(route, client);
          String body = example.body();
          Client once = example.client().with("Idempotency-Key", "bad-input " + route);
          Answer first = example.send(once, body);
          Answer second = example.send(once, body);
          assertThat(second.status()).isEqualTo(first.status());
          assertThat(second.text()).isEqualTo(first.text());
          assertThat(second.header("Location")).isEqualTo(first.header("Location"));
          return example.send(once, body == null ? "{}" : body + " ");
        },
        problem(422));
  }

  @Test
  void a_page_beyond_the_end_is_empty() {
    each(
        Route::pages,
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
      each(Route::pages, route -> page(route, query), problem(400));
    }
    each(Route::pages, route -> page(route, "cursor=no%00such"), problem(400));
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
