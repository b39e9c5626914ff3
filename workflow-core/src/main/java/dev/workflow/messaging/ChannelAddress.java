package dev.workflow.messaging;

import dev.workflow.internal.text.Ids;
import dev.workflow.spi.Channels;

/**
 * An address on a channel. The address is kept in its {@linkplain #normal normal form}, so that
 * spellings of one address are equal.
 *
 * @param channel {@code email}, {@code sms}, …; 1 to 100 characters
 * @param address an address of the channel; 1 to 1,000 characters
 */
public record ChannelAddress(String channel, String address) {

  public ChannelAddress {
    Ids.requireText("channel", channel, 100);
    channel = Channels.normal(channel);
    Ids.requireText("address", address, 1_000);
    address = Addresses.normal(channel, address);
    Ids.requireText("address", address, 1_000);
  }

  public static ChannelAddress of(String channel, String address) {
    return new ChannelAddress(channel, address);
  }

  /**
   * The normal form of an address: of e-mail what {@link EmailAddress#normal()} is; of a number
   * {@code +} and digits where it has a country code, a Brazilian mobile number with its 9, a
   * Mexican one without the 1, and by {@code sms} and {@code whatsapp} an Argentine one with its 9;
   * of any other without the blanks around it. What is no address of the channel comes back
   * stripped; nothing is thrown. A number without a country code stays as it is ({@code whatsapp}
   * leaves out the plus alone): the engine, which knows the country of the tenant, completes it
   * wherever it takes an address.
   */
  public static String normal(String channel, String address) {
    return Addresses.normal(channel, address);
  }

  @Override
  public String toString() {
    return channel + ":" + address;
  }
}
