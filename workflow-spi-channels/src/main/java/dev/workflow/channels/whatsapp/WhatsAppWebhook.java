package dev.workflow.channels.whatsapp;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.Json;
import dev.workflow.channels.DeliveryStatus;
import dev.workflow.channels.DeliveryStatus.State;
import dev.workflow.channels.internal.Form;
import dev.workflow.spi.SendResult;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads what Meta posts to an application's webhook. Check the signature first, with {@link
 * dev.workflow.channels.signature.MetaSignature}, on the bytes as they came.
 *
 * <p>A report may come twice, late, or never: {@code delivered} is left out when {@code read}
 * follows at once, and the order is not that of the events.
 */
public final class WhatsAppWebhook {

  private static final Map<String, State> STATES =
      Map.of(
          "sent", State.SENT,
          "delivered", State.DELIVERED,
          "read", State.READ,
          "played", State.READ,
          "failed", State.FAILED);
  private static final Pattern SECONDS = Pattern.compile("[0-9]{1,12}");

  private WhatsAppWebhook() {}

  /**
   * The answer to the GET with which Meta makes sure that the URL is yours: the body of a 200, or
   * nothing, which asks for a 403.
   *
   * @param rawQuery the URL's query as it came
   * @param verifyToken what was entered beside the URL
   */
  public static Optional<String> challenge(String rawQuery, String verifyToken) {
    Map<String, List<String>> query;
    try {
      query = Form.parse(rawQuery);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
    boolean fits =
        "subscribe".equals(single(query, "hub.mode"))
            && !verifyToken.isBlank()
            && MessageDigest.isEqual(
                single(query, "hub.verify_token").getBytes(StandardCharsets.UTF_8),
                verifyToken.getBytes(StandardCharsets.UTF_8));
    String challenge = single(query, "hub.challenge");
    return fits && !challenge.isEmpty() ? Optional.of(challenge) : Optional.empty();
  }

  private static String single(Map<String, List<String>> query, String name) {
    List<String> values = query.getOrDefault(name, List.of());
    return values.size() == 1 ? values.get(0) : "";
  }

  /**
   * What a body reports about messages that were sent. Everything else in it, such as messages from
   * users, and states that are not known, are left out.
   *
   * @throws IllegalArgumentException if it is no JSON object
   */
  public static List<DeliveryStatus> statuses(byte[] body) {
    JsonNode document;
    try {
      document = Json.reader().readTree(body);
    } catch (JacksonException e) {
      throw new IllegalArgumentException("the webhook's body is no JSON", e);
    } catch (IOException e) {
      throw new IllegalArgumentException("the webhook's body cannot be read", e);
    }
    if (!document.isObject()) {
      throw new IllegalArgumentException("the webhook's body is no JSON object");
    }
    List<DeliveryStatus> statuses = new ArrayList<>();
    for (JsonNode entry : document.path("entry")) {
      for (JsonNode change : entry.path("changes")) {
        statuses.addAll(statuses(change.path("value").path("statuses")));
      }
    }
    return statuses;
  }

  /** What a list of statuses says; those that are not known are left out. */
  static List<DeliveryStatus> statuses(JsonNode given) {
    List<DeliveryStatus> statuses = new ArrayList<>();
    for (JsonNode status : given) {
      DeliveryStatus read = read(status);
      if (read != null) {
        statuses.add(read);
      }
    }
    return statuses;
  }

  private static @Nullable DeliveryStatus read(JsonNode status) {
    String word = status.path("status").asText("");
    String id = status.path("id").asText("");
    State state = STATES.get(word);
    if (state == null || id.isEmpty()) {
      return null;
    }
    return new DeliveryStatus(
        id,
        state,
        word,
        at(status.path("timestamp").asText("")),
        text(status.path("recipient_id")),
        text(status.path("biz_opaque_callback_data")),
        state == State.FAILED ? failure(status.path("errors").path(0)) : null);
  }

  private static SendResult failure(JsonNode error) {
    return error.isObject()
        ? WhatsAppErrors.read(error)
        : SendResult.rejected("it failed, and WhatsApp does not say why");
  }

  /** The time that seconds since 1970 say, or null. */
  static @Nullable Instant at(String seconds) {
    return SECONDS.matcher(seconds).matches()
        ? Instant.ofEpochSecond(Long.parseLong(seconds))
        : null;
  }

  private static @Nullable String text(JsonNode node) {
    return node.isTextual() && !node.textValue().isEmpty() ? node.textValue() : null;
  }
}
