package dev.workflow.channels.sms;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/** Times as the API writes them: {@code Fri, 24 May 2019 17:18:27 +0000}. */
final class SmsDates {

  private SmsDates() {}

  /** Null if it is none. */
  static @Nullable Instant read(String text) {
    try {
      return OffsetDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
    } catch (DateTimeException e) {
      return null;
    }
  }
}
