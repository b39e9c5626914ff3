package dev.workflow.messaging.internal.content;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** When messages that are gathered go out. */
public final class DigestClosing {

  private DigestClosing() {}

  /** Full hours, or days: messages belong together if they close at the same time. */
  public static Instant after(Instant now, Duration wait, ZoneId zone) {
    long seconds = Math.max(1, wait.toSeconds());
    long local = LocalDateTime.ofInstant(now, zone).toEpochSecond(ZoneOffset.UTC);
    long end = (Math.floorDiv(local, seconds) + 1) * seconds;
    Instant closing = LocalDateTime.ofEpochSecond(end, 0, ZoneOffset.UTC).atZone(zone).toInstant();
    return closing.isAfter(now) ? closing : now.plusSeconds(seconds);
  }
}
