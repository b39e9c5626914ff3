package dev.workflow.definition;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Reads durations. */
final class Spans {

  private Spans() {}

  static @Nullable TimeSpan span(Fields fields, String key) {
    return fields.parsed(key, TimeSpan::parse);
  }

  /** A duration of fixed length: days are 24 hours, months and years are refused. */
  static Duration duration(Fields fields, String key, Duration otherwise) {
    TimeSpan span = span(fields, key);
    if (span == null) {
      return otherwise;
    }
    if (span.calendar().toTotalMonths() != 0) {
      fields
          .at(key)
          .add(
              "\""
                  + span
                  + "\" has months or years, which differ in length; give days, hours, minutes or"
                  + " seconds");
      return otherwise;
    }
    return span.atMost();
  }

  /** A duration that must not be zero. */
  static Duration positive(Fields fields, String key, Duration otherwise) {
    Duration duration = duration(fields, key, otherwise);
    if (duration.isZero()) {
      fields.at(key).add("must be longer than zero");
      return otherwise;
    }
    return duration;
  }
}
