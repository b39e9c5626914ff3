package dev.workflow.task.form;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.Problems;
import dev.workflow.internal.text.DidYouMean;
import java.util.List;
import java.util.Map;

/** The keywords of draft 2020-12, and what to write in place of others. */
final class Keywords {

  private static final List<String> KNOWN =
      List.of(
          "$schema",
          "$ref",
          "$defs",
          "$comment",
          "title",
          "description",
          "default",
          "examples",
          "readOnly",
          "writeOnly",
          "deprecated",
          "type",
          "enum",
          "const",
          "format",
          "minLength",
          "maxLength",
          "pattern",
          "contentEncoding",
          "contentMediaType",
          "contentSchema",
          "minimum",
          "maximum",
          "exclusiveMinimum",
          "exclusiveMaximum",
          "multipleOf",
          "items",
          "prefixItems",
          "contains",
          "minContains",
          "maxContains",
          "minItems",
          "maxItems",
          "uniqueItems",
          "properties",
          "patternProperties",
          "additionalProperties",
          "propertyNames",
          "required",
          "minProperties",
          "maxProperties",
          "dependentRequired",
          "dependentSchemas",
          "allOf",
          "anyOf",
          "oneOf",
          "not",
          "if",
          "then",
          "else");

  private static final Map<String, String> INSTEAD =
      Map.ofEntries(
          Map.entry("definitions", "write \"$defs\""),
          Map.entry("dependencies", "write \"dependentRequired\" or \"dependentSchemas\""),
          Map.entry("additionalItems", "write \"items\" as well as \"prefixItems\""),
          Map.entry("id", "leave it out: a form has no address"),
          Map.entry("$id", "leave it out: a form has no address"),
          Map.entry("$anchor", "refer by place: \"#/$defs/…\""),
          Map.entry("$dynamicRef", "write \"$ref\""),
          Map.entry("$dynamicAnchor", "refer by place: \"#/$defs/…\""),
          Map.entry("$recursiveRef", "write \"$ref\""),
          Map.entry("$recursiveAnchor", "refer by place: \"#/$defs/…\""),
          Map.entry("$vocabulary", "leave it out"),
          Map.entry(
              "unevaluatedProperties",
              "leave it out: fields that are not listed are refused; to allow them write"
                  + " \"additionalProperties\""),
          Map.entry("unevaluatedItems", "write \"items\": false as well as \"prefixItems\""));

  private Keywords() {}

  static void check(JsonNode schema, Problems problems) {
    schema
        .fieldNames()
        .forEachRemaining(
            name -> {
              if (!KNOWN.contains(name) && !name.startsWith("x-") && name.indexOf(':') < 0) {
                problems.at(name).add(unknown(name));
              }
            });
  }

  private static String unknown(String name) {
    String instead = INSTEAD.get(name);
    if (instead != null) {
      return "\"" + name + "\" is not supported in forms; " + instead;
    }
    String suggestion = DidYouMean.suffix(name, KNOWN);
    return "unknown keyword "
        + FormWording.quote(name)
        + (suggestion.isEmpty()
            ? "; a keyword of your own begins with \"x-\" or holds a colon"
            : suggestion);
  }
}
