package dev.workflow.ruleimport;

import java.util.List;
import java.util.StringJoiner;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The report of an import of notification rules, or of its dry run. Immutable.
 *
 * @param applied whether it was done: not after a dry run, nor if something kept all of it out
 * @param entries one for each row without problems, in the order of the rows, then those that
 *     vanished
 * @param problems everything that is wrong with the rows; a row with a problem is left out
 */
public record ImportReport(boolean applied, List<Entry> entries, List<RowProblem> problems) {

  public ImportReport {
    entries = List.copyOf(entries);
    problems = List.copyOf(problems);
  }

  /** The result for a row. */
  public enum Outcome {
    /** Its workflow was published for the first time. */
    CREATED,
    /** The next version of its workflow was published. */
    UPDATED,
    /** Its workflow says the same already, or the row is the same as at the last import. */
    UNCHANGED,
    /** Its workflow was edited since, or never came from an import: it stays as it is. */
    CONFLICT,
    /** It is there no more; its workflow was disabled if that was asked for. */
    VANISHED
  }

  /**
   * A row and its workflow.
   *
   * @param row counted from 1; 0 for one that vanished
   * @param workflow the key
   * @param version the newest published version; null if there is none
   * @param because one line for people
   */
  public record Entry(
      int row, String workflow, Outcome outcome, @Nullable Integer version, String because) {

    @Override
    public String toString() {
      return (row == 0 ? "" : "row " + row + ": ")
          + workflow
          + (version == null ? "" : " v" + version)
          + " "
          + outcome
          + ", "
          + because;
    }
  }

  /**
   * @param row counted from 1
   * @param column empty: the whole row
   */
  public record RowProblem(int row, String column, String message) {

    @Override
    public String toString() {
      return "row " + row + (column.isEmpty() ? "" : ", " + column) + ": " + message;
    }
  }

  public List<Entry> entries(Outcome outcome) {
    return entries.stream().filter(entry -> entry.outcome() == outcome).toList();
  }

  /** The numbers, then what needs somebody's attention, one line each. */
  @Override
  public String toString() {
    StringJoiner counts = new StringJoiner(", ", applied ? "" : "nothing was changed: ", "");
    for (Outcome outcome : Outcome.values()) {
      counts.add(entries(outcome).size() + " " + outcome.name().toLowerCase(java.util.Locale.ROOT));
    }
    long refused = problems.stream().mapToInt(RowProblem::row).distinct().count();
    counts.add(refused + " refused");
    StringJoiner lines = new StringJoiner("\n  ");
    lines.add(counts.toString());
    Stream.concat(entries(Outcome.CONFLICT).stream(), entries(Outcome.VANISHED).stream())
        .forEach(entry -> lines.add(entry.toString()));
    problems.forEach(problem -> lines.add(problem.toString()));
    return lines.toString();
  }
}
