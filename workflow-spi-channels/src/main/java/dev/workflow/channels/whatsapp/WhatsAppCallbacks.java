package dev.workflow.channels.whatsapp;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.Json;
import dev.workflow.TenantId;
import dev.workflow.channels.Callback;
import dev.workflow.channels.Callback.Reported;
import dev.workflow.channels.Headers;
import dev.workflow.channels.signature.MetaSignature;
import dev.workflow.channels.signature.Verification;
import dev.workflow.messaging.InboundMessage;
import dev.workflow.spi.Channels;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads what Meta posts to an application's webhook: reports about messages that were sent, and
 * messages of users. Only what is signed with the app secret is read.
 *
 * <p>What a user chose (a button, a row of a list) or wrote below a picture is an answer, whatever
 * it says. The button by which Meta lets users stop marketing, and the preference they set in
 * WhatsApp itself, stop marketing.
 *
 * <p>Immutable and thread-safe.
 */
public final class WhatsAppCallbacks {

  private final MetaSignature signature;
  private static final String STOP_BUTTON = "stop promotions";

  private final Function<String, @Nullable TenantId> tenants;
  private final Set<String> stopButtons;

  private WhatsAppCallbacks(
      MetaSignature signature,
      Function<String, @Nullable TenantId> tenants,
      Set<String> stopButtons) {
    this.signature = signature;
    this.tenants = tenants;
    this.stopButtons = stopButtons;
  }

  /** All numbers are of one tenant. */
  public static WhatsAppCallbacks create(MetaSignature signature, TenantId tenant) {
    return forTenants(signature, number -> tenant);
  }

  /**
   * @param tenants whose a number is, by its id ({@code phone_number_id}); null: what concerns the
   *     number is left out
   */
  public static WhatsAppCallbacks forTenants(
      MetaSignature signature, Function<String, @Nullable TenantId> tenants) {
    return new WhatsAppCallbacks(signature, tenants, Set.of(STOP_BUTTON));
  }

  /**
   * The same with more buttons by which users stop marketing, besides Meta's own "Stop promotions".
   *
   * @param texts what is on them, or their payload; case does not matter
   */
  public WhatsAppCallbacks stopButtons(String... texts) {
    Set<String> more = new HashSet<>(stopButtons);
    for (String text : texts) {
      more.add(text.strip().toLowerCase(Locale.ROOT));
    }
    return new WhatsAppCallbacks(signature, tenants, Set.copyOf(more));
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
      document = Json.reader().readTree(body);
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
      reports.add(new Reported(tenant, Channels.WHATSAPP, read));
    }
    messages.addAll(new WhatsAppMessages(tenant, stopButtons).of(value));
  }
}
