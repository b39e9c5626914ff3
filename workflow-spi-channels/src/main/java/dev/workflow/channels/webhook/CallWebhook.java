package dev.workflow.channels.webhook;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Json;
import dev.workflow.Problem;
import dev.workflow.Problems;
import dev.workflow.action.ActionSpec;
import dev.workflow.channels.http.HttpCall;
import dev.workflow.channels.http.HttpResult;
import dev.workflow.channels.http.HttpResult.Answered;
import dev.workflow.channels.http.HttpResult.Broken;
import dev.workflow.channels.http.HttpResult.Refused;
import dev.workflow.channels.http.HttpResult.Unreachable;
import dev.workflow.channels.http.OutboundHttp;
import dev.workflow.expression.Escaping;
import dev.workflow.spi.ActionContext;
import dev.workflow.spi.ActionHandler;
import dev.workflow.spi.ActionResult;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The action {@code call_webhook}: an HTTP call where the tenant's policy allows it, signed as
 * Standard Webhooks says if there is a key. {@code webhook-id} is the same for every attempt of a
 * step, so that a receiver can tell a repetition.
 *
 * <p>A status that is expected completes the step with {@code status}, {@code headers} and {@code
 * body}. No answer, and the statuses 408, 425, 429 and from 500 on, fail the attempt, which may be
 * tried again; every other status, and a URL that is not allowed, fail the step. What is said of a
 * failure names the host, and neither path, headers nor bodies, which may hold secrets.
 *
 * <p>Thread-safe.
 */
public final class CallWebhook implements ActionHandler {

  private static final Set<Integer> LATER = Set.of(408, 425, 429);
  private static final int SERVER_ERROR = 500;
  private static final Set<String> NOT_SHOWN = Set.of("set-cookie", "set-cookie2");

  private final SignedCalls calls;

  private CallWebhook(SignedCalls calls) {
    this.calls = calls;
  }

  public static CallWebhook create(OutboundHttp http, WebhookSettings settings) {
    return new CallWebhook(new SignedCalls(http, settings));
  }

  /** What the action takes and gives. */
  public static ActionSpec spec() {
    return CallConfig.SPEC;
  }

  @Override
  public String type() {
    return CallConfig.SPEC.type();
  }

  @Override
  public Optional<JsonNode> schema() {
    return Optional.of(CallConfig.SPEC.schema());
  }

  @Override
  public void validate(JsonNode config, Problems problems) {
    CallConfig.SPEC.validate(config, problems);
  }

  @Override
  public Escaping escaping(String key) {
    return switch (key) {
      case "url" -> Escaping.URL;
      case "headers" -> Escaping.HEADER;
      default -> Escaping.NONE;
    };
  }

  @Override
  public ActionResult start(ActionContext context) throws JsonProcessingException {
    Problems problems = Problems.none();
    CallConfig.SPEC.verify(context.config(), problems);
    if (!problems.isEmpty()) {
      return ActionResult.failed(
          problems.list().stream().map(Problem::toString).collect(Collectors.joining("; ")), false);
    }
    CallConfig config = new CallConfig(context.config());
    HttpCall call = config.call();
    String id = SignedCalls.id(context.tenant(), context.idempotencyKey());
    HttpResult result = calls.call(context.tenant(), call, id, context.clock().instant());
    if (result instanceof Answered answer) {
      return config.expected().contains(answer.status())
          ? ActionResult.completed(output(answer))
          : unexpected(call, answer.status());
    } else if (result instanceof Refused refused) {
      return ActionResult.failed(refused.reason(), false);
    } else if (result instanceof Unreachable unreachable) {
      return ActionResult.failed(unreachable.reason(), true);
    }
    return ActionResult.failed(((Broken) result).reason(), true);
  }

  private static ActionResult unexpected(HttpCall call, int status) {
    return ActionResult.failed(
        call.url().getHost() + " answers " + status,
        status >= SERVER_ERROR || LATER.contains(status));
  }

  private static ObjectNode output(Answered answer) {
    ObjectNode output = Json.object().put("status", answer.status());
    ObjectNode headers = output.putObject("headers");
    for (String name : answer.headers().names()) {
      String lower = name.toLowerCase(Locale.ROOT);
      if (!NOT_SHOWN.contains(lower)) {
        headers.put(lower, String.join(", ", answer.headers().all(name)));
      }
    }
    JsonNode json = answer.json();
    if (json.isMissingNode()) {
      output.put("body", answer.text());
    } else {
      output.set("body", json);
    }
    return output;
  }
}
