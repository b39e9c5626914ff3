package dev.workflow.testkit.simulation.features;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

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

    private static final Pattern TOKEN = Pattern.compile("\\w+|[^\\w\\s]");

    /** The changed source. How it is broken into lines does not matter. */
    String in(String source) {
      Matcher found = ignoringLayout(old).matcher(source);
      boolean once = found.find();
      int from = once ? found.start() : 0;
      int to = once ? found.end() : 0;
      if (!once || found.find()) {
        throw new AssertionError(
            file
                + (once ? " holds more than once" : " does not hold")
                + " what is to be changed; say anew how the fault is planted:\n"
                + old);
      }
      return source.substring(0, from) + changed + source.substring(to);
    }

    private static Pattern ignoringLayout(String code) {
      return Pattern.compile(
          TOKEN
              .matcher(code)
              .results()
              .map(token -> Pattern.quote(token.group()))
              .collect(Collectors.joining("\\s*")));
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
