package dev.workflow.spi;

import java.util.List;

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
}
