package dev.workflow.channels.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Objects;
import java.util.regex.Pattern;

/** Addresses that begin alike, such as {@code 10.0.0.0/8} or {@code fc00::/7}. Immutable. */
final class Network {

  private static final Pattern LITERAL = Pattern.compile("[0-9.]+|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");

  private final byte[] start;
  private final int bits;
  private final String text;

  private Network(byte[] start, int bits, String text) {
    this.start = start;
    this.bits = bits;
    this.text = text;
  }

  /**
   * @throws IllegalArgumentException if the text is not an address, a slash and a number of bits
   */
  static Network parse(String text) {
    int slash = text.indexOf('/');
    String address = slash < 0 ? text : text.substring(0, slash);
    try {
      if (slash > 0 && LITERAL.matcher(address).matches()) {
        byte[] start = InetAddress.getByName(address).getAddress();
        int bits = Integer.parseInt(text.substring(slash + 1));
        if (bits >= 0 && bits <= start.length * 8) {
          return new Network(start, bits, text);
        }
      }
    } catch (UnknownHostException | NumberFormatException e) {
      // refused below
    }
    throw new IllegalArgumentException(
        "expected a network such as 10.1.0.0/16 or fd00::/8, found \"" + text + "\"");
  }

  boolean contains(byte[] address) {
    if (address.length != start.length) {
      return false;
    }
    int whole = bits / 8;
    int rest = bits % 8;
    return Arrays.equals(address, 0, whole, start, 0, whole)
        && (rest == 0 || ((address[whole] ^ start[whole]) & 0xff) >> (8 - rest) == 0);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Network network && text.equals(network.text);
  }

  @Override
  public int hashCode() {
    return Objects.hash(text);
  }

  @Override
  public String toString() {
    return text;
  }
}
