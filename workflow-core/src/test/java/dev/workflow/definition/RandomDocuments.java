package dev.workflow.definition;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Random;

/** Valid documents of all shapes; the same seed gives the same document. */
public final class RandomDocuments {

  private static final String[] TEXTS = {
    "plain words",
    "{{lead.name}}",
    "yes",
    "null",
    "0x1F",
    "1_000",
    "12:30",
    "- dash",
    "a: b",
    "#no",
    "two\nlines\n",
    "  spaces  ",
    "quote \" and ' and \\",
    "é ü 漢字 😀",
    "~",
    "1e5",
    "*alias",
    "&a",
    "%",
    "@",
    "!tag",
    "<<",
    "{x",
    "[y",
    "tab\there",
    "trailing:",
    "ends with newline\n",
    "2026-01-01"
  };
  private static final String[] SPANS = {"PT5M", "P3D", "P1M", "P1Y2M3DT4H5M6.5S", "PT0S", "P2W"};

  private final Random random;
  private int ids;

  private RandomDocuments(long seed) {
    this.random = new Random(seed);
  }

  public static ObjectNode document(long seed) {
    return new RandomDocuments(seed).workflow();
  }

  private ObjectNode workflow() {
    ObjectNode json = object();
    json.put("key", "flow-" + random.nextInt(100));
    maybe(() -> json.put("name", "Name " + text().strip().replaceAll("\\s", " ") + "."));
    maybe(() -> json.put("description", text()));
    maybe(() -> json.put("enabled", random.nextBoolean()));
    maybe(() -> json.put("priority", random.nextInt(200) - 100));
    maybe(() -> json.put("subject", "lead"));
    maybe(() -> triggers(json.putArray("triggers")));
    maybe(() -> concurrency(json.putObject("concurrency")));
    maybe(() -> json.put("governed", random.nextBoolean()));
    maybe(() -> records(json.putObject("records")));
    maybe(() -> condition(json.putArray("exit").addObject().put("event", "lead.gone"), "when"));
    maybe(
        () ->
            json.withArray("exit")
                .addObject()
                .putObject("when")
                .put("field", "lead.status")
                .put("operator", "eq")
                .put("value", "won"));
    if (json.has("subject")) {
      maybe(
          () ->
              json.withArray("exit")
                  .addObject()
                  .put("event", "quote.accepted")
                  .put("correlation", "{{quote.lead_id}}"));
    }
    maybe(() -> json.putObject("rateLimit").put("permits", 5).put("per", "PT1M"));
    maybe(() -> json.withObject("/channelLimits/email").put("permits", 5).put("per", "PT1M"));
    maybe(() -> backlog(json));
    maybe(() -> terms(json.putObject("terms")));
    steps(json.putArray("steps"), 3);
    return json;
  }

  private void records(ObjectNode records) {
    ObjectNode lead = records.putObject("lead").put("type", "lead").put("id", "{{subject.id}}");
    maybe(() -> lead.put("read", pick("start", "each-step")));
    maybe(() -> records.putObject("owner").put("type", "user").put("id", "7"));
  }

  private void triggers(ArrayNode triggers) {
    ObjectNode event = triggers.addObject().put("event", "lead.created");
    condition(event, "when");
    maybe(() -> event.put("settle", pick("PT30S", "P1D")));
    maybe(
        () -> {
          ObjectNode dedupe = event.putObject("dedupe").put("key", "{{lead.id}}");
          maybe(() -> dedupe.put("window", span()));
        });
    ObjectNode schedule = triggers.addObject().put("schedule", "0 9 * * MON-FRI");
    maybe(() -> schedule.put("timezone", "Europe/Amsterdam"));
    maybe(
        () ->
            schedule
                .putObject("for")
                .put("type", "lead")
                .putObject("filters")
                .put("created_at__gte", "{{today-30}}"));
    maybe(() -> schedule.put("misfire", pick("once", "skip", "all")));
    maybe(() -> schedule.put("overlap", pick("skip", "queue", "allow", "replace")));
    ObjectNode every = triggers.addObject().put("every", "PT15M");
    maybe(() -> every.put("anchor", pick("2026-03-01T09:00:00Z", "2026-03-01T09:00")));
    maybe(() -> every.put("from", "2026-03-01").put("until", "2026-12-31"));
    maybe(() -> every.put("within", "PT1H").put("jitter", "PT5M"));
    maybe(() -> every.putObject("input").put("list", "weekly"));
  }

