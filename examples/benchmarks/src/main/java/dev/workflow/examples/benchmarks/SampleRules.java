package dev.workflow.examples.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.condition.Condition;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Rules of two to four leaves (equality, numeric ranges, prefixes) and events, the same ones for
 * the same seed. An event fits about one rule of 380.
 */
final class SampleRules {

  static final String EVENT_TYPE = "lead.scored";

  private static final int COUNTRIES = 31;
  private static final int STATUSES = 8;
  private static final int OWNERS = 400;

  private final Random random;

  SampleRules(long seed) {
    random = new Random(seed);
  }

  List<Condition> conditions(int count) {
    List<Condition> conditions = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      conditions.add(Condition.parse(condition()));
    }
    return conditions;
  }

  List<JsonNode> events(int count) {
    List<JsonNode> events = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      events.add(event());
    }
    return events;
  }

  private JsonNode condition() {
    ObjectNode condition = JsonNodeFactory.instance.objectNode();
    ArrayNode and = condition.putArray("and");
    if (random.nextInt(20) == 0) {
      leaf(and, "lead.owner", "eq").put("value", "owner-" + random.nextInt(OWNERS));
    } else {
      leaf(and, "lead.country", "eq").put("value", "C" + random.nextInt(COUNTRIES));
    }
    int more = 1 + random.nextInt(3);
    int first = random.nextInt(4);
    for (int i = 0; i < more; i++) {
      addLeaf(and, (first + i) % 4);
    }
    return condition;
  }

  private void addLeaf(ArrayNode and, int kind) {
    switch (kind) {
      case 0 -> {
        int low = random.nextInt(800);
        leaf(and, "lead.score", "between").putArray("value").add(low).add(low + 200);
      }
      case 1 -> leaf(and, "lead.status", "eq").put("value", "status-" + random.nextInt(STATUSES));
      case 2 -> leaf(and, "deal.amount", "gte").put("value", 40_000 + random.nextInt(60_000));
      default -> leaf(and, "lead.company", "startswith").put("value", company().substring(0, 1));
    }
  }

  private static ObjectNode leaf(ArrayNode and, String field, String operator) {
    return and.addObject().put("field", field).put("operator", operator);
  }

  private JsonNode event() {
    ObjectNode event = JsonNodeFactory.instance.objectNode();
    event
        .putObject("lead")
        .put("id", Long.toHexString(random.nextLong()))
        .put("country", "C" + random.nextInt(COUNTRIES))
        .put("owner", "owner-" + random.nextInt(OWNERS))
        .put("status", "status-" + random.nextInt(STATUSES))
        .put("score", random.nextInt(1_000))
        .put("company", company())
        .put("email", "someone@example.com");
    event.putObject("deal").put("amount", random.nextInt(100_000) + 0.5).put("currency", "EUR");
    return event;
  }

  private String company() {
    return (char) ('A' + random.nextInt(5)) + "-" + Integer.toHexString(random.nextInt());
  }
}
