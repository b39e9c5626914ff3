package dev.workflow.action;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Addresses of one channel, each of them once. */
final class Recipients {

  private final UnaryOperator<String> identity;
  private final Set<String> seen = new HashSet<>();

  private Recipients(UnaryOperator<String> identity) {
    this.identity = identity;
  }

  /** {@code Ann <ann@example.com>} and {@code ANN@example.com} are the same. */
  static Recipients emails() {
    return new Recipients(Recipients::bareAddress);
  }

  /** {@code +31 (0)6-12} and {@code +31 06 12} are the same. */
  static Recipients phones() {
    return new Recipients(number -> number.replaceAll("[\\s().\\-/]", ""));
  }

  /** Those that have not been taken before, in order. */
  List<String> take(List<String> addresses) {
    List<String> fresh = new ArrayList<>();
    for (String address : addresses) {
      String one = address.strip();
      if (seen.add(identity.apply(one))) {
        fresh.add(one);
      }
    }
    return fresh;
  }

  private static String bareAddress(String address) {
    int open = address.lastIndexOf('<');
    int close = address.lastIndexOf('>');
    String bare = open >= 0 && close > open ? address.substring(open + 1, close) : address;
    return bare.toLowerCase(Locale.ROOT);
  }
}