  private void concurrency(ObjectNode json) {
    json.put("key", "{{subject.id}}").put("policy", pick("allow", "skip", "queue", "replace"));
  }

  private void backlog(ObjectNode json) {
    switch (random.nextInt(3)) {
      case 0 -> json.put("backlog", pick("all", "latest"));
      case 1 -> json.putObject("backlog").put("dropOlderThan", "PT1H");
      default -> json.putObject("backlog").put("spread", "PT10M");
    }
  }

  private void terms(ObjectNode terms) {
    terms.put("days", random.nextInt()).put("share", random.nextDouble());
    terms.put("note", text()).put("big", random.nextLong()).put("flag", random.nextBoolean());
  }

  private void steps(ArrayNode steps, int depth) {
    for (int i = random.nextInt(4); i > 0; i--) {
      step(steps.addObject().put("id", "s" + ids++), depth);
    }
  }

  private void step(ObjectNode json, int depth) {
    kind(json, random.nextInt(depth > 0 ? 10 : 5), depth - 1);
    maybe(() -> json.put("name", "Step " + random.nextInt()));
    condition(json, "when");
    condition(json, "while");
    maybe(() -> json.put("lock", "room-{{room.id}}"));
    maybe(() -> delay(json));
    maybe(() -> retry(json.putObject("retry")));
    maybe(() -> json.put("timeout", span()));
    maybe(() -> json.put("allowFailure", random.nextBoolean()));
    maybe(() -> json.put("required", random.nextBoolean()));
    maybe(() -> json.put("role", "LAWYER"));
    maybe(() -> json.put("assignee", "{{lead.owner}}"));
    maybe(() -> json.put("due", span()));
    if (depth > 0) {
      maybe(() -> steps(json.putArray("onFailure"), depth - 2));
    }
    maybe(() -> config(json.putObject("compensate").put("action", "undo")));
  }

  private void kind(ObjectNode json, int kind, int depth) {
    switch (kind) {
      case 0 -> config(json.put("action", pick("send_email", "sms_send", "PAYMENT_CLIENT")));
      case 1 -> delay(json);
      case 2 -> waitFor(json.putObject("wait").put("event", "message.received"));
      case 3 -> workflow(json);
      case 4 -> stop(json);
      case 5 -> branch(json.putArray("branch"), depth);
      case 6 -> parallel(json, depth);
      case 7 -> split(json.putArray("split"), depth);
      case 8 -> each(json.putObject("each"), depth);
      default -> repeat(json.putObject("repeat"), depth);
    }
  }

  private void waitFor(ObjectNode json) {
    maybe(() -> json.put("correlation", "{{lead.id}}"));
    condition(json, "when");
    maybe(() -> json.put("timeout", span()));
    maybe(() -> json.put("earlier", random.nextBoolean()));
  }

  private void workflow(ObjectNode step) {
    if (random.nextBoolean()) {
      step.put("workflow", "other");
      return;
    }
    ObjectNode json = step.putObject("workflow").put("key", "other");
    maybe(() -> json.put("version", 1 + random.nextInt(9)));
    maybe(() -> json.putObject("input").put("x", text()));
    maybe(() -> json.put("wait", random.nextBoolean()));
  }

  private void stop(ObjectNode step) {
    if (random.nextBoolean()) {
      step.put("stop", pick("completed", "failed"));
      return;
    }
    ObjectNode json = step.putObject("stop");
    maybe(() -> json.put("as", pick("completed", "failed")));
    maybe(() -> json.put("reason", "because {{lead.name}}"));
  }

  private void branch(ArrayNode cases, int depth) {
    ObjectNode first = cases.addObject();
    first.putObject("when").put("field", "score").put("operator", ">=").put("value", 5);
    maybe(() -> first.put("name", "high"));
    steps(first.putArray("steps"), depth);
    maybe(() -> steps(cases.addObject().put("otherwise", true).putArray("steps"), depth));
  }

  private void parallel(ObjectNode step, int depth) {
    ArrayNode arms = step.putArray("parallel");
    for (int i = random.nextInt(3); i >= 0; i--) {
      ObjectNode arm = arms.addObject();
      maybe(() -> arm.put("name", "arm"));
      steps(arm.putArray("steps"), depth);
    }
    switch (random.nextInt(4)) {
      case 0 -> step.put("join", "all");
      case 1 -> step.put("join", "any");
      case 2 -> step.put("join", 1 + random.nextInt(arms.size()));
      default -> {}
    }
    maybe(() -> step.put("rest", pick("cancel", "finish")));
  }

