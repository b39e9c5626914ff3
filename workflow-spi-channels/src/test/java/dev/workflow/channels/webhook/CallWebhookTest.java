package dev.workflow.channels.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.InstanceId;
import dev.workflow.InvalidDefinitionException;
import dev.workflow.Json;
import dev.workflow.Problem;
import dev.workflow.Problems;
import dev.workflow.SubjectRef;
import dev.workflow.channels.http.AddressPolicy;
import dev.workflow.channels.http.OutboundHttp;
import dev.workflow.channels.server.RawServer;
import dev.workflow.channels.signature.StandardWebhooks;
import dev.workflow.channels.signature.WebhookKey;
import dev.workflow.instance.StepState;
import dev.workflow.testkit.WorkflowAssertions;
import dev.workflow.testkit.WorkflowTestKit;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CallWebhookTest {

  private static final WebhookKey KEY = WebhookKey.generate();
  private static final SubjectRef LEAD = SubjectRef.of("lead", "7");

  private final OutboundHttp http = OutboundHttp.create();

  @AfterEach
  void close() {
    http.close();
  }

  private WorkflowTestKit kit(RawServer server) {
    AddressPolicy policy =
        AddressPolicy.publicInternet()
            .allowPlainHttp()
            .ports(server.port(), 443)
            .allowNetworks("127.0.0.0/8");
    WebhookSettings settings =
        WebhookSettings.defaults()
            .withPolicies(tenant -> policy)
            .withKeys((tenant, url) -> List.of(KEY));
    return WorkflowTestKit.inMemory(
        engine ->
            engine
                .handler(CallWebhook.create(http, settings))
                .secrets((tenant, name) -> name.equals("api_key") ? "s3cr3t" : null));
  }

  private static InstanceId run(WorkflowTestKit kit, RawServer server, String config) {
    ObjectNode document = Json.object().put("key", "w").put("name", "W");
    document
        .putArray("steps")
        .addObject()
        .put("id", "call")
        .put("action", "call_webhook")
        .set("config", Json.read(config.replace("$BASE", "http://127.0.0.1:" + server.port())));
    kit.publish(document.toString());
    ObjectNode input = Json.object();
    input.putObject("lead").put("id", "a/b ?&#").put("name", "Jörg").put("evil", "x\r\nX-A: b");
    return kit.start("w", LEAD, input);
  }

  private static JsonNode output(WorkflowTestKit kit, InstanceId id) {
    return kit.instance(id).step("call").output();
  }

  @Nested
  class Calling {

    @Test
    void sends_secrets_and_values_and_reads_the_answer() throws Exception {
      try (RawServer server =
              RawServer.start(
                  e ->
                      e.answer(
                          201,
                          "Content-Type: application/json\r\nSet-Cookie: session=1\r\nX-Id: 5",
                          "{\"ok\": true}"));
          WorkflowTestKit kit = kit(server)) {
        InstanceId id =
            run(
                kit,
                server,
                """
                {"url": "$BASE/leads/{{input.lead.id}}?from=portal", "method": "PUT",
                 "headers": {"Authorization": "Bearer {{secret.api_key}}"},
                 "body": {"lead_id": "{{input.lead.id}}", "name": "{{input.lead.name}}"}}""");
        WorkflowAssertions.assertThat(kit, id).isCompleted();
        RawServer.Received request = server.requests().get(0);
        assertThat(request.method()).isEqualTo("PUT");
        assertThat(request.target()).isEqualTo("/leads/a%2Fb%20%3F%26%23?from=portal");
        assertThat(request.headers().first("Authorization")).isEqualTo("Bearer s3cr3t");
        assertThat(request.headers().first("Content-Type")).isEqualTo("application/json");
        assertThat(Json.read(request.text()))
            .isEqualTo(Json.read("{\"lead_id\": \"a/b ?&#\", \"name\": \"Jörg\"}"));
        assertThat(
                StandardWebhooks.of(KEY)
                    .verify(request.headers(), request.body(), WorkflowTestKit.START)
                    .isValid())
            .isTrue();
        assertThat(output(kit, id))
            .isEqualTo(
                Json.read(
                    """
                    {"status": 201, "body": {"ok": true}, "headers": {
                      "content-type": "application/json", "x-id": "5", "content-length": "12"}}"""));
      }
    }

    @Test
    void sends_a_text_with_a_type_as_it_is_and_takes_an_answer_that_is_no_json() throws Exception {
      try (RawServer server = RawServer.start(e -> e.answer(200, "thanks"));
          WorkflowTestKit kit = kit(server)) {
        InstanceId id =
            run(
                kit,
                server,
                """
                {"url": "$BASE/", "headers": {"Content-Type": "application/xml"},
                 "body": "<lead/>"}""");
        assertThat(server.requests().get(0).text()).isEqualTo("<lead/>");
        assertThat(server.requests().get(0).headers().all("Content-Type"))
            .containsExactly("application/xml");
        assertThat(output(kit, id).path("body").textValue()).isEqualTo("thanks");
      }
    }

    @Test
    void without_a_body_sends_none() throws Exception {
      try (RawServer server = RawServer.start(e -> e.answer(200, "[1]"));
          WorkflowTestKit kit = kit(server)) {
        InstanceId id = run(kit, server, "{\"url\": \"$BASE/\", \"method\": \"GET\"}");
        assertThat(server.requests().get(0).method()).isEqualTo("GET");
        assertThat(server.requests().get(0).body()).isEmpty();
        assertThat(output(kit, id).path("body")).isEqualTo(Json.read("[1]"));
      }
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 425, 429, 500, 503})
    void is_tried_again_with_the_same_id_when_that_may_help(int status) throws Exception {
      try (RawServer server = RawServer.start(e -> e.answer(e.number() == 1 ? status : 200, ""));
          WorkflowTestKit kit = kit(server)) {
        InstanceId id = run(kit, server, "{\"url\": \"$BASE/?token=s3cr3t\"}");
        assertThat(kit.instance(id).step("call").reason()).isEqualTo("127.0.0.1 answers " + status);
        kit.advance(Duration.ofMinutes(1));
        WorkflowAssertions.assertThat(kit, id).isCompleted();
        assertThat(server.requests())
            .extracting(request -> request.headers().first("webhook-id"))
            .hasSize(2)
            .containsOnly(server.requests().get(0).headers().first("webhook-id"));
      }
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 400, 401, 404, 410})
    void fails_at_once_when_it_would_not_help(int status) throws Exception {
      try (RawServer server =
              RawServer.start(e -> e.answer(status, "Location: /other", "secret reason"));
          WorkflowTestKit kit = kit(server)) {
        InstanceId id = run(kit, server, "{\"url\": \"$BASE/\"}");
        WorkflowAssertions.assertThat(kit, id).hasFailed().step("call", StepState.FAILED);
        assertThat(kit.instance(id).step("call").reason()).isEqualTo("127.0.0.1 answers " + status);
        assertThat(server.requests()).hasSize(1);
      }
    }

    @ParameterizedTest
    @CsvSource({"404,200", "'[404, \"2xx\"]',404", "'\"400-404\"',404", "'\"2xx\"',204"})
    void takes_the_statuses_that_are_expected(String expect, int status) throws Exception {
      try (RawServer server = RawServer.start(e -> e.answer(status, ""));
          WorkflowTestKit kit = kit(server)) {
        InstanceId id = run(kit, server, "{\"url\": \"$BASE/\", \"expect\": " + expect + "}");
        if (expect.contains(String.valueOf(status)) || status == 204) {
          WorkflowAssertions.assertThat(kit, id).isCompleted();
          assertThat(output(kit, id).path("status").intValue()).isEqualTo(status);
        } else {
          WorkflowAssertions.assertThat(kit, id).hasFailed();
        }
      }
    }

    @Test
    void goes_nowhere_it_is_not_allowed_to() throws Exception {
      try (RawServer server = RawServer.start(e -> e.answer(200, ""));
          WorkflowTestKit kit = kit(server)) {
        InstanceId id = run(kit, server, "{\"url\": \"https://169.254.169.254/latest/meta-data\"}");
        WorkflowAssertions.assertThat(kit, id).hasFailed();
        assertThat(kit.instance(id).step("call").reason())
            .isEqualTo("the host 169.254.169.254 has an address that is not public");
      }
    }

    @Test
    void a_line_break_from_the_data_does_not_reach_a_header() throws Exception {
      try (RawServer server = RawServer.start(e -> e.answer(200, ""));
          WorkflowTestKit kit = kit(server)) {
        run(
            kit,
            server,
            "{\"url\": \"$BASE/\", \"headers\": {\"X-Lead\": \"{{input.lead.evil}}\"}}");
        assertThat(server.connections()).isZero();
      }
    }

    @Test
    void a_broken_line_is_tried_again_after_the_steps_backoff() throws Exception {
      try (RawServer server =
              RawServer.start(
                  e -> {
                    if (e.number() == 1) {
                      e.hangUp();
                    } else {
                      e.answer(200, "");
                    }
                  });
          WorkflowTestKit kit = kit(server)) {
        InstanceId id = run(kit, server, "{\"url\": \"$BASE/\"}");
        assertThat(kit.instance(id).step("call").state()).isEqualTo(StepState.READY);
        kit.advance(Duration.ofMinutes(1));
        WorkflowAssertions.assertThat(kit, id).isCompleted();
      }
    }
  }

  @Nested
  class Configuration {

    private List<String> problems(String config) {
      Problems problems = Problems.none();
      CallWebhook.create(http, WebhookSettings.defaults()).validate(Json.read(config), problems);
      return problems.list().stream().map(Problem::toString).toList();
    }

    @Test
    void of_the_example_is_right() {
      assertThat(problems(CallWebhook.spec().example())).isEmpty();
      assertThat(problems("{\"url\": \"{{{input.url}}}\", \"timeout\": \"{{input.t}}\"}"))
          .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        textBlock =
            """
            {} | /url: is required: where to; values of expressions are percent-encoded
            {"url": "api.example.com"} | /url: expected a URL that begins with https:// or http://
            {"url": "https://a:b@example.com/"} | /url: a URL must not hold a user name or a password
            {"url": "https://a.example/", "method": "GET", "body": 1} | /body: a GET has no body
            {"url": "https://a.example/", "headers": {"Host": "x"}} | /headers/Host: the header Host cannot be set: the connection needs it
            {"url": "https://a.example/", "headers": {"Webhook-Id": "x"}} | /headers/Webhook-Id: the header Webhook-Id belongs to the signature
            {"url": "https://a.example/", "headers": {"X": ["y"]}} | /headers/X: expected a text
            {"url": "https://a.example/", "headers": {"X": "a\\r\\nb"}} | /headers/X: the header X holds a line break, a letter outside ASCII or more than 8,000 characters
            {"url": "https://a.example/", "timeout": "PT3M"} | /timeout: expected a duration such as "PT30S", "PT2M" at most
            {"url": "https://a.example/", "timeout": "30"} | /timeout: expected a duration such as "PT30S", "PT2M" at most
            {"url": "https://a.example/", "expect": "6xx"} | /expect: expected a status such as 200, "2xx" or "200-204", or a list of them
            {"url": "https://a.example/", "expect": []} | /expect: expected a status such as 200, "2xx" or "200-204", or a list of them
            """)
    void that_is_wrong_is_said_when_the_workflow_is_published(String config, String problem) {
      assertThat(problems(config)).containsExactly(problem);
    }

    @Test
    void with_a_key_that_is_not_known_is_refused_with_the_document() throws Exception {
      try (RawServer server = RawServer.start(e -> e.answer(200, ""));
          WorkflowTestKit kit = kit(server)) {
        InvalidDefinitionException thrown =
            catchThrowableOfType(
                InvalidDefinitionException.class,
                () -> run(kit, server, "{\"url\": \"$BASE/\", \"metod\": \"GET\"}"));
        assertThat(thrown.problems())
            .containsExactly(
                new Problem(
                    "/steps/0/config/metod", "unknown key \"metod\"; did you mean \"method\"?"));
      }
    }
  }
}
