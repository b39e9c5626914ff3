package dev.workflow.examples.host.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.Json;
import dev.workflow.examples.host.Client;
import dev.workflow.examples.host.Client.Answer;
import dev.workflow.examples.host.Contract.Route;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An example with what it needs: the requests under {@code before} were made, and what they gave is
 * put in where the example says {@code $name$}; {@code $unique$} is another number each time. What
 * the engine does meanwhile is waited for by {@code until}, a place in the answer.
 */
record Prepared(Route route, Client client, JsonNode example) {

  private static final AtomicInteger UNIQUE = new AtomicInteger();

  /** An example to be executed; one that there is not is empty. */
  static Prepared of(Route route, Client admin) {
    Optional<JsonNode> found = Examples.of(route.id());
    JsonNode example = found.orElseGet(Json::object);
    Client client = admin.of(example.path("tenant").asText("acme"));
    String text = Json.write(example).replace("$unique$", "" + UNIQUE.incrementAndGet());
    for (int step = 0; step < example.path("before").size(); step++) {
      JsonNode before = Json.read(text).get("before").get(step);
      String[] send = before.get("send").asText().split(" ", 2);
      JsonNode body = before.get("body");
      String until = before.path("until").asText();
      Answer answer =
          until.isEmpty()
              ? client.send(send[0], send[1], body == null ? null : Json.write(body))
              : client.until(send[1], json -> !json.at(until).isMissingNode());
      for (Map.Entry<String, JsonNode> take : before.path("take").properties()) {
        JsonNode taken =
            answer.status() < 300 ? answer.json().at(take.getValue().asText()) : Json.object();
        text = text.replace("$" + take.getKey() + "$", taken.asText());
      }
    }
    return new Prepared(route, client, Json.read(text));
  }

  /** The path with its ids; where there is no example, of what is not there. */
  String path() {
    return route.path(example.path("path"), "missing");
  }

  /** The path with the query. */
  String pathAndQuery() {
    StringBuilder all = new StringBuilder(path());
    char next = '?';
    for (Map.Entry<String, JsonNode> part : example.path("query").properties()) {
      all.append(next)
          .append(part.getKey())
          .append('=')
          .append(URLEncoder.encode(part.getValue().asText(), StandardCharsets.UTF_8));
      next = '&';
    }
    return all.toString();
  }

  /** The body as a text; null: none. */
  String body() {
    return example.has("body") ? Json.write(example.get("body")) : null;
  }

  Answer send(Client by, String body) {
    return by.send(route.method(), pathAndQuery(), body);
  }

  /** By somebody else. */
  Answer sendBy(Client by) {
    return send(by, body());
  }

  Answer send() {
    return sendBy(client);
  }
}
