package dev.workflow.spi;

import java.util.List;
import java.util.Locale;

/**
 * The channels that the engine knows by name. A host may have further ones, by a {@link
 * ChannelSender} with a name of its own; their addresses are taken as they are written.
 */
public final class Channels {

  public static final String EMAIL = "email";
  public static final String SMS = "sms";
  public static final String WHATSAPP = "whatsapp";

  /** Notifications in the host's own application; the address is the user's id. */
  public static final String IN_APP = "in_app";

  /** Calls to another system; the address is a URL. */
  public static final String WEBHOOK = "webhook";

  /** The channels to people, in the order in which a contact's addresses are looked at. */
  public static final List<String> TO_PEOPLE = List.of(EMAIL, SMS, WHATSAPP, IN_APP);

  /** The channels of which the address is a phone number. */
  public static final List<String> BY_PHONE = List.of(SMS, WHATSAPP);

  /** All of them. */
  public static final List<String> KNOWN = List.of(EMAIL, SMS, WHATSAPP, IN_APP, WEBHOOK);

  private Channels() {}

  /**
   * The name of a channel however it is written: one of {@link #KNOWN} whatever the case of its
   * letters, any other as it is; without blanks around it.
   */
  public static String normal(String channel) {
    String name = channel.strip();
    String lower = name.toLowerCase(Locale.ROOT);
    return KNOWN.contains(lower) ? lower : name;
  }
}
