package dev.workflow.gallery.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What is wrong with a document that was made of a template, told at its place in the template. */
final class TemplateProblems {

  private static final Pattern IN_TEXT = Pattern.compile("(?<!\\$)\\$\\{([A-Za-z0-9_]+)}");

  private TemplateProblems() {}

  static List<Problem> of(ObjectNode workflow, List<Problem> ofDocument) {
    return ofDocument.stream().map(problem -> in(workflow, problem)).toList();
  }

  private static Problem in(ObjectNode workflow, Problem problem) {
    Set<String> parameters = parameters(workflow, problem.pointer());
    String from =
        parameters.isEmpty()
            ? ""
            : parameters.stream()
                .map(name -> "\"" + name + "\"")
                .collect(Collectors.joining(", ", " (parameter ", ")"));
    return new Problem("/workflow" + problem.pointer(), problem.message() + from);
  }

  /** The parameters from which the value at a place comes. */
  private static Set<String> parameters(ObjectNode workflow, String pointer) {
    Set<String> names = new TreeSet<>();
    JsonNode at = workflow;
    for (String part : parts(pointer)) {
      String whole = whole(at);
      if (whole != null) {
        names.add(whole);
        return names;
      }
      boolean index = at.isArray() && part.matches("[0-9]{1,9}");
      at = index ? at.path(Integer.parseInt(part)) : at.path(part);
    }
    collect(at, names);
    return names;
  }

  private static List<String> parts(String pointer) {
    List<String> parts = new ArrayList<>();
    for (String part : pointer.isEmpty() ? new String[0] : pointer.substring(1).split("/", -1)) {
      parts.add(part.replace("~1", "/").replace("~0", "~"));
    }
    return parts;
  }

  private static @Nullable String whole(JsonNode value) {
    return value.path("$parameter").textValue();
  }

  private static void collect(JsonNode value, Set<String> names) {
    String whole = whole(value);
    if (whole != null) {
      names.add(whole);
    } else if (value.isTextual()) {
      for (Matcher in = IN_TEXT.matcher(value.textValue()); in.find(); ) {
        names.add(in.group(1));
      }
    } else if (!value.has("id")) {
      value.forEach(one -> collect(one, names));
    }
  }
}
