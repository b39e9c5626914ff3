package dev.workflow.channels.sms;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.TenantId;
import dev.workflow.channels.http.AddressPolicy;
import dev.workflow.channels.http.HttpCall;
import dev.workflow.channels.http.HttpResult;
import dev.workflow.channels.http.HttpResult.Answered;
import dev.workflow.channels.http.OutboundHttp;
import dev.workflow.channels.internal.Form;
import dev.workflow.channels.internal.PhoneNumbers;
import dev.workflow.channels.internal.ProviderCalls;
import dev.workflow.spi.ChannelSender;
import dev.workflow.spi.Channels;
import dev.workflow.spi.Doubt;
import dev.workflow.spi.OutboundMessage;
import dev.workflow.spi.SendResult;
import dev.workflow.spi.SendResult.Scope;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Sends the channel {@code sms} through an API in the form of Twilio's. Of a message's content it
 * knows {@code text}.
 *
 * <p>{@code sent} means that the provider took the message; what became of it is posted to the
 * status callback, see {@link SmsStatusCallback}. The API knows no idempotency key: a line that
 * breaks after the request gives {@code unknown}. Two minutes later the message is looked for in
 * the account's list, unless the status callback has told of it by then.
 *
 * <p>Thread-safe.
 */
public final class SmsSender implements ChannelSender {

  private static final Duration SETTLING = Duration.ofMinutes(2);
  private static final Set<String> FAILED = Set.of("failed", "undelivered", "canceled");

  private final OutboundHttp http;
  private final Function<TenantId, @Nullable SmsSettings> settings;

  private SmsSender(OutboundHttp http, Function<TenantId, @Nullable SmsSettings> settings) {
    this.http = http;
    this.settings = settings;
  }

  /** One account for all tenants. */
  public static SmsSender create(OutboundHttp http, SmsSettings settings) {
    return new SmsSender(http, tenant -> settings);
  }

  /**
   * An account for each tenant.
   *
   * @param settings asked for every message; null: the messages of the tenant wait
   */
  public static SmsSender forTenants(
      OutboundHttp http, Function<TenantId, @Nullable SmsSettings> settings) {
    return new SmsSender(http, settings);
  }

  @Override
  public String channel() {
    return Channels.SMS;
  }

  @Override
  public SendResult send(OutboundMessage message) {
    SmsSettings account = settings.apply(message.tenant());
    if (account == null) {
      return SendResult.deferred("the tenant has no account for text messages", null)
          .withScope(Scope.ACCOUNT, null);
    }
    String number = PhoneNumbers.e164(message.recipient());
    if (number == null) {
      return SendResult.rejected("the recipient is no number with a country code, such as +31…")
          .withScope(Scope.RECIPIENT, null);
    }
    String text = message.text("text");
    if (text.isBlank()) {
      return SendResult.rejected(
          message.content().has("template")
              ? "the template \"" + message.text("template") + "\" was not rendered"
              : "the message has no text");
    }
    if (text.length() > account.maxLength()) {
      return SendResult.rejected(
          "the text has "
              + text.length()
              + " characters; at most "
              + account.maxLength()
              + " are sent");
    }
    HttpResult result = http.call(call(account, message, number), AddressPolicy.anywhere());
    return result instanceof Answered answer ? read(answer) : ProviderCalls.withoutAnswer(result);
  }

  /**
   * Looks for the message in the account's list, by sender, number and text, among what was made
   * since the message is in the outbox. One that fits and is no other message of the outbox is it.
   * Where there is none, or more than there were attempts, or the list cannot be read, nobody can
   * tell.
   */
  @Override
  public Optional<SendResult> reconcile(OutboundMessage message, Doubt doubt) {
    SmsSettings account = settings.apply(message.tenant());
    String number = PhoneNumbers.e164(message.recipient());
    return account == null || number == null
        ? Optional.empty()
        : new SmsLookup(http, account, number, message, doubt.since()).find(doubt);
  }

  /** Two minutes: by then most messages are in the list, and the status callback has come. */
  @Override
  public Duration settling() {
    return SETTLING;
  }

  private static HttpCall call(SmsSettings account, OutboundMessage message, String number) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("To", number);
    boolean service = account.from().startsWith("MG");
    fields.put(service ? "MessagingServiceSid" : "From", account.from());
    fields.put("Body", message.text("text"));
    URI callback = account.statusCallback();
    if (callback != null) {
      String separator = callback.getRawQuery() == null ? "?" : "&";
      String id = Form.write(Map.of(SmsStatusCallback.MESSAGE, message.id()));
      fields.put("StatusCallback", callback + separator + id);
    }
    byte[] body = Form.write(fields).getBytes(StandardCharsets.US_ASCII);
    return HttpCall.post(account.messages(), Form.MEDIA_TYPE, body)
        .withHeader("Authorization", account.authorization());
  }

  private static SendResult read(Answered answer) {
    JsonNode body = answer.json();
    Instant now = Instant.now();
    String sid = body.path("sid").asText("");
    if (answer.isSuccess() && !sid.isEmpty()) {
      return FAILED.contains(body.path("status").asText(""))
          ? SmsErrors.read(
              body.path("error_code").isInt() ? body.path("error_code").intValue() : null)
          : SendResult.sent(sid);
    }
    if (body.path("code").isInt()) {
      SendResult result =
          SmsErrors.read(
              body.path("code").intValue(), answer.status(), body.path("message").asText(null));
      return ProviderCalls.waiting(result, answer, now);
    }
    return ProviderCalls.byStatus(answer, now);
  }
}
