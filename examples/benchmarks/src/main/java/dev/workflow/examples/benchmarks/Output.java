package dev.workflow.examples.benchmarks;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.Locale;

/** What the programs print: JSON lines on stdout, lines for people on stderr. */
final class Output {

  private static final MathContext DIGITS = new MathContext(5);

  private Output() {}

  static ObjectNode line(String program, String what) {
    return JsonNodeFactory.instance.objectNode().put("program", program).put("what", what);
  }

  /** A number with five digits; an absent one as null. */
  static void put(ObjectNode line, String name, double value) {
    if (Double.isFinite(value)) {
      BigDecimal rounded = new BigDecimal(value).round(DIGITS);
      line.put(name, rounded.scale() <= 0 ? new BigDecimal(rounded.toBigInteger()) : rounded);
    } else {
      line.putNull(name);
    }
  }

  static void print(ObjectNode line) {
    System.out.println(line);
  }

  static void people(String format, Object... values) {
    System.err.println(String.format(Locale.ROOT, format, values));
  }

  static double median(double... values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
