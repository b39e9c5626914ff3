package dev.workflow.messaging.internal.recipient;

import java.util.Map;
import java.util.Optional;

/** The channel that each built-in action sends on, whatever its configuration says. */
public final class ActionChannels {

  public static final String EMAIL = "email";
  public static final String SMS = "sms";
  public static final String WHATSAPP = "whatsapp";

  private static final Map<String, String> OF_ACTION =
      Map.of("send_email", EMAIL, "send_sms", SMS, "send_whatsapp", WHATSAPP);

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
