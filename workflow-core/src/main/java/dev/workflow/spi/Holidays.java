package dev.workflow.spi;

import dev.workflow.InvalidInputException;
import dev.workflow.Problems;
import dev.workflow.expression.BusinessDays;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A calendar written as plain text, a line for each day that is not worked: the date, then its
 * name. Saturdays and Sundays are not worked either. Empty lines and what follows a {@code #} do
 * not count.
 *
 * <pre>
 * # the Netherlands
 * 2026-12-25 Christmas
 * 2026-12-26 Boxing day
 * </pre>
 *
 * <p>Immutable and thread-safe.
 */
public final class Holidays implements BusinessDays {

  private final Map<LocalDate, String> names;

  private Holidays(Map<LocalDate, String> names) {
    this.names = names;
  }

  /**
   * Reads a file in UTF-8.
   *
   * @throws IOException if it cannot be read
   * @throws InvalidInputException naming every line that is wrong
   */
  public static Holidays read(Path file) throws IOException {
    return of(file.toString(), Files.readAllLines(file, StandardCharsets.UTF_8));
  }

  /**
   * Reads lines.
   *
   * @param name what errors call it
   * @throws InvalidInputException naming every line that is wrong
   */
  public static Holidays of(String name, List<String> lines) {
    Problems problems = Problems.none();
    Map<LocalDate, String> names = new TreeMap<>();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).replaceFirst("#.*", "").strip();
      if (!line.isEmpty()) {
        add(line, names, problems.at("line " + (i + 1)));
      }
    }
    problems.throwIfAny(list -> new InvalidInputException("The calendar " + name, list));
    return new Holidays(names);
  }

  private static void add(String line, Map<LocalDate, String> names, Problems problems) {
    String[] parts = line.split("\\s+", 2);
    try {
      LocalDate day = LocalDate.parse(parts[0]);
      String other = names.putIfAbsent(day, parts.length == 2 ? parts[1] : "");
      if (other != null) {
        problems.add(day + " stands there before" + (other.isEmpty() ? "" : ", as " + other));
      }
    } catch (DateTimeParseException e) {
      problems.add(
          "expected a date and a name such as \"2026-12-25 Christmas\"; found \""
              + (line.length() > 100 ? line.substring(0, 100) + "…" : line)
              + "\"");
    }
  }

  /** The name of a day that is not worked, as the file gives it; empty for any other day. */
  public Optional<String> name(LocalDate day) {
    return Optional.ofNullable(names.get(day));
  }

  @Override
  public boolean isBusinessDay(LocalDate day) {
    return !names.containsKey(day) && BusinessDays.weekdays().isBusinessDay(day);
  }
}
