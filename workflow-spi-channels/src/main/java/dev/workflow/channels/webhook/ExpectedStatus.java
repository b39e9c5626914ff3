package dev.workflow.channels.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Statuses that count as success: {@code 200}, {@code "2xx"}, {@code "200-204"}, or a list. */
final class ExpectedStatus {

  static final String FORM = "a status such as 200, \"2xx\" or \"200-204\", or a list of them";

  private static final Pattern CLASS = Pattern.compile("([1-5])xx");
  private static final Pattern RANGE = Pattern.compile("([1-5][0-9]{2})(?:-([1-5][0-9]{2}))?");
  private static final ExpectedStatus SUCCESS = new ExpectedStatus(List.of(new Range(200, 299)));

  private record Range(int from, int to) {}

  private final List<Range> ranges;

  private ExpectedStatus(List<Range> ranges) {
    this.ranges = ranges;
  }

  /** What a configuration says, success if it says nothing, or null if it cannot be read. */
  static @Nullable ExpectedStatus parse(JsonNode given) {
    if (given.isMissingNode() || given.isNull()) {
      return SUCCESS;
    }
    List<Range> ranges = new ArrayList<>();
    for (JsonNode one : given.isArray() ? given : List.of(given)) {
      Range range = range(one.isValueNode() ? one.asText().strip() : "");
      if (range == null) {
        return null;
      }
      ranges.add(range);
    }
    return ranges.isEmpty() ? null : new ExpectedStatus(ranges);
  }

  private static @Nullable Range range(String text) {
    Matcher ofClass = CLASS.matcher(text);
    if (ofClass.matches()) {
      int first = Integer.parseInt(ofClass.group(1)) * 100;
      return new Range(first, first + 99);
    }
    Matcher range = RANGE.matcher(text);
    if (!range.matches()) {
      return null;
    }
    int from = Integer.parseInt(range.group(1));
    int to = range.group(2) == null ? from : Integer.parseInt(range.group(2));
    return from <= to ? new Range(from, to) : null;
  }

  boolean contains(int status) {
    return ranges.stream().anyMatch(range -> status >= range.from() && status <= range.to());
  }
}
