package dev.workflow.channels.sms;

import dev.workflow.TenantId;
import dev.workflow.WorkflowException;
import dev.workflow.channels.Callback;
import dev.workflow.channels.Callback.Reported;
import dev.workflow.channels.DeliveryStatus;
import dev.workflow.channels.Headers;
import dev.workflow.channels.internal.Form;
import dev.workflow.channels.signature.TwilioSignature;
import dev.workflow.channels.signature.Verification;
import dev.workflow.messaging.InboundMessage;
import dev.workflow.messaging.InboundMessage.Origin;
import dev.workflow.spi.Channels;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a provider in the form of Twilio's posts: reports about text messages that were sent,
 * and text messages that came in. Only what is signed with the auth token is read.
 *
 * <p>Immutable and thread-safe.
 */
public final class SmsCallbacks {

  private final TwilioSignature signature;

  private SmsCallbacks(TwilioSignature signature) {
    this.signature = signature;
  }

  public static SmsCallbacks create(TwilioSignature signature) {
    return new SmsCallbacks(signature);
  }

  /**
   * @param tenant whose account the URL belongs to
   * @param publicUrl the URL that the provider called, with its query
   * @param body the bytes as they came
   */
  public Callback read(TenantId tenant, String publicUrl, Headers headers, byte[] body) {
    String query;
    try {
      if (signature.verify(publicUrl, headers, body) instanceof Verification.Invalid invalid) {
        return Callback.refused(401, invalid.flaw() + ": " + invalid.message());
      }
      query = URI.create(publicUrl).getRawQuery();
    } catch (IllegalArgumentException e) {
      return Callback.refused(400, "the URL cannot be read");
    }
    try {
      Optional<DeliveryStatus> status = SmsStatusCallback.read(query == null ? "" : query, body);
      if (status.isPresent()) {
        var reports = Callback.reports(List.of(status.get()));
        return Callback.taken(List.of(new Reported(tenant, Channels.SMS, reports)), List.of());
      }
      InboundMessage message = message(tenant, body);
      return Callback.taken(List.of(), message == null ? List.of() : List.of(message));
    } catch (IllegalArgumentException | WorkflowException e) {
      return Callback.refused(400, "the callback cannot be read");
    }
  }

  /** A text message that came in; null if it is something else. */
  private static @Nullable InboundMessage message(TenantId tenant, byte[] body) {
    Map<String, List<String>> form = Form.parse(new String(body, StandardCharsets.UTF_8));
    String id = first(form, "MessageSid");
    String from = first(form, "From");
    boolean received = "received".equals(first(form, "SmsStatus")) || form.containsKey("Body");
    if (id == null || from == null || !received || form.containsKey("MessageStatus")) {
      return null;
    }
    String text = first(form, "Body");
    return InboundMessage.of(tenant, Channels.SMS, from, text == null ? "" : text)
        .withTo(first(form, "To"))
        .withId(id)
        .withOrigin(origin(form));
  }

  /** The provider itself takes some texts as a stop, and says so; others were chosen. */
  private static Origin origin(Map<String, List<String>> form) {
    String type = first(form, "OptOutType");
    if ("STOP".equalsIgnoreCase(type)) {
      return Origin.OPT_OUT;
    } else if ("START".equalsIgnoreCase(type)) {
      return Origin.OPT_IN;
    }
    boolean chosen =
        first(form, "ButtonPayload") != null
            || first(form, "ButtonText") != null
            || first(form, "ListId") != null;
    return chosen ? Origin.CHOSEN : Origin.WRITTEN;
  }

  private static @Nullable String first(Map<String, List<String>> fields, String name) {
    List<String> values = fields.getOrDefault(name, List.of());
    return values.isEmpty() || values.get(0).isEmpty() ? null : values.get(0);
  }
}
