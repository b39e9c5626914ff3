package dev.workflow.definition;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.condition.Condition;
import dev.workflow.spi.RecordSelection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes a workflow document without what is the default. */
final class DefinitionWriter {

  private DefinitionWriter() {}

  static ObjectNode write(WorkflowDefinition definition) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("key", definition.key());
    if (!definition.name().equals(definition.key())) {
      json.put("name", definition.name());
    }
    text(json, "description", definition.description());
    if (!definition.enabled()) {
      json.put("enabled", false);
    }
    if (definition.priority() != 0) {
      json.put("priority", definition.priority());
    }
    text(json, "subject", definition.subject());
    triggers(json, definition.triggers());
    if (definition.caseOwner() != WorkflowDefinition.CaseOwner.NONE) {
      json.put("caseOwner", name(definition.caseOwner()));
    }
    concurrency(json, definition.concurrency());
    if (definition.governed()) {
      json.put("governed", true);
    }
    records(json, definition.records());
    for (Exit exit : definition.exits()) {
      exit(json.withArray("exit").addObject(), exit);
    }
    if (definition.rateLimit() != null) {
      limit(json.putObject("rateLimit"), definition.rateLimit());
    }
    definition
        .channelLimits()
        .forEach(
            (channel, one) -> limit(json.withObject("/channelLimits").putObject(channel), one));
    backlog(json, definition.backlog());
    if (!definition.terms().isEmpty()) {
      json.putObject("terms").setAll(definition.terms());
    }
    json.set("steps", steps(definition.steps()));
    return json;
  }

  private static void limit(ObjectNode json, RateLimit limit) {
    json.put("permits", limit.permits()).put("per", limit.per().toString());
  }

  private static void records(ObjectNode json, Map<String, RecordUse> records) {
    records.forEach(
        (name, use) -> {
          ObjectNode one =
              json.withObject("/records")
                  .putObject(name)
                  .put("type", use.type())
                  .put("id", use.id().text());
          if (use.read() != RecordUse.Read.EACH_STEP) {
            one.put("read", name(use.read()));
          }
        });
  }

  static void exit(ObjectNode json, Exit exit) {
    text(json, "event", exit.event());
    text(json, "correlation", exit.correlation() == null ? null : exit.correlation().text());
    when(json, "when", exit.when());
  }

  static void text(ObjectNode json, String key, @Nullable Object value) {
    if (value != null) {
      json.put(key, value.toString());
    }
  }

  static void when(ObjectNode json, String key, Condition condition) {
    if (!condition.isAlways()) {
      json.set(key, condition.toJson());
    }
  }

  static ArrayNode steps(List<Step> steps) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    steps.forEach(step -> array.add(StepWriter.write(step)));
    return array;
  }

  static String name(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static void triggers(ObjectNode json, List<Trigger> triggers) {
    for (Trigger trigger : triggers) {
      ObjectNode one = json.withArray("triggers").addObject();
      if (trigger instanceof Trigger.OnEvent event) {
        one.put("event", event.event());
        when(one, "when", event.when());
        if (event.becomes()) {
          one.put("becomes", true);
        }
        text(one, "settle", event.settle());
        if (event.dedupe() != null) {
          ObjectNode dedupe = one.putObject("dedupe").put("key", event.dedupe().key().text());
          text(dedupe, "window", event.dedupe().window());
        }
      } else if (trigger instanceof Trigger.OnSchedule schedule) {
        schedule.timing().write(one);
        schedule.policy().write(one);
        if (!schedule.input().isEmpty()) {
          one.set("input", schedule.input());
        }
        if (schedule.records() != null) {
          selection(one.putObject("for"), schedule.records());
        }
      } else {
        throw new IllegalStateException("nothing writes a trigger of " + trigger.getClass());
      }
    }
  }

  static void selection(ObjectNode json, RecordSelection records) {
    json.put("type", records.type());
    if (!records.filters().isEmpty()) {
      json.set("filters", records.filters());
    }
  }

  private static void concurrency(ObjectNode json, Concurrency concurrency) {
    if (concurrency.equals(Concurrency.ALLOW)) {
      return;
    }
    ObjectNode one = json.putObject("concurrency");
    text(one, "key", concurrency.key() == null ? null : concurrency.key().text());
    if (concurrency.policy() != Concurrency.Policy.ALLOW) {
      one.put("policy", name(concurrency.policy()));
    }
  }

  static void backlog(ObjectNode json, Backlog backlog) {
    if (backlog instanceof Backlog.Latest) {
      json.put("backlog", "latest");
    } else if (backlog instanceof Backlog.DropOlderThan drop) {
      json.putObject("backlog").put("dropOlderThan", drop.age().toString());
    } else if (backlog instanceof Backlog.Spread spread) {
      json.putObject("backlog").put("spread", spread.over().toString());
    }
  }
}
