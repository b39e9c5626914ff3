package dev.workflow.examples.host.console;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Makes JavaScript modules from an OpenAPI document: a module for each group of operations with a
 * function for each operation, and one file with the types of all schemas. No state.
 */
final class ApiClient {

  private static final String ORIGIN =
      "// Made from the OpenAPI document by ApiClientTest: run it with -Ddocs.refresh=true.\n";

  private final JsonNode document;

  private ApiClient(JsonNode document) {
    this.document = document;
  }

  /** Texts of the files by name. */
  static Map<String, String> of(JsonNode document) {
    return new ApiClient(document).files();
  }

  private Map<String, String> files() {
    Map<String, Map<String, String>> groups = new TreeMap<>();
    for (Map.Entry<String, JsonNode> path : document.get("paths").properties()) {
      for (Map.Entry<String, JsonNode> method : path.getValue().properties()) {
        if (method.getValue().has("operationId")) {
          String id = method.getValue().get("operationId").asText();
          groups
              .computeIfAbsent(id.substring(0, id.indexOf('_')), group -> new TreeMap<>())
              .put(id, function(id, method.getKey(), path.getKey(), method.getValue()));
        }
      }
    }
    Map<String, String> files = new TreeMap<>();
    groups.forEach((group, functions) -> files.put(group + ".js", module(functions)));
    files.put("types.d.ts", types());
    return files;
  }

  private static String module(Map<String, String> functions) {
    String body = String.join("\n", functions.values());
    List<String> used = new ArrayList<>();
    for (String name : List.of("call", "part", "withQuery")) {
      if (body.contains(name + "(")) {
        used.add(name);
      }
    }
    return "// @ts-check\n"
        + ORIGIN
        + "import { "
        + String.join(", ", used)
        + " } from '../client.js';\n\n"
        + body;
  }

  private String function(String id, String method, String path, JsonNode operation) {
    List<String> names = new ArrayList<>();
    StringBuilder doc = new StringBuilder("/** " + sentence(operation.path("summary").asText()));
    String address = path;
    Map<String, JsonNode> query = new LinkedHashMap<>();
    for (JsonNode written : operation.path("parameters")) {
      JsonNode one = resolve(written);
      String name = one.get("name").asText();
      if (one.get("in").asText().equals("path")) {
        String camel = camel(name);
        names.add(camel);
        doc.append(" @param {string | number} ").append(camel);
        address = address.replace("{" + name + "}", "${part(" + camel + ")}");
      } else if (one.get("in").asText().equals("query")) {
        query.put(name, one);
      }
    }
    boolean json = answersJson(operation);
    String options = "";
    JsonNode body = operation.path("requestBody").path("content");
    if (json && !body.isMissingNode()) {
      names.add("body");
      options += "body, ";
      JsonNode schema = body.properties().iterator().next().getValue().path("schema");
      doc.append(" @param {").append(type(schema)).append("} body");
    }
    if (!query.isEmpty()) {
      names.add("query");
      options += "query, ";
      doc.append(" @param {").append(queryType(query)).append("} [query]");
    }
    String quote = address.contains("${") ? "`" : "'";
    String place = quote + address + quote;
    if (!json) {
      String whole = query.isEmpty() ? place : "withQuery(" + place + ", query)";
      return doc.append(" */\n")
          .append(export(id + "_address", names))
          .append(whole)
          .append(";\n")
          .toString();
    }
    names.add("options");
    doc.append(" @param {import('../client.js').Options} [options] @returns {Promise<")
        .append(answer(operation))
        .append(">} */\n");
    return doc.append(export(id, names))
        .append("call('")
        .append(method.toUpperCase(java.util.Locale.ROOT))
        .append("', ")
        .append(place)
        .append(", { ")
        .append(options)
        .append("...options });\n")
        .toString();
  }

  private static String export(String id, List<String> names) {
    return "export const " + camel(id) + " = (" + String.join(", ", names) + ") => ";
  }

  private static String sentence(String summary) {
    String text = summary.replace("*/", "* /").replace("@", "");
    return text.endsWith(".") ? text : text + ".";
  }

  private JsonNode resolve(JsonNode node) {
    return node.has("$ref") ? document.at(node.get("$ref").asText().substring(1)) : node;
  }

