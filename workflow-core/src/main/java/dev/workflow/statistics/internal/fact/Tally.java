package dev.workflow.statistics.internal.fact;

import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.Base64;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramIterationValue;
import org.jspecify.annotations.Nullable;

/**
 * Figures, and how long things took as an HdrHistogram of milliseconds with two significant digits:
 * two of them add up to what one would have become. As text it is each figure's letter with its
 * number, and behind a semicolon the filled buckets of the histogram, as pairs of distances and
 * numbers of variable length in Base64. Used by one thread.
 */
public final class Tally {

  private static final int DIGITS = 2;
  private static final long LONGEST = Duration.ofDays(36_500).toMillis();

  private final long[] figures = new long[Figure.values().length];
  private @Nullable Histogram times;

  /** Of all times, each as the middle of its bucket. */
  private double sum;

  public void add(Figure figure, long count) {
    figures[figure.ordinal()] += count;
  }

  public void time(long millis, long count) {
    record(histogram(0), Math.min(LONGEST, Math.max(0, millis)), count);
  }

  private void record(Histogram into, long millis, long count) {
    into.recordValueWithCount(millis, count);
    sum += (double) into.medianEquivalentValue(millis) * count;
  }

  /**
   * @param longest what is to have room: a histogram that grows is copied
   */
  private Histogram histogram(long longest) {
    if (times == null) {
      times = new Histogram(1, Math.max(2, longest), DIGITS);
      times.setAutoResize(true);
    }
    return times;
  }

  public void add(Tally other) {
    for (int i = 0; i < figures.length; i++) {
      figures[i] += other.figures[i];
    }
    if (other.times != null) {
      histogram(other.times.getMaxValue()).add(other.times);
      sum += other.sum;
    }
  }

  public long get(Figure figure) {
    return figures[figure.ordinal()];
  }

  /** How many times were measured. */
  public long timed() {
    return times == null ? 0 : times.getTotalCount();
  }

  /**
   * The time below which a share of all lies, at most one percent too long.
   *
   * @return null: none was measured
   */
  public @Nullable Duration percentile(double percent) {
    return times == null || times.getTotalCount() == 0
        ? null
        : Duration.ofMillis(times.getValueAtPercentile(percent));
  }

  /**
   * The average of all, at most one percent off.
   *
   * @return null: none was measured
   */
  public @Nullable Duration mean() {
    return times == null || times.getTotalCount() == 0
        ? null
        : Duration.ofMillis(Math.round(sum / times.getTotalCount()));
  }

  public String text() {
    StringBuilder text = new StringBuilder();
    for (Figure figure : Figure.values()) {
      long count = figures[figure.ordinal()];
      if (count != 0) {
        text.append(figure.letter()).append(count);
      }
    }
    if (times != null) {
      text.append(';').append(Base64.getEncoder().withoutPadding().encodeToString(buckets(times)));
    }
    return text.toString();
  }

  private static byte[] buckets(Histogram times) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    long before = 0;
    for (HistogramIterationValue bucket : times.recordedValues()) {
      long value = times.lowestEquivalentValue(bucket.getValueIteratedTo());
      write(bytes, value - before);
      write(bytes, bucket.getCountAddedInThisIterationStep());
      before = value;
    }
    return bytes.toByteArray();
  }

  private static void write(ByteArrayOutputStream bytes, long number) {
    long left = number;
    while (left > 0x7f) {
      bytes.write((int) (left & 0x7f) | 0x80);
      left >>>= 7;
    }
    bytes.write((int) left);
  }

  /** Adds what a text says. */
  public void add(String text) {
    int end = text.indexOf(';');
    int from = 0;
    int figureEnd = end < 0 ? text.length() : end;
    while (from < figureEnd) {
      int to = from + 1;
      while (to < figureEnd && (Character.isDigit(text.charAt(to)) || text.charAt(to) == '-')) {
        to++;
      }
      add(Figure.of(text.charAt(from)), Long.parseLong(text, from + 1, to, 10));
      from = to;
    }
    if (end >= 0) {
      addBuckets(Base64.getDecoder().decode(text.substring(end + 1)));
    }
  }

  private void addBuckets(byte[] bytes) {
    Histogram into = histogram(longest(bytes));
    Numbers numbers = new Numbers(bytes);
    long value = 0;
    while (numbers.hasNext()) {
      value += numbers.next();
      record(into, value, numbers.next());
    }
  }

  private static long longest(byte[] bytes) {
    Numbers numbers = new Numbers(bytes);
    long value = 0;
    while (numbers.hasNext()) {
      value += numbers.next();
      numbers.next();
    }
    return value;
  }

  /** Numbers of variable length, one after the other. */
  private static final class Numbers {

    private final byte[] bytes;
    private int place;

    Numbers(byte[] bytes) {
      this.bytes = bytes;
    }

    boolean hasNext() {
      return place < bytes.length;
    }

    long next() {
      long number = 0;
      int shift = 0;
      while (bytes[place] < 0) {
        number |= (long) (bytes[place++] & 0x7f) << shift;
        shift += 7;
      }
      return number | (long) bytes[place++] << shift;
    }
  }

  public static Tally of(String text) {
    Tally tally = new Tally();
    tally.add(text);
    return tally;
  }
}
