package dev.workflow.examples.benchmarks;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The command line after the program's name: {@code --name value} pairs. */
final class Options {

  private final Map<String, String> values;

  private Options(Map<String, String> values) {
    this.values = values;
  }

  static Options parse(String[] args) {
    Map<String, String> values = new HashMap<>();
    for (int i = 0; i < args.length; i += 2) {
      if (!args[i].startsWith("--") || i + 1 == args.length) {
        throw new IllegalArgumentException(
            "expected --option value pairs; found " + String.join(" ", args));
      }
      values.put(args[i].substring(2), args[i + 1]);
    }
    return new Options(values);
  }

  @Nullable String text(String name) {
    return values.get(name);
  }

  int number(String name, int otherwise) {
    String value = values.get(name);
    return value == null ? otherwise : Integer.parseInt(value.replace("_", ""));
  }

  /** Numbers separated by commas. */
  List<Integer> numbers(String name, int otherwise) {
    String value = values.getOrDefault(name, String.valueOf(otherwise));
    return Arrays.stream(value.split(",")).map(Integer::valueOf).toList();
  }
}
