package dev.workflow.internal;

import dev.workflow.ChannelAddress;
import dev.workflow.InvalidInputException;
import dev.workflow.Problem;
import dev.workflow.TenantId;
import dev.workflow.spi.store.SuppressionRows.AddressKey;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the services about addresses take. */
final class Reached {

  private static final int MAX_NOTE = 2_000;

  private Reached() {}

  static AddressKey key(TenantId tenant, ChannelAddress address) {
    return new AddressKey(tenant, address.channel(), address.address());
  }

  static ChannelAddress address(AddressKey key) {
    return ChannelAddress.of(key.channel(), key.address());
  }

  /** A note or a piece of evidence. */
  static @Nullable String note(String what, @Nullable String text) {
    if (text != null) {
      check(what, text, MAX_NOTE);
    }
    return text;
  }

  /** A text that must be there. */
  static String text(String what, String text, int most) {
    if (text.isBlank()) {
      throw wrong(what, "must not be empty");
    }
    check(what, text, most);
    return text;
  }

  private static void check(String what, String text, int most) {
    if (text.length() > most) {
      throw wrong(what, "has " + text.length() + " characters; at most " + most + " are allowed");
    } else if (text.codePoints().anyMatch(Reached::unfit)) {
      throw wrong(what, "holds a control character or half a surrogate pair");
    }
  }

  /** Whether every database can store a text. */
  static boolean storable(String text) {
    return text.codePoints().noneMatch(Reached::unfit);
  }

  private static boolean unfit(int codePoint) {
    return Character.isISOControl(codePoint) || Character.getType(codePoint) == Character.SURROGATE;
  }

  static InvalidInputException wrong(String what, String problem) {
    return new InvalidInputException(what, List.of(new Problem("", problem)));
  }

  static InvalidInputException unknownCursor() {
    return wrong("The cursor", "is none that a page of this list gave");
  }
}
