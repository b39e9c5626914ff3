package dev.workflow.channels.http;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * The addresses that belong to the public internet. Of IPv4 everything but the special networks
 * does; of IPv6 nothing but 2000::/3 without its special networks does. Addresses of IPv6 that hold
 * one of IPv4 are never public: where they lead depends on the network they are used in.
 */
final class GlobalAddresses {

  private static final List<Network> SPECIAL_V4 =
      networks(
          "0.0.0.0/8",
          "10.0.0.0/8",
          "100.64.0.0/10",
          "127.0.0.0/8",
          "168.63.129.16/32", // the metadata service of Azure
          "169.254.0.0/16",
          "172.16.0.0/12",
          "192.0.0.0/24",
          "192.0.2.0/24",
          "192.88.99.0/24",
          "192.168.0.0/16",
          "198.18.0.0/15",
          "198.51.100.0/24",
          "203.0.113.0/24",
          "224.0.0.0/4",
          "240.0.0.0/4");

  private static final Network PUBLIC_V6 = Network.parse("2000::/3");

  private static final List<Network> SPECIAL_V6 =
      networks("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20");

  private static final int V4 = 4;
  private static final int ISATAP = 8;

  private GlobalAddresses() {}

  private static List<Network> networks(String... texts) {
    return Stream.of(texts).map(Network::parse).toList();
  }

  static boolean contains(byte[] address) {
    if (address.length == V4) {
      return SPECIAL_V4.stream().noneMatch(network -> network.contains(address));
    }
    return PUBLIC_V6.contains(address)
        && SPECIAL_V6.stream().noneMatch(network -> network.contains(address))
        && !isIsatap(address);
  }

  /** The last eight bytes are 0000:5efe or 0200:5efe and an address of IPv4. */
  private static boolean isIsatap(byte[] address) {
    byte[] middle = Arrays.copyOfRange(address, ISATAP, ISATAP + 4);
    middle[0] &= ~2;
    return Arrays.equals(middle, new byte[] {0, 0, 0x5e, (byte) 0xfe});
  }
}
