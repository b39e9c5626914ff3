package dev.workflow.examples.host.web;

import dev.workflow.ConflictException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Versions of what is edited: {@code ETag} in answers, {@code If-Match} in requests. */
public final class ETags {

  private ETags() {}

  /** A version as a header. */
  public static String of(Object version) {
    return "\"" + version + "\"";
  }

  /**
   * Refuses an edit of another version than the current one.
   *
   * @param ifMatch the header; null or {@code *}: any version
   * @throws ConflictException if it is another one: read it again, and edit that
   */
  public static void check(@Nullable String ifMatch, Object current) {
    if (ifMatch == null || ifMatch.isBlank()) {
      return;
    }
    boolean matches =
        Arrays.stream(ifMatch.split(","))
            .map(String::trim)
            .map(tag -> tag.startsWith("W/") ? tag.substring(2) : tag)
            .anyMatch(tag -> tag.equals("*") || tag.equals(of(current)));
    if (!matches) {
      throw new ConflictException(
          "somebody else changed it meanwhile: read it again and edit version " + of(current));
    }
  }
}
