package dev.workflow.internal.input;

import dev.workflow.InvalidInputException;
import dev.workflow.Problem;
import dev.workflow.internal.text.Limits;
import dev.workflow.messaging.ChannelAddress;
import dev.workflow.spi.store.SuppressionRows.AddressKey;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Checks the input of the services about addresses. */
public final class AddressInput {

  private static final String UNFIT = "holds a control character or half a surrogate pair";

  private AddressInput() {}

  public static ChannelAddress address(AddressKey key) {
    return ChannelAddress.of(key.channel(), key.address());
  }

  /** A note or a piece of evidence. */
  public static @Nullable String note(String what, @Nullable String text) {
    String wrong = text == null ? null : Limits.wrongText(text, Limits.REASON);
    if (wrong != null) {
      throw wrong(what, wrong.startsWith("holds") ? UNFIT : wrong);
    }
    return text;
  }

  /** A text that must be there. */
  public static String text(String what, String text, int most) {
    if (text.isBlank()) {
      throw wrong(what, "must not be empty");
    }
    String wrong = Limits.wrongKey(text, most);
    if (wrong != null) {
      throw wrong(what, wrong.startsWith("holds") ? UNFIT : wrong);
    }
    return text;
  }

  /** Whether every database can store a text. */
  public static boolean storable(String text) {
    return Limits.wrongKey(text, text.length()) == null;
  }

  public static InvalidInputException wrong(String what, String problem) {
    return new InvalidInputException(what, List.of(new Problem("", problem)));
  }

  public static InvalidInputException unknownCursor() {
    return wrong("The cursor", "is not a cursor returned by this list");
  }
}
