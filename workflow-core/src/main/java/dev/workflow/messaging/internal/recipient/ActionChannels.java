package dev.workflow.messaging.internal.recipient;

import dev.workflow.spi.Channels;
import java.util.Map;
import java.util.Optional;

/** The channel that each built-in action sends on, whatever its configuration says. */
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
   * The channel of an action.
   *
   * @param action its name, not one of its aliases
   * @return empty: it does not send, or its configuration says where
   */
  public static Optional<String> of(String action) {
    return Optional.ofNullable(OF_ACTION.get(action));
  }
}
