package dev.workflow.testkit.simulation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Every decision of a simulation, in order. Ids of instances and messages get short names. */
final class Journal {

  private static final Pattern UUID =
      Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

  private final List<String> lines = new ArrayList<>();

  void add(String line) {
    lines.add(line);
  }

  int size() {
    return lines.size();
  }

  List<String> lines() {
    return List.copyOf(lines);
  }

  /** The text with a name instead of every UUID, in the order in which they first appear. */
  static String named(String text) {
    Map<String, String> names = new LinkedHashMap<>();
    Matcher matcher = UUID.matcher(text);
    StringBuilder named = new StringBuilder();
    while (matcher.find()) {
      String name = names.computeIfAbsent(matcher.group(), id -> "id-" + (names.size() + 1));
      matcher.appendReplacement(named, name);
    }
    return matcher.appendTail(named).toString();
  }
}
