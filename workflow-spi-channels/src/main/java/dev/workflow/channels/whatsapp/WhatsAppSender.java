package dev.workflow.channels.whatsapp;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Json;
import dev.workflow.TenantId;
import dev.workflow.channels.http.AddressPolicy;
import dev.workflow.channels.http.HttpCall;
import dev.workflow.channels.http.HttpResult;
import dev.workflow.channels.http.HttpResult.Answered;
import dev.workflow.channels.http.OutboundHttp;
import dev.workflow.channels.internal.ProviderCalls;
import dev.workflow.spi.ChannelSender;
import dev.workflow.spi.Channels;
import dev.workflow.spi.OutboundMessage;
import dev.workflow.spi.SendResult;
import dev.workflow.spi.SendResult.Rejected;
import dev.workflow.spi.SendResult.Scope;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Sends the channel {@code whatsapp} through the Cloud API. Of a message's content it knows {@code
 * text}, or {@code template} with {@code language} and {@code variables}: numbered ones ({@code
 * "1"}, {@code "2"}) or named ones, as the template has them. With a text and a template the text
 * is sent, and the template where the API says that the user has not written for 24 hours.
 *
 * <p>{@code sent} means that Meta took the message; what became of it comes to the webhook, see
 * {@link WhatsAppWebhook}. The API knows no idempotency key: a line that breaks after the request
 * gives {@code unknown}, and the outbox id comes back with the webhook.
 *
 * <p>Thread-safe.
 */
public final class WhatsAppSender implements ChannelSender {

  private static final Duration SETTLING = Duration.ofMinutes(1);

  private final OutboundHttp http;
  private final Function<TenantId, @Nullable WhatsAppSettings> settings;

  private WhatsAppSender(
      OutboundHttp http, Function<TenantId, @Nullable WhatsAppSettings> settings) {
    this.http = http;
    this.settings = settings;
  }

  /** One number for all tenants. */
  public static WhatsAppSender create(OutboundHttp http, WhatsAppSettings settings) {
    return new WhatsAppSender(http, tenant -> settings);
  }

  /**
   * A number for each tenant.
   *
   * @param settings asked for every message; null: the messages of the tenant wait
   */
  public static WhatsAppSender forTenants(
      OutboundHttp http, Function<TenantId, @Nullable WhatsAppSettings> settings) {
    return new WhatsAppSender(http, settings);
  }

  @Override
  public String channel() {
    return Channels.WHATSAPP;
  }

  @Override
  public SendResult send(OutboundMessage message) throws JsonProcessingException {
    WhatsAppSettings number = settings.apply(message.tenant());
    if (number == null) {
      return SendResult.deferred("the tenant has no WhatsApp number", null)
          .withScope(Scope.ACCOUNT, null);
    }
    Rejected problem = WhatsAppContent.problem(message);
    if (problem != null) {
      return problem;
    }
    SendResult result = post(WhatsAppContent.write(message, number), number);
    return WhatsAppErrors.needsTemplate(result) && WhatsAppContent.hasTemplate(message)
        ? post(WhatsAppContent.asTemplate(message, number), number)
        : result;
  }

  /**
   * A minute, in which the webhook usually tells of a message that arrived: the API cannot be
   * asked.
   */
  @Override
  public Duration settling() {
    return SETTLING;
  }

  private SendResult post(ObjectNode content, WhatsAppSettings number)
      throws JsonProcessingException {
    byte[] body = Json.writer().writeValueAsBytes(content);
    HttpCall call =
        HttpCall.post(number.messages(), "application/json", body)
            .withHeader("Authorization", "Bearer " + number.accessToken());
    HttpResult result = http.call(call, AddressPolicy.anywhere());
    return result instanceof Answered answer ? read(answer) : ProviderCalls.withoutAnswer(result);
  }

  private static SendResult read(Answered answer) {
    JsonNode body = answer.json();
    Instant now = Instant.now();
    if (body.path("error").isObject()) {
      return ProviderCalls.waiting(WhatsAppErrors.read(body.path("error")), answer, now);
    }
    String id = body.path("messages").path(0).path("id").asText("");
    return answer.isSuccess() && !id.isEmpty()
        ? SendResult.sent(id)
        : ProviderCalls.byStatus(answer, now);
  }
}
