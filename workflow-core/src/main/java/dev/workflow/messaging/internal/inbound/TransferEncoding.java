package dev.workflow.messaging.internal.inbound;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;

/** Undoes the transfer encodings of RFC 2045, as parts of a report may have one (RFC 6533). */
final class TransferEncoding {

  private static final int HEX = 16;

  private TransferEncoding() {}

  /**
   * What was encoded; the text itself if nothing was, or by a way that nobody knows.
   *
   * @param encoding the header's value
   */
  static String decoded(String text, String encoding) {
    return switch (encoding.strip().toLowerCase(Locale.ROOT)) {
      case "base64" -> base64(text);
      case "quoted-printable" -> quotedPrintable(text);
      default -> text;
    };
  }

  private static String base64(String text) {
    try {
      byte[] bytes =
          Base64.getMimeDecoder().decode(text.strip().getBytes(StandardCharsets.ISO_8859_1));
      return lines(new String(bytes, StandardCharsets.UTF_8));
    } catch (IllegalArgumentException e) {
      return text;
    }
  }

  private static String quotedPrintable(String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
    byte[] all = text.getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < all.length; i++) {
      int high = i + 2 < all.length ? Character.digit(all[i + 1], HEX) : -1;
      int low = i + 2 < all.length ? Character.digit(all[i + 2], HEX) : -1;
      if (all[i] == '=' && high >= 0 && low >= 0) {
        bytes.write(high * HEX + low);
        i += 2;
      } else if (all[i] == '=' && i + 1 < all.length && all[i + 1] == '\n') {
        i++;
      } else {
        bytes.write(all[i]);
      }
    }
    return lines(bytes.toString(StandardCharsets.UTF_8));
  }

  private static String lines(String text) {
    return text.replace("\r\n", "\n").replace('\r', '\n');
  }
}
