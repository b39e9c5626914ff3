package dev.workflow.examples.reliability;

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

  static Options parse(List<String> args) {
    Map<String, String> values = new HashMap<>();
    for (int i = 0; i < args.size(); i += 2) {
      if (!args.get(i).startsWith("--") || i + 1 == args.size()) {
        throw new IllegalArgumentException(
            "expected --option value pairs; found " + String.join(" ", args));
      }
      values.put(args.get(i).substring(2), args.get(i + 1));
    }
    return new Options(values);
  }

  static Options of(String... args) {
    return parse(List.of(args));
  }

  @Nullable String text(String name) {
    return values.get(name);
  }

  /**
   * The value of an option that must be there.
   *
   * @throws IllegalArgumentException if it is not
   */
  String required(String name) {
    String value = values.get(name);
    if (value == null) {
      throw new IllegalArgumentException("--" + name + " is missing");
    }
    return value;
  }

  int number(String name, int otherwise) {
    String value = values.get(name);
    return value == null ? otherwise : Integer.parseInt(value.replace("_", ""));
  }
}
