package dev.workflow.channels.webhook;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.Json;
import dev.workflow.channels.http.AddressPolicy;
import dev.workflow.channels.http.HttpCall;
import dev.workflow.channels.http.HttpResult;
import dev.workflow.channels.http.HttpResult.Answered;
import dev.workflow.channels.http.HttpResult.Broken;
import dev.workflow.channels.http.HttpResult.Refused;
import dev.workflow.channels.http.HttpResult.Unreachable;
import dev.workflow.channels.http.OutboundHttp;
import dev.workflow.spi.ChannelSender;
import dev.workflow.spi.Channels;
import dev.workflow.spi.OutboundMessage;
import dev.workflow.spi.SendResult;
import dev.workflow.spi.SendResult.Scope;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Sends the channel {@code webhook}: posts JSON to the URL that is the recipient, signed as
 * Standard Webhooks says. Of a message's content it sends {@code body}, or all of it if it has
 * none.
 *
 * <p>{@code webhook-id} is made from the idempotency key, is the same when a message is sent again,
 * and is the provider's id of a sent message. A status from 200 to 299 is {@code sent}. 410 is
 * {@code rejected}: the endpoint wants no more. Every other status is {@code deferred}, as long as
 * {@code Retry-After} says; redirects are not followed.
 *
 * <p>Thread-safe.
 */
public final class WebhookSender implements ChannelSender {

  private static final int GONE = 410;

  private final SignedCalls calls;
  private final InstantSource clock;

  private WebhookSender(SignedCalls calls, InstantSource clock) {
    this.calls = calls;
    this.clock = clock;
  }

  public static WebhookSender create(OutboundHttp http, WebhookSettings settings) {
    return create(http, settings, InstantSource.system());
  }

  /**
   * @param clock gives the time that signatures bear
   */
  public static WebhookSender create(
      OutboundHttp http, WebhookSettings settings, InstantSource clock) {
    return new WebhookSender(new SignedCalls(http, settings), clock);
  }

  @Override
  public String channel() {
    return Channels.WEBHOOK;
  }

  @Override
  public SendResult send(OutboundMessage message) throws JsonProcessingException {
    String problem = OutboundHttp.problem(message.recipient(), AddressPolicy.anywhere());
    if (problem != null) {
      return SendResult.rejected(problem).withScope(Scope.RECIPIENT, null);
    }
    JsonNode given = message.content().path("body");
    byte[] body =
        Json.writer().writeValueAsBytes(given.isMissingNode() ? message.content() : given);
    HttpCall call = HttpCall.post(URI.create(message.recipient()), "application/json", body);
    String id = SignedCalls.id(message.tenant(), message.idempotencyKey());
    Instant now = clock.instant();
    HttpResult result = calls.call(message.tenant(), call, id, now);
    if (result instanceof Answered answer) {
      return answered(answer, id, now);
    } else if (result instanceof Refused refused) {
      return SendResult.rejected(refused.reason()).withScope(Scope.RECIPIENT, null);
    } else if (result instanceof Unreachable unreachable) {
      return SendResult.deferred(unreachable.reason(), null).withScope(Scope.RECIPIENT, null);
    }
    return SendResult.unknown(((Broken) result).reason());
  }

  private static SendResult answered(Answered answer, String id, Instant now) {
    if (answer.isSuccess()) {
      return SendResult.sent(id);
    }
    String reason = "the endpoint answers " + answer.status();
    String code = String.valueOf(answer.status());
    return answer.status() == GONE
        ? SendResult.rejected(reason).withScope(Scope.RECIPIENT, code)
        : SendResult.deferred(reason, answer.retryAfter(now)).withScope(Scope.RECIPIENT, code);
  }
}