  private static JsonNode success(JsonNode operation) {
    for (Map.Entry<String, JsonNode> one : operation.get("responses").properties()) {
      if (one.getKey().startsWith("2") && one.getValue().has("content")) {
        return one.getValue().get("content");
      }
    }
    return operation.path("none");
  }

  /** Whether what it answers, if anything, is JSON; other answers have an address, for a link. */
  private static boolean answersJson(JsonNode operation) {
    JsonNode content = success(operation);
    return content.isMissingNode() || content.has("application/json") || content.has("*/*");
  }

  private String answer(JsonNode operation) {
    JsonNode content = success(operation);
    if (content.isMissingNode()) {
      return "void";
    }
    return type(content.properties().iterator().next().getValue().path("schema"));
  }

  /** Of a parameter that is an object, each property is a parameter of its own. */
  private String queryType(Map<String, JsonNode> query) {
    List<String> parts = new ArrayList<>();
    query.forEach(
        (name, parameter) -> {
          JsonNode schema = resolve(parameter.path("schema"));
          if (schema.has("properties")) {
            new TreeMap<>(properties(schema.get("properties")))
                .forEach((key, value) -> parts.add(queryPart(key, value)));
          } else {
            parts.add(queryPart(name, parameter.path("schema")));
          }
        });
    return "{" + String.join(", ", parts) + "}";
  }

  private String queryPart(String name, JsonNode schema) {
    return key(name) + "?: " + type(schema) + " | null";
  }

  private static String key(String name) {
    return name.matches("[A-Za-z_]\\w*") ? name : "'" + name + "'";
  }

  private String types() {
    StringBuilder text = new StringBuilder(ORIGIN);
    new TreeMap<>(properties(document.at("/components/schemas")))
        .forEach(
            (name, schema) ->
                text.append("export type ")
                    .append(typeName(name))
                    .append(" = ")
                    .append(shape(schema, ""))
                    .append(";\n"));
    return text.toString();
  }

  private static Map<String, JsonNode> properties(JsonNode node) {
    Map<String, JsonNode> all = new LinkedHashMap<>();
    node.properties().forEach(one -> all.put(one.getKey(), one.getValue()));
    return all;
  }

  private static String typeName(String name) {
    return name.replaceAll("\\W", "_");
  }

  /** A type as a module of operations names it. */
  private String type(JsonNode schema) {
    return shape(schema, "import('./types.d.ts').");
  }

  private String shape(JsonNode schema, String from) {
    if (schema.has("$ref")) {
      String ref = schema.get("$ref").asText();
      return from + typeName(ref.substring(ref.lastIndexOf('/') + 1));
    } else if (schema.has("enum")) {
      List<String> values = new ArrayList<>();
      schema.get("enum").forEach(value -> values.add("'" + value.asText() + "'"));
      return String.join(" | ", values);
    }
    String kind = schema.path("type").isArray() ? "" : schema.path("type").asText();
    return switch (kind) {
      case "string" -> "string";
      case "integer", "number" -> "number";
      case "boolean" -> "boolean";
      case "array" -> "Array<" + shape(schema.path("items"), from) + ">";
      case "object" -> object(schema, from);
      default -> "any";
    };
  }

  private String object(JsonNode schema, String from) {
    if (!schema.has("properties")) {
      JsonNode more = schema.path("additionalProperties");
      return more.isObject() ? "Record<string, " + shape(more, from) + ">" : "Record<string, any>";
    }
    List<String> required = new ArrayList<>();
    schema.path("required").forEach(one -> required.add(one.asText()));
    List<String> parts = new ArrayList<>();
    new TreeMap<>(properties(schema.get("properties")))
        .forEach(
            (name, part) ->
                parts.add(
                    key(name) + (required.contains(name) ? ": " : "?: ") + shape(part, from)));
    return "{" + String.join(", ", parts) + "}";
  }

  /** {@code instances_move_to} → {@code instancesMoveTo}. */
  private static String camel(String name) {
    StringBuilder text = new StringBuilder();
    for (String word : name.split("[_-]")) {
      text.append(
          text.isEmpty() ? word : Character.toUpperCase(word.charAt(0)) + word.substring(1));
    }
    return text.toString();
  }
}
