package dev.workflow.examples.host;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialects;
import com.networknt.schema.serialization.NodeReader;
import dev.workflow.Json;
import dev.workflow.examples.host.Client.Answer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.springframework.web.util.UriUtils;

/** The OpenAPI document as what answers are held against. Thread-safe. */
public final class Contract {

  private static final String ID = "https://host.example/openapi";
  private static final Map<String, String> TEXTS = new ConcurrentHashMap<>();
  private static final Map<String, Contract> KNOWN = new ConcurrentHashMap<>();

  private final List<Route> routes = new ArrayList<>();
  private final SchemaRegistry schemas;
  private final Map<String, Schema> compiled = new ConcurrentHashMap<>();
  private final JsonNode document;

  private Contract(String text) {
    document = Json.read(text);
    schemas =
        SchemaRegistry.withDefaultDialect(
            Dialects.getOpenApi31(),
            registry -> registry.schemas(Map.of(ID, text)).nodeReader(new Once(text, document)));
    document
        .get("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .properties()
                    .forEach(
                        operation ->
                            routes.add(
                                new Route(
                                    operation.getKey().toUpperCase(Locale.ROOT),
                                    path.getKey(),
                                    pattern(path.getKey()),
                                    operation.getValue()))));
    routes.sort(Comparator.comparing(route -> route.path().replaceAll("[^{]", "").length()));
  }

  /** The document that a host serves; hosts that serve the same share it. */
  public static Contract of(Client client) {
    String text =
        TEXTS.computeIfAbsent(
            client.address(),
            address -> client.anonymous().unchecked("GET", "/openapi.json").text());
    return KNOWN.computeIfAbsent(text, Contract::new);
  }

  /**
   * Gives the document as it was parsed before: the validator reads all of it for every schema
   * inside.
   */
  private record Once(String text, JsonNode document) implements NodeReader {

    @Override
    public JsonNode readTree(String content, InputFormat format) {
      return content.equals(text) ? document : Json.read(content);
    }

    @Override
    public JsonNode readTree(InputStream content, InputFormat format) {
      try {
        return readTree(new String(content.readAllBytes(), StandardCharsets.UTF_8), format);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** An operation. */
  public record Route(String method, String path, Pattern pattern, JsonNode operation) {

    public String id() {
      return operation.get("operationId").asText();
    }

    /** Whether only somebody who is logged in may call it. */
    public boolean login() {
      return !operation.has("security");
    }

    /** Whether it takes a JSON body. */
    public boolean takesJson() {
      return operation.at("/requestBody/content").has("application/json");
    }

    /** Whether its answers are pages of a list. */
    public boolean pages() {
      return takes("#/components/parameters/Limit", "$ref");
    }

    /** Whether it takes {@code If-Match}. */
    public boolean ifMatch() {
      return takes("If-Match", "name");
    }

    /** Whether its answer does not end. */
    public boolean stream() {
      return operation.at("/responses/200/content").has("text/event-stream");
    }

    private boolean takes(String parameter, String key) {
      for (JsonNode one : operation.path("parameters")) {
        if (one.path(key).asText().equals(parameter)) {
          return true;
        }
      }
      return false;
    }

    /** Its path with these parts, the others as {@code otherwise}. */
    public String path(JsonNode parts, String otherwise) {
      String full = path;
      for (Map.Entry<String, JsonNode> part : parts.properties()) {
        full =
            full.replace(
                "{" + part.getKey() + "}",
                UriUtils.encodePathSegment(part.getValue().asText(), StandardCharsets.UTF_8));
      }
      return full.replaceAll("\\{[^}]+}", otherwise);
    }

    @Override
    public String toString() {
      return method + " " + path;
    }
  }

  private static Pattern pattern(String path) {
    return Pattern.compile(path.replaceAll("\\{[^}]+}", "[^/]+"));
  }

  public List<Route> routes() {
    return routes;
  }

  public JsonNode document() {
    return document;
  }

  /** Fails if an answer is none that the document allows. */
  void check(String method, String pathAndQuery, Answer answer) {
    String path = pathAndQuery.replaceAll("\\?.*", "");
    Optional<Route> route =
        routes.stream()
            .filter(one -> one.method().equals(method) && one.pattern().matcher(path).matches())
            .findFirst();
    if (route.isPresent()) {
      check(route.get(), answer);
    }
  }

  private void check(Route route, Answer answer) {
    String status = String.valueOf(answer.status());
    JsonNode declared = route.operation().path("responses").get(status);
    assertThat(declared).as("%s answers %s: %s", route, status, answer.text()).isNotNull();
    String place = "/paths/" + escaped(route.path()) + "/" + method(route) + "/responses/" + status;
    if (declared.has("$ref")) {
      place = declared.get("$ref").asText().substring(1);
      declared = document.at(place);
    }
    JsonNode content = declared.path("content");
    if (answer.text().isEmpty()) {
      assertThat(content).as("%s answers %s without a body", route, status).isEmpty();
      return;
    }
    String type = answer.header("Content-Type").orElse("").replaceAll(";.*", "");
    assertThat(content.has(type))
        .as("%s answers %s as %s: %s", route, status, type, answer.text())
        .isTrue();
    if (type.endsWith("json")) {
      String schema = place + "/content/" + escaped(type) + "/schema";
      List<Error> errors =
          compiled
              .computeIfAbsent(
                  schema, where -> schemas.getSchema(SchemaLocation.of(ID + "#" + where)))
              .validate(answer.text(), InputFormat.JSON);
      assertThat(errors).as("%s answers %s: %s", route, status, answer.text()).isEmpty();
    }
  }

  private static String method(Route route) {
    return route.method().toLowerCase(Locale.ROOT);
  }

  private static String escaped(String key) {
    return key.replace("~", "~0").replace("/", "~1");
  }
}