  private void split(ArrayNode arms, int depth) {
    for (int i = 0; i < 2 + random.nextInt(2); i++) {
      int number = i;
      ObjectNode arm = arms.addObject();
      maybe(() -> arm.put("name", "arm " + number));
      maybe(() -> arm.put("weight", 1 + random.nextInt(9)));
      steps(arm.putArray("steps"), depth);
    }
  }

  private void each(ObjectNode json, int depth) {
    if (random.nextBoolean()) {
      json.put("items", "{{lead.items}}");
    } else {
      json.putArray("items").add(1).add(text()).addObject().put("a", 1.5);
    }
    maybe(() -> json.put("as", "thing"));
    maybe(() -> json.put("maxConcurrent", 1 + random.nextInt(5)));
    maybe(() -> json.put("join", 1 + random.nextInt(5)));
    maybe(
        () ->
            json.putObject("join")
                .putObject("when")
                .put("field", "rounds.completed")
                .put("operator", "gte")
                .put("value", 2));
    maybe(() -> json.put("rest", pick("cancel", "finish")));
    maybe(() -> json.putObject("add").put("event", "item.added").put("item", "{{event.payload}}"));
    steps(json.putArray("steps"), depth);
  }

  private void repeat(ObjectNode json, int depth) {
    json.putObject(pick("while", "until"))
        .put("field", "score")
        .put("operator", "lt")
        .put("value", 5);
    json.put("max", 1 + random.nextInt(100));
    steps(json.putArray("steps"), depth);
  }

  private void config(ObjectNode json) {
    maybe(
        () -> {
          ObjectNode config = json.putObject("config").put("to", text()).put("n", random.nextInt());
          config.put("x", random.nextDouble()).put("long", random.nextLong()).putNull("none");
          config.putObject("deep").putArray("list").add(text()).add(true);
        });
  }

  private void retry(ObjectNode json) {
    maybe(() -> json.put("maxAttempts", 1 + random.nextInt(9)));
    maybe(() -> json.put("initialDelay", pick("PT0S", "PT10S", "P2D")));
    maybe(() -> json.put("multiplier", 1 + random.nextInt(3)));
    maybe(() -> json.put("maxDelay", "P3D"));
    maybe(() -> json.put("jitter", random.nextDouble()));
  }

  private void delay(ObjectNode step) {
    if (random.nextBoolean()) {
      step.put("delay", span());
      return;
    }
    ObjectNode json = step.putObject("delay");
    switch (random.nextInt(4)) {
      case 0 -> {
        json.put("for", span());
        maybe(() -> json.put("from", pick("trigger", "previous")));
      }
      case 1 -> {
        json.put("until", "{{lead.birthday}}");
        maybe(() -> json.put("offset", pick("-P1D", "PT2H", "+P1M", "-PT0S")));
        maybe(() -> json.put("timezone", pick("America/New_York", "recipient")));
        maybe(() -> json.put("ifMissing", pick("fail", "now", "skip")));
        maybe(() -> json.put("ifPast", pick("now", "fail", "skip")));
      }
      case 2 -> {
        json.put("for", "{{terms.graceDays}}d");
        maybe(() -> json.put("from", pick("trigger", "previous")));
        maybe(() -> json.put("ifMissing", pick("fail", "now", "skip")));
      }
      default -> window(json.putObject("window"));
    }
    maybe(() -> window(json.putObject("window")));
  }

  private void window(ObjectNode json) {
    json.put("days", pick("MON-FRI", "MON,WED", "FRI-MON", "SUN"));
    maybe(() -> json.put("from", "09:00").put("to", pick("17:00", "08:00", "24:00")));
    if (!json.has("from")) {
      maybe(() -> json.putObject("quiet").put("from", "22:00").put("to", pick("07:00", "24:00")));
    }
    maybe(() -> json.put("timezone", pick("America/New_York", "recipient")));
    maybe(() -> json.put("holidays", pick("skip", "open")));
  }

  private void condition(ObjectNode json, String key) {
    maybe(
        () -> {
          ObjectNode leaf = json.putObject(key).putArray("and").addObject();
          leaf.put("field", "lead.name").put("operator", "eq").put("value", text());
        });
  }

  private void maybe(Runnable action) {
    if (random.nextInt(3) == 0) {
      action.run();
    }
  }

  private String text() {
    return pick(TEXTS);
  }

  private String span() {
    return pick(SPANS);
  }

  private String pick(String... values) {
    return values[random.nextInt(values.length)];
  }

  private static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }
}
