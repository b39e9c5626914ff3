package dev.workflow.channels.whatsapp;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.TenantId;
import dev.workflow.WorkflowException;
import dev.workflow.messaging.InboundMessage;
import dev.workflow.messaging.InboundMessage.Origin;
import dev.workflow.spi.Channels;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads what users wrote or chose from a webhook's body. Only the types that people make are taken:
 * what WhatsApp says of itself ({@code system}, {@code unsupported}, {@code request_welcome},
 * {@code ephemeral}, …) and reactions are no messages.
 */
final class WhatsAppMessages {

  private static final Set<String> OF_PEOPLE =
      Set.of(
          "text",
          "button",
          "interactive",
          "image",
          "video",
          "audio",
          "voice",
          "document",
          "sticker",
          "location",
          "contacts",
          "order");

  private final TenantId tenant;
  private final Set<String> stopButtons;
  private final List<InboundMessage> messages = new ArrayList<>();

  /**
   * @param stopButtons texts or payloads, in lower case, of buttons that stop marketing
   */
  WhatsAppMessages(TenantId tenant, Set<String> stopButtons) {
    this.tenant = tenant;
    this.stopButtons = stopButtons;
  }

  /** Those of one change; what has no address or no id is left out. */
  List<InboundMessage> of(JsonNode value) {
    String number = value.path("metadata").path("display_phone_number").asText("");
    for (JsonNode message : value.path("messages")) {
      add(message(number, message));
    }
    for (JsonNode preference : value.path("user_preferences")) {
      add(preference(number, preference));
    }
    return messages;
  }

  /** Reads lazily, so that a message that nobody wrote is left out alone. */
  @FunctionalInterface
  private interface Reading {
    @Nullable InboundMessage read();
  }

  private void add(Reading reading) {
    try {
      InboundMessage message = reading.read();
      if (message != null) {
        messages.add(message);
      }
    } catch (WorkflowException e) {
      return; // nobody wrote it: it has no address
    }
  }

  private Reading message(String number, JsonNode message) {
    String type = message.path("type").asText("");
    String id = message.path("id").asText("");
    String context = message.path("context").path("id").asText("");
    return () ->
        !OF_PEOPLE.contains(type) || id.isEmpty()
            ? null
            : InboundMessage.of(
                    tenant, Channels.WHATSAPP, message.path("from").asText(""), text(type, message))
                .withTo(number.isEmpty() ? null : number)
                .withId(id)
                .withAnswerTo(context.isEmpty() ? null : context)
                .withReceivedAt(WhatsAppWebhook.at(message.path("timestamp").asText("")))
                .withOrigin(origin(type, message));
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

  private Origin origin(String type, JsonNode message) {
    if (type.equals("text")) {
      return Origin.WRITTEN;
    }
    JsonNode button = message.path("button");
    boolean stops =
        type.equals("button")
            && (isStop(button.path("payload").asText(""))
                || isStop(button.path("text").asText("")));
    return stops ? Origin.OPT_OUT_OF_MARKETING : Origin.CHOSEN;
  }

  private boolean isStop(String text) {
    return stopButtons.contains(text.strip().toLowerCase(Locale.ROOT));
  }

  /** A user told WhatsApp whether they want marketing of this number. */
  private Reading preference(String number, JsonNode preference) {
    String user = preference.path("wa_id").asText("");
    String wish = preference.path("value").asText("");
    String time = preference.path("timestamp").asText("");
    boolean marketing = preference.path("category").asText("").equals("marketing_messages");
    Origin origin =
        switch (wish) {
          case "stop" -> Origin.OPT_OUT_OF_MARKETING;
          case "resume" -> Origin.OPT_IN;
          default -> Origin.CHOSEN;
        };
    return () ->
        !marketing || origin == Origin.CHOSEN
            ? null
            : InboundMessage.of(
                    tenant, Channels.WHATSAPP, user, preference.path("detail").asText(""))
                .withTo(number.isEmpty() ? null : number)
                .withId("user_preferences/" + user + "/" + time + "/" + wish)
                .withReceivedAt(WhatsAppWebhook.at(time))
                .withOrigin(origin);
  }
}
