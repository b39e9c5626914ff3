package dev.workflow.internal.decide;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What an instance knows of the host's records. Immutable.
 *
 * @param values as they were read last, by name
 * @param bytes how much has been read of them altogether, each change counted
 * @param trouble null: they could be read when that was tried last
 */
public record KnownRecords(Map<String, RecordFact> values, long bytes, @Nullable Trouble trouble) {

  /** So much an instance keeps of records, each change of one counted. */
  static final long MOST_BYTES = 16L << 20;

  static final KnownRecords NONE = new KnownRecords(Map.of(), 0, null);

  private static final Duration SHORTEST = Duration.ofSeconds(10);
  private static final Duration LONGEST = Duration.ofMinutes(10);

  /**
   * They cannot be read.
   *
   * @param since when that began
   */
  public record Trouble(String reason, Instant since) {

    /** When it is tried again: after as long as it has lasted, at least 10 s, at most 10 min. */
    Instant again(Instant now) {
      Duration lasted = Duration.between(since, now);
      Duration wait =
          lasted.compareTo(SHORTEST) < 0
              ? SHORTEST
              : lasted.compareTo(LONGEST) > 0 ? LONGEST : lasted;
      return now.plus(wait);
    }
  }

  KnownRecords after(Transition.OfRecords read) {
    if (read.fault() != null) {
      Instant since = trouble == null ? read.at() : trouble.since();
      return new KnownRecords(values, bytes, new Trouble(read.fault(), since));
    }
    Map<String, RecordFact> now = new LinkedHashMap<>(values);
    now.putAll(read.read());
    return new KnownRecords(now, bytes + read.bytes(), null);
  }

  /** What is different from what was known before. */
  Map<String, RecordFact> changed(Map<String, RecordFact> read) {
    Map<String, RecordFact> changed = new LinkedHashMap<>();
    read.forEach(
        (name, value) -> {
          if (!Objects.equals(values.get(name), value)) {
            changed.put(name, value);
          }
        });
    return changed;
  }
}
