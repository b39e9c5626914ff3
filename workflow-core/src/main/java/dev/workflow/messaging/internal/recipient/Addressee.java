package dev.workflow.messaging.internal.recipient;

import dev.workflow.spi.Contact;
import java.util.List;

/**
 * Somebody a message goes to, with the addresses that it can go to.
 *
 * @param places at least one, in the order of the step's channels
 */
public record Addressee(Contact contact, List<Destination> places) {

  public Addressee {
    places = List.copyOf(places);
  }

  /**
   * A normalised address on a channel.
   *
   * @param recipient what the sender is handed
   */
  public record Destination(String channel, String recipient) {}

  /** The place to try first. */
  public Destination first() {
    return places.get(0);
  }
}
