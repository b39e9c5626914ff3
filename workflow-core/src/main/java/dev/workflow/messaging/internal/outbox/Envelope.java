package dev.workflow.messaging.internal.outbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Json;
import dev.workflow.spi.store.MessageRow;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The envelope of a mail, besides its recipient: who gets a copy, from whom it is, and whom answers
 * go to. Messages go out as one only if these are the same.
 */
final class Envelope {

  private static final List<String> KEYS =
      List.of("cc", "bcc", "from", "sender", "reply_to", "list_unsubscribe");

  private Envelope() {}

  static ObjectNode of(MessageRow row) {
    boolean some = KEYS.stream().anyMatch(key -> row.body().contains('"' + key + '"'));
    return some ? of(Json.read(row.body())) : Json.object();
  }

  private static ObjectNode of(JsonNode content) {
    ObjectNode envelope = Json.object();
    for (String key : KEYS) {
      if (content.has(key)) {
        envelope.set(key, content.get(key));
      }
    }
    return envelope;
  }

  /**
   * What a digest is gathered by: its key, behind which the envelope stands if there is one. A key
   * holds no line break.
   */
  static String key(String key, JsonNode content) {
    ObjectNode envelope = of(content);
    return envelope.isEmpty() ? key : key + "\n" + MessageRowMapper.digest(Json.write(envelope));
  }

  /** The key alone, as the message named it. */
  static @Nullable String bare(@Nullable String key) {
    int line = key == null ? -1 : key.indexOf('\n');
    return key == null || line < 0 ? key : key.substring(0, line);
  }
}
