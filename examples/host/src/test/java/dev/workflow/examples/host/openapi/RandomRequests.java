package dev.workflow.examples.host.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Json;
import dev.workflow.examples.host.Contract;
import dev.workflow.examples.host.Contract.Route;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.springframework.web.util.UriUtils;

/**
 * Makes requests of an OpenAPI document by chance: mostly sensible ones, with ids that earlier
 * answers gave, some hostile. The same seed makes the same requests of the same answers.
 */
final class RandomRequests {

  private static final int DEEPEST = 4;
  private static final int MOST_IDS = 300;

  /** What is longer could be refused by the server itself, which closes the connection. */
  private static final int LONGEST = 7_000;

  private static final List<String> HOSTILE =
      List.of(
          "",
          " ",
          "\u0000",
          "'; DROP TABLE host_user; --",
          "{{subject.id}}",
          "{{#each",
          "<script>alert(1)</script>",
          "\ud83d\ude00",
          "\u202e\u0041\u030a",
          "../../etc/passwd",
          "x".repeat(3000),
          "NaN",
          "-1",
          "99999999999999999999",
          "2026-02-30",
          "P1D",
          "* * * * *",
          "null",
          "e\u0301\r\nSet-Cookie: a=b");

  /** One request. */
  record Wanted(Route route, String tenant, String user, String path, String body) {}

  private final Random random;
  private final List<Route> routes;
  private final Contract contract;
  private final Map<String, List<String>> ids;

  RandomRequests(long seed, Contract contract, List<Route> routes) {
    this.random = new Random(seed);
    this.contract = contract;
    this.routes = routes;
    this.ids =
        Map.of(
            "acme", new ArrayList<>(List.of("lead-789")), "firm", new ArrayList<>(List.of("m-1")));
  }

  /** A text that is only ever sent in one tenant, so that nobody of another may see it. */
  static String mark(String tenant) {
    return "zq" + tenant + "qz";
  }

  Wanted next() {
    Route route = one(routes);
    String tenant = random.nextBoolean() ? "acme" : "firm";
    String user =
        random.nextInt(4) > 0
            ? "user-456"
            : one(tenant.equals("acme") ? List.of("max", "sam") : List.of("lena", "pia", "cleo"));
    JsonNode example = Examples.of(route.id()).orElseGet(Json::object);
    return new Wanted(
        route, tenant, user, path(route, tenant, example), body(route, tenant, example));
  }

  private String path(Route route, String tenant, JsonNode example) {
    String path = route.path();
    for (JsonNode parameter : route.operation().path("parameters")) {
      if (parameter.path("in").asText().equals("path")) {
        String name = parameter.get("name").asText();
        JsonNode exampleId = example.path("path").get(name);
        String value =
            random.nextInt(3) == 0 && exampleId != null ? exampleId.asText() : id(tenant);
        path =
            path.replace(
                "{" + name + "}",
                UriUtils.encode(value.isEmpty() ? "x" : value, StandardCharsets.UTF_8));
      }
    }
    StringBuilder query = new StringBuilder();
    for (JsonNode given : route.operation().path("parameters")) {
      JsonNode parameter =
          given.has("$ref")
              ? contract.document().at(given.get("$ref").asText().substring(1))
              : given;
      if (parameter.path("in").asText().equals("query") && random.nextInt(3) == 0) {
        String part =
            parameter.get("name").asText()
                + '='
                + UriUtils.encode(
                    Json.text(value(parameter.path("schema"), tenant, 1)), StandardCharsets.UTF_8);
        if (path.length() + query.length() + part.length() < LONGEST) {
          query.append(query.isEmpty() ? '?' : '&').append(part);
        }
      }
    }
    return path + query;
  }

  private String id(String tenant) {
    String other = tenant.equals("acme") ? "firm" : "acme";
    return switch (random.nextInt(10)) {
      case 0 -> text(tenant);
      case 1, 2 -> one(ids.get(other));
      default -> one(ids.get(tenant));
    };
  }

  private String body(Route route, String tenant, JsonNode example) {
    if (!route.takesJson()) {
      return null;
    }
    JsonNode schema = route.operation().at("/requestBody/content/application~1json/schema");
    JsonNode body =
        random.nextInt(3) > 0 && example.has("body")
            ? changed(example.get("body"), tenant)
            : value(schema, tenant, 0);
    String text = Json.write(body);
    return random.nextInt(30) == 0 ? text.substring(0, random.nextInt(text.length() + 1)) : text;
  }

