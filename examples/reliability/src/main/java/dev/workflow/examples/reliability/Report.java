package dev.workflow.examples.reliability;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a program counted, and which guarantees it found broken. Printed as one JSON line on stdout
 * and one line for people on stderr. Not thread-safe.
 */
final class Report {

  private static final MathContext DIGITS = new MathContext(4);

  private final ObjectNode line = JsonNodeFactory.instance.objectNode();
  private final List<String> broken = new ArrayList<>();
  private String people = "";

  Report(String program) {
    line.put("program", program);
  }

  Report put(String name, long value) {
    line.put(name, value);
    return this;
  }

  /** A figure with four digits. */
  Report put(String name, double value) {
    BigDecimal rounded = new BigDecimal(value).round(DIGITS);
    line.put(name, rounded.scale() <= 0 ? new BigDecimal(rounded.toBigInteger()) : rounded);
    return this;
  }

  Report put(String name, String value) {
    line.put(name, value);
    return this;
  }

  /** A count of what must not be: anything but 0 breaks a guarantee. */
  Report none(String name, long value) {
    put(name, value);
    return must(value == 0, name + ": expected none, found " + value);
  }

  /** A count that must have exactly one value. */
  Report exactly(String name, long expected, long value) {
    put(name, value);
    return must(value == expected, name + ": expected " + expected + ", found " + value);
  }

  Report must(boolean holds, String otherwise) {
    if (!holds) {
      broken.add(otherwise);
    }
    return this;
  }

  Report people(String format, Object... values) {
    people = String.format(Locale.ROOT, format, values);
    return this;
  }

  long count(String name) {
    return line.path(name).asLong();
  }

  String text(String name) {
    return line.path(name).asText();
  }

  /** What is broken, a sentence each. */
  List<String> broken() {
    return List.copyOf(broken);
  }

  /** Prints it; returns whether everything held. */
  boolean print() {
    line.put("held", broken.isEmpty());
    ArrayNode list = line.putArray("broken");
    broken.forEach(list::add);
    System.out.println(line);
    System.err.println(
        line.get("program").textValue()
            + ": "
            + people
            + (broken.isEmpty() ? "; everything held" : "; BROKEN: " + String.join("; ", broken)));
    return broken.isEmpty();
  }
}
