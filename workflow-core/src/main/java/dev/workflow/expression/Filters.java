package dev.workflow.expression;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.workflow.internal.text.DidYouMean;
import dev.workflow.internal.text.JsonKind;
import dev.workflow.internal.text.Wording;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/** The filters there are. */
final class Filters {

  /** What filters that take nothing do. */
  private static final Filter NOTHING = (value, rendering) -> value;

  private static final Map<String, Kind> KINDS = kinds();

  /**
   * A filter before its arguments are known.
   *
   * @param argument an example of its argument, or empty where it takes none
   */
  private record Kind(String argument, BiFunction<JsonNode, Reporter, Filter> compiler) {}

  /** Takes what is wrong with an argument. */
  @FunctionalInterface
  interface Reporter {
    void add(String message);
  }

  private Filters() {}

  private static Map<String, Kind> kinds() {
    Map<String, Kind> kinds = new LinkedHashMap<>();
    kinds.put("default", new Kind("\"there\"", (value, faults) -> defaulting(value)));
    kinds.put("upper", text((text, r) -> text.toUpperCase(r.context().locale())));
    kinds.put("lower", text((text, r) -> text.toLowerCase(r.context().locale())));
    kinds.put("trim", text((text, r) -> text.strip()));
    kinds.put("date", new Kind("\"d MMMM yyyy\"", DateFilter::compile));
    kinds.put("number", new Kind("\"#,##0.00\"", NumberFilter::compile));
    kinds.put("json", new Kind("", (none, faults) -> Filters::json));
    return kinds;
  }

  /** The filter of this name; faults are reported, and the filter is then of no use. */
  static Filter compile(String name, List<JsonNode> arguments, Reporter faults) {
    Kind kind = KINDS.get(name);
    if (kind == null) {
      faults.add(
          "unknown filter \"" + Wording.clip(name) + "\"" + DidYouMean.orAll(name, KINDS.keySet()));
      return NOTHING;
    }
    int expected = kind.argument.isEmpty() ? 0 : 1;
    if (arguments.size() != expected) {
      String takes = expected == 0 ? "no argument: " + name : "one argument: " + name + ": ";
      String found = arguments.isEmpty() ? "none" : Integer.toString(arguments.size());
      faults.add("\"" + name + "\" takes " + takes + kind.argument + "; found " + found);
      return NOTHING;
    }
    return kind.compiler.apply(expected == 0 ? TextNode.valueOf("") : arguments.get(0), faults);
  }

  private static Filter defaulting(JsonNode otherwise) {
    return (value, rendering) -> Values.isNothing(value) ? otherwise : value;
  }

  private static Kind text(BiFunction<String, Rendering, String> change) {
    Filter filter =
        (value, rendering) -> {
          if (Values.isNothing(value)) {
            return value;
          }
          if (value.isContainerNode()) {
            throw rendering.failure(
                "is "
                    + JsonKind.of(value)
                    + ", and a text filter takes a text; name a value in it");
          }
          String text = Values.text(value, rendering);
          rendering.spendOn(text);
          return TextNode.valueOf(change.apply(text, rendering));
        };
    return new Kind("", (none, faults) -> filter);
  }

  private static JsonNode json(JsonNode value, Rendering rendering) {
    if (value.isMissingNode()) {
      return value;
    }
    String json = Values.json(value, rendering);
    rendering.spendOn(json);
    return TextNode.valueOf(json);
  }
}