  /** The same with one place changed, most of the time. */
  private JsonNode changed(JsonNode json, String tenant) {
    if (json.isObject() && !json.isEmpty() && random.nextInt(4) > 0) {
      ObjectNode copy = json.deepCopy();
      List<String> names = new ArrayList<>();
      copy.fieldNames().forEachRemaining(names::add);
      String name = one(names);
      switch (random.nextInt(6)) {
        case 0 -> copy.remove(name);
        case 1 -> copy.set(name, any(tenant, 2));
        default -> copy.set(name, changed(copy.get(name), tenant));
      }
      return copy;
    }
    if (json.isArray() && !json.isEmpty() && random.nextInt(4) > 0) {
      ArrayNode copy = json.deepCopy();
      int at = random.nextInt(copy.size());
      copy.set(at, changed(copy.get(at), tenant));
      return copy;
    }
    return json.isTextual() && random.nextBoolean()
        ? Json.object().textNode(text(tenant))
        : random.nextInt(8) == 0 ? any(tenant, 2) : json;
  }

  /** A value of a schema, mostly. */
  private JsonNode value(JsonNode schema, String tenant, int depth) {
    if (schema.has("$ref")) {
      return value(contract.document().at(schema.get("$ref").asText().substring(1)), tenant, depth);
    }
    if (depth > DEEPEST || random.nextInt(20) == 0) {
      return any(tenant, DEEPEST);
    }
    if (schema.has("enum")) {
      List<JsonNode> all = new ArrayList<>();
      schema.get("enum").forEach(all::add);
      return one(all);
    }
    return switch (type(schema)) {
      case "object" -> object(schema, tenant, depth);
      case "array" -> array(schema, tenant, depth);
      case "integer" ->
          Json.object()
              .numberNode(random.nextInt(5) == 0 ? random.nextLong() : random.nextInt(100));
      case "number" -> Json.object().numberNode(random.nextGaussian() * 1e6);
      case "boolean" -> Json.object().booleanNode(random.nextBoolean());
      case "string" ->
          Json.object()
              .textNode(
                  schema.path("format").asText().equals("date-time")
                      ? "2099-0" + (1 + random.nextInt(9)) + "-01T00:00:00Z"
                      : random.nextBoolean() ? text(tenant) : one(ids.get(tenant)));
      default -> any(tenant, depth);
    };
  }

  private static String type(JsonNode schema) {
    JsonNode type = schema.path("type");
    return type.isArray() ? type.path(0).asText() : type.asText().toLowerCase(Locale.ROOT);
  }

  private JsonNode object(JsonNode schema, String tenant, int depth) {
    ObjectNode object = Json.object();
    for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
      boolean required = false;
      for (JsonNode name : schema.path("required")) {
        required |= name.asText().equals(property.getKey());
      }
      if (property.getKey().equals("shared")) {
        object.put("shared", false);
      } else if (required && random.nextInt(20) > 0 || random.nextInt(3) == 0) {
        object.set(property.getKey(), value(property.getValue(), tenant, depth + 1));
      }
    }
    if (!schema.has("properties") && random.nextBoolean()) {
      object.set(text(tenant), any(tenant, depth + 1));
    }
    return object;
  }

  private JsonNode array(JsonNode schema, String tenant, int depth) {
    ArrayNode array = Json.array();
    for (int left = random.nextInt(4); left > 0; left--) {
      array.add(value(schema.path("items"), tenant, depth + 1));
    }
    return array;
  }

  private JsonNode any(String tenant, int depth) {
    ObjectNode nodes = Json.object();
    return switch (random.nextInt(depth > DEEPEST ? 5 : 7)) {
      case 0 -> nodes.nullNode();
      case 1 -> nodes.booleanNode(random.nextBoolean());
      case 2 -> nodes.numberNode(random.nextInt());
      case 3 -> nodes.textNode(one(HOSTILE));
      case 4 -> nodes.textNode(text(tenant));
      case 5 -> Json.array().add(any(tenant, depth + 1));
      default -> nodes.set(text(tenant), any(tenant, depth + 1));
    };
  }

  private String text(String tenant) {
    return random.nextInt(8) == 0 ? one(HOSTILE) : "t" + random.nextInt(50) + "-" + mark(tenant);
  }

  /** Keeps the ids of an answer, for later requests. */
  void learn(String tenant, JsonNode json) {
    if (json.isObject()) {
      for (Map.Entry<String, JsonNode> one : json.properties()) {
        boolean id =
            one.getKey().equals("id")
                || one.getKey().equals("key")
                || one.getKey().endsWith("_id")
                || one.getKey().endsWith("Id");
        String other = mark(tenant.equals("acme") ? "firm" : "acme");
        if (id
            && one.getValue().isTextual()
            && !one.getValue().asText().contains(other)
            && ids.get(tenant).size() < MOST_IDS) {
          ids.get(tenant).add(one.getValue().asText());
        }
        learn(tenant, one.getValue());
      }
    } else if (json.isArray()) {
      json.forEach(one -> learn(tenant, one));
    }
  }

  private <T> T one(List<T> all) {
    return all.get(random.nextInt(all.size()));
  }
}
