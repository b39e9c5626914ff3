package dev.workflow.testkit.simulation.features;

import java.util.List;

/**
 * A fault to be planted into the engine: a mend that is taken out again.
 *
 * @param name what the engine does wrong with it
 * @param edits what is changed in its source
 */
record Plant(String name, List<Edit> edits) {

  /**
   * A change of one source file.
   *
   * @param file below {@code workflow-core/src/main/java/dev/workflow}
   * @param old stands there exactly once
   */
  record Edit(String file, String old, String changed) {

    /** The changed source. */
    String in(String source) {
      int at = source.indexOf(old);
      if (at < 0 || source.indexOf(old, at + 1) >= 0) {
        throw new AssertionError(
            file
                + (at < 0 ? " does not hold" : " holds more than once")
                + " what is to be changed; say anew how the fault is planted:\n"
                + old);
      }
      return source.substring(0, at) + changed + source.substring(at + old.length());
    }
  }

  static Plant of(String name, String file, String old, String changed) {
    return new Plant(name, List.of(new Edit(file, old, changed)));
  }

  /** The same with one more change. */
  Plant and(String file, String old, String changed) {
    List<Edit> more = new java.util.ArrayList<>(edits);
    more.add(new Edit(file, old, changed));
    return new Plant(name, more);
  }

  @Override
  public String toString() {
    return name;
  }
}
