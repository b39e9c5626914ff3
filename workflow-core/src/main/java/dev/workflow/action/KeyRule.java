package dev.workflow.action;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.Problems;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** A rule between the keys of one configuration. */
sealed interface KeyRule {

  /**
   * @param present whether the configuration holds a value for a key
   */
  void check(JsonNode config, Predicate<String> present, Problems problems);

  /** The rule in words, for the reference; empty: nothing to say. */
  String words();

  /** At least one of the keys is there. */
  record AnyOf(List<String> keys) implements KeyRule {
    @Override
    public void check(JsonNode config, Predicate<String> present, Problems problems) {
      if (keys.stream().noneMatch(present)) {
        problems.add(list() + " is required");
      }
    }

    @Override
    public String words() {
      return "One of "
          + keys.stream().map(KeyRule::code).collect(Collectors.joining(", "))
          + " is required.";
    }

    private String list() {
      List<String> quoted = keys.stream().map(key -> "\"" + key + "\"").toList();
      int last = quoted.size() - 1;
      return String.join(", ", quoted.subList(0, last)) + " or " + quoted.get(last);
    }
  }

  /** The two keys are not there together. */
  record Exclusive(String one, String other) implements KeyRule {
    @Override
    public void check(JsonNode config, Predicate<String> present, Problems problems) {
      if (present.test(one) && present.test(other)) {
        problems
            .at(other)
            .add("excludes \"" + one + "\", which is there too; leave one of them out");
      }
    }

    @Override
    public String words() {
      return code(one) + " and " + code(other) + " exclude each other.";
    }
  }

  /** The first key means nothing without the second. */
  record Needs(String key, String needed) implements KeyRule {
    @Override
    public void check(JsonNode config, Predicate<String> present, Problems problems) {
      if (present.test(key) && !present.test(needed)) {
        problems.at(key).add("needs \"" + needed + "\" as well");
      }
    }

    @Override
    public String words() {
      return code(key) + " needs " + code(needed) + ".";
    }
  }

  /** What only the action itself can say about its configuration. */
  record Check(BiConsumer<JsonNode, Problems> check) implements KeyRule {
    @Override
    public void check(JsonNode config, Predicate<String> present, Problems problems) {
      check.accept(config, problems);
    }

    @Override
    public String words() {
      return "";
    }
  }

  private static String code(String key) {
    return "`" + key + "`";
  }
}
