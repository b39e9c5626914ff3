package dev.workflow.definition;

import dev.workflow.internal.text.Wording;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;

/** The numbers that a field of a cron expression names. Immutable and thread-safe. */
final class CronSet {

  private final BitSet numbers = new BitSet();

  private CronSet() {}

  /**
   * Reads a field.
   *
   * @param names the names of its numbers, beginning with {@code least}; empty: it has none
   * @throws IllegalArgumentException if it is none
   */
  static CronSet of(String field, int least, int most, List<String> names) {
    CronSet set = new CronSet();
    for (String part : field.toUpperCase(Locale.ROOT).split(",", -1)) {
      set.add(part, least, most, names);
    }
    return set;
  }

  private void add(String part, int least, int most, List<String> names) {
    int slash = part.indexOf('/');
    int step = slash < 0 ? 1 : number(part.substring(slash + 1));
    String range = slash < 0 ? part : part.substring(0, slash);
    int dash = range.indexOf('-');
    int from;
    int to;
    if (range.equals("*")) {
      from = least;
      to = most;
    } else if (dash > 0) {
      from = value(range.substring(0, dash), least, names);
      to = value(range.substring(dash + 1), least, names);
    } else {
      from = value(range, least, names);
      to = slash < 0 ? from : most;
    }
    if (step < 1 || from < least || to > most || from > to) {
      throw new IllegalArgumentException(
          Wording.quoted(part) + " names nothing between " + least + " and " + most);
    }
    for (int value = from; value <= to; value += step) {
      numbers.set(value);
    }
  }

  /** A number, or the number of a name. */
  static int value(String text, int least, List<String> names) {
    int name = names.indexOf(text);
    return name < 0 ? number(text) : least + name;
  }

  static int number(String text) {
    if (!text.matches("[0-9]{1,4}")) {
      throw new IllegalArgumentException(Wording.quoted(text) + " is no number");
    }
    return Integer.parseInt(text);
  }

  boolean has(int number) {
    return numbers.get(number);
  }

  /** The first one from a number on; -1: there is none. */
  int from(int number) {
    return numbers.nextSetBit(number);
  }
}
