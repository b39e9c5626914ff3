package dev.workflow.internal;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Cursors that are made of several texts without line breaks. */
final class PlaceCursors {

  private PlaceCursors() {}

  static String cursor(String... parts) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(String.join("\n", parts).getBytes(StandardCharsets.UTF_8));
  }

  /**
   * @throws dev.workflow.InvalidInputException if it is no cursor of so many parts
   */
  static String[] parts(String cursor, int count) {
    try {
      String place = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
      String[] parts = place.split("\n", -1);
      if (parts.length == count && place.indexOf('\0') < 0) {
        return parts;
      }
    } catch (IllegalArgumentException e) {
      throw Reached.unknownCursor();
    }
    throw Reached.unknownCursor();
  }
}
