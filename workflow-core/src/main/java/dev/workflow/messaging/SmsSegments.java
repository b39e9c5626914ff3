package dev.workflow.messaging;

/**
 * Counts the segments of an SMS: 160 units of the GSM 7-bit alphabet (3GPP TS 23.038) go into one
 * message, or 153 into each of several; with any other character 70 units of UCS-2, or 67. A
 * character of the GSM extension table ({@code ^ { } \ [ ~ ] | €}) counts two, and so does one
 * outside the Basic Multilingual Plane in UCS-2; neither is split between two segments. Immutable
 * and thread-safe.
 *
 * @param encoding how the text is encoded
 * @param units its length in that encoding
 * @param segments how many messages are paid for; 0 for the empty text
 */
public record SmsSegments(Encoding encoding, int units, int segments) {

  /** The alphabets of a text message. */
  public enum Encoding {
    GSM_7BIT(160, 153),
    UCS_2(70, 67);

    private final int alone;
    private final int each;

    Encoding(int alone, int each) {
      this.alone = alone;
      this.each = each;
    }
  }

  private static final String BASIC =
      "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
          + "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";
  private static final String EXTENSION = "\f^{}\\[~]|€";
  private static final byte[] COST = cost();

  private static byte[] cost() {
    byte[] cost = new byte[0x20AD];
    BASIC.chars().forEach(c -> cost[c] = 1);
    EXTENSION.chars().forEach(c -> cost[c] = 2);
    return cost;
  }

  /** Counts a text, in time linear to its length. */
  public static SmsSegments of(String text) {
    Encoding encoding = Encoding.GSM_7BIT;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= COST.length || COST[c] == 0) {
        encoding = Encoding.UCS_2;
        break;
      }
    }
    return count(text, encoding);
  }

  private static SmsSegments count(String text, Encoding encoding) {
    int units = 0;
    int segments = text.isEmpty() ? 0 : 1;
    int room = encoding.each;
    for (int i = 0; i < text.length(); ) {
      int length = Character.charCount(text.codePointAt(i));
      int cost = encoding == Encoding.UCS_2 ? length : COST[text.charAt(i)];
      if (cost > room) {
        segments++;
        room = encoding.each;
      }
      room -= cost;
      units += cost;
      i += length;
    }
    return new SmsSegments(
        encoding, units, units <= encoding.alone ? Math.min(1, segments) : segments);
  }
}
