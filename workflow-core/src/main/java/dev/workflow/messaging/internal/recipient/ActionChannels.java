package dev.workflow.messaging.internal.recipient;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.workflow.spi.Channels;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** On which channels the built-in actions send: the one place that knows. */
public final class ActionChannels {

  private static final Map<String, String> OF_ACTION =
      Map.of(
          "send_email",
          Channels.EMAIL,
          "send_sms",
          Channels.SMS,
          "send_whatsapp",
          Channels.WHATSAPP);

  private ActionChannels() {}

  /**
   * A channel on which a step sends, as far as its document says.
   *
   * @param channel as written; a text may be an expression
   * @param key under which key of the configuration it stands; null: the action says it
   * @param index where in a list; -1: it is in none
   */
  public record Written(JsonNode channel, @Nullable String key, int index) {

    private static Written of(String channel) {
      return new Written(TextNode.valueOf(channel), null, -1);
    }
  }

  /**
   * Where a step sends.
   *
   * @param action its name, not one of its aliases
   * @return empty: it does not send
   */
  public static List<Written> written(String action, JsonNode config) {
    return switch (action) {
      case "send_notification" -> {
        JsonNode given = config.path("notification_type");
        yield List.of(
            given.isMissingNode()
                ? Written.of(Channels.IN_APP)
                : new Written(given, "notification_type", -1));
      }
      case "send_message" -> {
        List<Written> all = listed("channel", config);
        all.addAll(listed("channels", config));
        yield all;
      }
      default -> {
        String own = OF_ACTION.get(action);
        yield own == null ? List.of() : List.of(Written.of(own));
      }
    };
  }

  /** One channel, or a list of them. */
  private static List<Written> listed(String key, JsonNode config) {
    JsonNode given = config.path(key);
    List<Written> all = new ArrayList<>();
    if (given.isTextual()) {
      all.add(new Written(given, key, -1));
    }
    for (int i = 0; given.isArray() && i < given.size(); i++) {
      all.add(new Written(given.get(i), key, i));
    }
    return all;
  }
}
