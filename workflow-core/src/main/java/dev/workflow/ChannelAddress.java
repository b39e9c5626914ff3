package dev.workflow;

/**
 * Where somebody can be reached. The address is kept in its {@linkplain #normal normal form}, so
 * that spellings of one address are equal.
 *
 * @param channel {@code email}, {@code sms}, …; 1 to 100 characters
 * @param address an address of the channel; 1 to 1,000 characters
 */
public record ChannelAddress(String channel, String address) {

  public ChannelAddress {
    Ids.requireText("channel", channel, 100);
    Ids.requireText("address", address, 1_000);
    address = Addresses.normal(channel, address);
    Ids.requireText("address", address, 1_000);
  }

  public static ChannelAddress of(String channel, String address) {
    return new ChannelAddress(channel, address);
  }

  /**
   * The normal form of an address: of e-mail without the name, in lower case, the domain in ASCII;
   * of a number as {@code +} and digits where it has a country code; of any other without the
   * blanks around it. What is no address of the channel comes back stripped; nothing is thrown.
   */
  public static String normal(String channel, String address) {
    return Addresses.normal(channel, address);
  }

  @Override
  public String toString() {
    return channel + ":" + address;
  }
}
