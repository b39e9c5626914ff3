package dev.workflow.channels.webhook;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.Json;
import dev.workflow.Problems;
import dev.workflow.action.ActionSpec;
import dev.workflow.action.KeyType;
import dev.workflow.channels.Headers;
import dev.workflow.channels.http.AddressPolicy;
import dev.workflow.channels.http.HttpCall;
import dev.workflow.channels.http.OutboundHttp;
import dev.workflow.expression.Template;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The configuration of {@code call_webhook}, and the request it makes. */
final class CallConfig {

  private static final Duration LONGEST = Duration.ofMinutes(2);
  private static final Set<String> WITHOUT_BODY = Set.of("GET", "HEAD");
  private static final String JSON_TYPE = "application/json";

  static final ActionSpec SPEC =
      ActionSpec.builder(
              "call_webhook", "Calls a URL over HTTP, signed, and reads what it answers.")
          .required("url", KeyType.TEXT, "where to; values of expressions are percent-encoded")
          .optionalOneOf(
              "method",
              List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"),
              "`POST` by default")
          .optional("headers", KeyType.OBJECT, "header fields with their values")
          .optional("body", KeyType.ANY, "sent as JSON; a text with a `Content-Type` as it is")
          .optional("timeout", KeyType.TEXT, "`PT20S` by default, `PT2M` at most")
          .optional("expect", KeyType.ANY, "what counts as success; `2xx` by default")
          .check(CallConfig::check)
          .takesSecrets()
          .output("`status`, `headers` and `body`: an object if it is JSON, else a text")
          .example(
              """
              {"url": "https://api.example.com/webhooks/lead", "method": "POST",
               "headers": {"Authorization": "Bearer {{secret.api_key}}"},
               "body": {"lead_id": "{{lead.id}}", "event": "lead.qualified"}}""")
          .build();

  private final JsonNode config;

  CallConfig(JsonNode config) {
    this.config = config;
  }

  private static void check(JsonNode config, Problems problems) {
    String url = config.path("url").asText("");
    if (!url.isBlank() && !Template.containsExpression(url)) {
      String problem = OutboundHttp.problem(url, AddressPolicy.anywhere());
      if (problem != null) {
        problems.at("url").add(problem);
      }
    }
    for (var header : config.path("headers").properties()) {
      checkHeader(header.getKey(), header.getValue(), problems.at("headers").at(header.getKey()));
    }
    String method = config.path("method").asText("POST");
    if (WITHOUT_BODY.contains(method) && config.has("body")) {
      problems.at("body").add("a " + method + " has no body");
    }
    String timeout = config.path("timeout").asText("");
    if (!timeout.isEmpty() && !Template.containsExpression(timeout) && duration(timeout) == null) {
      problems.at("timeout").add("expected a duration such as \"PT30S\", \"PT2M\" at most");
    }
    JsonNode expect = config.path("expect");
    boolean open = expect.isTextual() && Template.containsExpression(expect.textValue());
    if (!open && ExpectedStatus.parse(expect) == null) {
      problems.at("expect").add("expected " + ExpectedStatus.FORM);
    }
  }

  private static void checkHeader(String name, JsonNode value, Problems problems) {
    if (!value.isValueNode() || value.isNull()) {
      problems.add("expected a text");
      return;
    }
    boolean open = Template.containsExpression(value.asText());
    String problem = HttpCall.headerProblem(name, open ? "" : Json.text(value));
    if (problem != null) {
      problems.add(problem);
    } else if (name.toLowerCase(Locale.ROOT).startsWith("webhook-")) {
      problems.add("the header " + name + " belongs to the signature");
    }
  }

  private static @Nullable Duration duration(String text) {
    try {
      Duration duration = Duration.parse(text);
      boolean fits =
          !duration.isNegative() && !duration.isZero() && duration.compareTo(LONGEST) <= 0;
      return fits ? duration : null;
    } catch (DateTimeException e) {
      return null;
    }
  }

  ExpectedStatus expected() {
    return Objects.requireNonNull(ExpectedStatus.parse(config.path("expect")), "expect");
  }

  /** The request of a configuration in which nothing is wrong. */
  HttpCall call() throws JsonProcessingException {
    Headers headers = Headers.none();
    for (var header : config.path("headers").properties()) {
      headers = headers.with(header.getKey(), Json.text(header.getValue()));
    }
    JsonNode body = config.path("body");
    String type = headers.first("Content-Type");
    byte[] bytes = new byte[0];
    if (body.isTextual() && type != null) {
      bytes = body.textValue().getBytes(StandardCharsets.UTF_8);
    } else if (!body.isMissingNode()) {
      bytes = Json.writer().writeValueAsBytes(body);
      headers = type == null ? headers.with("Content-Type", JSON_TYPE) : headers;
    }
    String timeout = config.path("timeout").asText("");
    return new HttpCall(
        config.path("method").asText("POST"),
        URI.create(config.path("url").asText()),
        headers,
        bytes,
        timeout.isEmpty() ? null : duration(timeout));
  }
}
