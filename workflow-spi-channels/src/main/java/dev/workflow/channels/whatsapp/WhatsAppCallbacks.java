package dev.workflow.channels.whatsapp;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.InboundMessage;
import dev.workflow.Json;
import dev.workflow.TenantId;
import dev.workflow.WorkflowException;
import dev.workflow.channels.Callback;
import dev.workflow.channels.Callback.Reported;
import dev.workflow.channels.Headers;
import dev.workflow.channels.signature.MetaSignature;
import dev.workflow.channels.signature.Verification;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads what Meta posts to an application's webhook: reports about messages that were sent, and
 * messages of users. Only what is signed with the app secret is read.
 *
 * <p>Immutable and thread-safe.
 */
public final class WhatsAppCallbacks {

  private static final String CHANNEL = "whatsapp";

  private final MetaSignature signature;
  private final Function<String, @Nullable TenantId> tenants;

  private WhatsAppCallbacks(MetaSignature signature, Function<String, @Nullable TenantId> tenants) {
    this.signature = signature;
    this.tenants = tenants;
  }

  /** All numbers are of one tenant. */
  public static WhatsAppCallbacks create(MetaSignature signature, TenantId tenant) {
    return new WhatsAppCallbacks(signature, number -> tenant);
  }

  /**
   * @param tenants whose a number is, by its id ({@code phone_number_id}); null: what concerns the
   *     number is left out
   */
  public static WhatsAppCallbacks forTenants(
      MetaSignature signature, Function<String, @Nullable TenantId> tenants) {
    return new WhatsAppCallbacks(signature, tenants);
  }

  /**
   * @param body the bytes as they came
   */
  public Callback read(Headers headers, byte[] body) {
    if (signature.verify(headers, body) instanceof Verification.Invalid invalid) {
      return Callback.refused(401, invalid.flaw() + ": " + invalid.message());
    }
    JsonNode document;
    try {
      document = Json.mapper().readTree(body);
    } catch (JacksonException e) {
      return Callback.refused(400, "the webhook's body is no JSON");
    } catch (IOException e) {
      return Callback.refused(400, "the webhook's body cannot be read");
    }
    if (document == null || !document.isObject()) {
      return Callback.refused(400, "the webhook's body is no JSON object");
    }
    List<Reported> reports = new ArrayList<>();
    List<InboundMessage> messages = new ArrayList<>();
    for (JsonNode entry : document.path("entry")) {
      for (JsonNode change : entry.path("changes")) {
        read(change.path("value"), reports, messages);
      }
    }
    return Callback.taken(reports, messages);
  }

  private void read(JsonNode value, List<Reported> reports, List<InboundMessage> messages) {
    JsonNode metadata = value.path("metadata");
    TenantId tenant = tenants.apply(metadata.path("phone_number_id").asText(""));
    if (tenant == null) {
      return;
    }
    var read = Callback.reports(WhatsAppWebhook.statuses(value.path("statuses")));
    if (!read.isEmpty()) {
      reports.add(new Reported(tenant, CHANNEL, read));
    }
    for (JsonNode message : value.path("messages")) {
      try {
        InboundMessage written = message(tenant, metadata, message);
        if (written != null) {
          messages.add(written);
        }
      } catch (WorkflowException e) {
        // nobody wrote it: it has no address
      }
    }
  }

  /** A message of a user; null for a reaction, which says nothing. */
  private static @Nullable InboundMessage message(
      TenantId tenant, JsonNode metadata, JsonNode message) {
    String type = message.path("type").asText("");
    String number = metadata.path("display_phone_number").asText("");
    String id = message.path("id").asText("");
    String context = message.path("context").path("id").asText("");
    return type.equals("reaction") || id.isEmpty()
        ? null
        : InboundMessage.of(tenant, CHANNEL, message.path("from").asText(""), text(type, message))
            .to(number.isEmpty() ? null : number)
            .id(id)
            .answering(context.isEmpty() ? null : context)
            .receivedAt(WhatsAppWebhook.at(message.path("timestamp").asText("")));
  }

  /** What was written, or chosen; of a picture or a file its caption. */
  private static String text(String type, JsonNode message) {
    return switch (type) {
      case "text" -> message.path("text").path("body").asText("");
      case "button" -> message.path("button").path("text").asText("");
      case "interactive" -> {
        JsonNode chosen = message.path("interactive");
        String button = chosen.path("button_reply").path("title").asText("");
        yield button.isEmpty() ? chosen.path("list_reply").path("title").asText("") : button;
      }
      default -> message.path(type).path("caption").asText("");
    };
  }
}
