package dev.workflow.internal.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Json;
import dev.workflow.messaging.Route;
import java.util.ArrayList;
import java.util.List;

/** A route as stored in the receipt of its event. */
final class RouteJson {

  private RouteJson() {}

  static ObjectNode write(Route route) {
    ObjectNode json =
        Json.object()
            .put("event", route.event())
            .put("channel", route.channel())
            .put("audience", route.audience())
            .put("decision", route.decision().name());
    if (route.workflow() != null) {
      ReceiptJson.workflow(json, route.workflow());
    }
    for (Route.Candidate candidate : route.trace()) {
      ReceiptJson.workflow(json.withArray("trace").addObject(), candidate.workflow())
          .put("verdict", candidate.verdict().name())
          .put("because", candidate.because());
    }
    return json;
  }

  static Route read(JsonNode json) {
    List<Route.Candidate> trace = new ArrayList<>();
    json.path("trace")
        .forEach(
            one ->
                trace.add(
                    new Route.Candidate(
                        ReceiptJson.workflow(one),
                        Route.Verdict.valueOf(one.path("verdict").asText()),
                        one.path("because").asText())));
    return new Route(
        json.path("event").asText(),
        json.path("channel").asText(),
        json.path("audience").asText(),
        Route.Decision.valueOf(json.path("decision").asText()),
        json.has("workflow") ? ReceiptJson.workflow(json) : null,
        trace);
  }
}
