package dev.workflow.messaging.internal.outbox;

import dev.workflow.spi.FrequencyCap;
import dev.workflow.spi.Handling.Category;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;

/**
 * When one person was sent which messages, as far back as caps look.
 *
 * <p>A message that is sent again, after it was put off or its node died, has one entry, at the
 * time of the last attempt: what is tried again keeps its place. Used by one thread.
 */
final class SentLog {

  private static final int RADIX = 36;
  private static final HexFormat HEX = HexFormat.of();

  /**
   * @param at in microseconds
   */
  private record Entry(long at, Category category, UUID message) {}

  private final List<Entry> entries = new ArrayList<>();

  private SentLog() {}

  /** What {@link #text} gave; empty: nothing was sent. */
  static SentLog read(String text) {
    SentLog log = new SentLog();
    if (!text.isEmpty()) {
      for (String part : text.split(",", -1)) {
        String[] fields = part.split(":", -1);
        log.entries.add(
            new Entry(
                Long.parseLong(fields[0], RADIX),
                category(fields[1]),
                new UUID(
                    HexFormat.fromHexDigitsToLong(fields[2], 0, 16),
                    HexFormat.fromHexDigitsToLong(fields[2], 16, 32))));
      }
    }
    return log;
  }

  private static char initial(Category category) {
    return category.name().charAt(0);
  }

  private static Category category(String initial) {
    return Arrays.stream(Category.values())
        .filter(one -> initial(one) == initial.charAt(0))
        .findFirst()
        .orElseThrow();
  }

  /** All entries; at most 50 characters for each. */
  String text() {
    StringBuilder text = new StringBuilder();
    for (Entry entry : entries) {
      text.append(text.length() == 0 ? "" : ",")
          .append(Long.toString(entry.at(), RADIX))
          .append(':')
          .append(initial(entry.category()))
          .append(':')
          .append(HEX.toHexDigits(entry.message().getMostSignificantBits()))
          .append(HEX.toHexDigits(entry.message().getLeastSignificantBits()));
    }
    return text.toString();
  }

  /**
   * When a message may be sent under a cap that covers it: {@code now}, or the earliest time at
   * which as much as it needs will have left the window.
   */
  Instant roomAt(FrequencyCap cap, UUID message, Instant now) {
    long begin = micros(now) - micros(cap.per());
    List<Long> times =
        entries.stream()
            .filter(entry -> cap.covers(entry.category()) && !entry.message().equals(message))
            .map(Entry::at)
            .filter(at -> at > begin)
            .sorted()
            .toList();
    return times.size() < cap.most()
        ? now
        : Instant.EPOCH.plus(
            times.get(times.size() - cap.most()) + micros(cap.per()), ChronoUnit.MICROS);
  }

  /** Notes that a message is sent, and forgets what no cap asks for any more. */
  void add(UUID message, Category category, Instant now, List<FrequencyCap> caps) {
    entries.removeIf(entry -> entry.message().equals(message));
    entries.add(new Entry(micros(now), category, message));
    entries.sort(Comparator.comparingLong(Entry::at));
    List<Entry> needed = new ArrayList<>();
    for (FrequencyCap cap : caps) {
      List<Entry> covered = entries.stream().filter(entry -> cap.covers(entry.category())).toList();
      needed.addAll(covered.subList(Math.max(0, covered.size() - cap.most()), covered.size()));
    }
    entries.retainAll(needed);
  }

  private static long micros(Instant time) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, time);
  }

  private static long micros(Duration duration) {
    return duration.plusNanos(999).toNanos() / 1_000;
  }
}
