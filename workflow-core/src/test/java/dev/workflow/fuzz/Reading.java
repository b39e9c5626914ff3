package dev.workflow.fuzz;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.workflow.Event;
import dev.workflow.InvalidDefinitionException;
import dev.workflow.InvalidInputException;
import dev.workflow.Json;
import dev.workflow.condition.Condition;
import dev.workflow.condition.EvaluationContext;
import dev.workflow.condition.InvalidConditionException;
import dev.workflow.definition.CronExpression;
import dev.workflow.definition.TimeSpan;
import dev.workflow.definition.WorkflowDefinition;
import dev.workflow.expression.ConfigTemplate;
import dev.workflow.expression.ExpressionException;
import dev.workflow.expression.InvalidExpressionException;
import dev.workflow.expression.RenderContext;
import dev.workflow.expression.Template;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.function.Consumer;

/**
 * What is done with an input: it is read, and what was read is used. Returns false where the input
 * is refused in the documented way; throws whatever else happens.
 */
final class Reading {

  private static final Instant NOW = Instant.parse("2026-06-15T12:00:00Z");
  private static final ZoneId ZONE = ZoneId.of("Europe/Amsterdam");
  private static final RenderContext RENDER = RenderContext.of(NOW, ZONE);

  private final JsonNode data;
  private final List<Condition> conditions;
  private final List<Template> templates;

  Reading(Corpus corpus) {
    data = corpus.data();
    conditions = corpus.conditions().stream().map(Condition::parse).toList();
    templates = corpus.templates().stream().map(Template::parse).toList();
  }

  boolean condition(String text) {
    return condition(() -> Condition.parse(text));
  }

  boolean condition(JsonNode tree) {
    return condition(() -> Condition.parse(tree));
  }

  private boolean condition(java.util.function.Supplier<Condition> parse) {
    Condition condition;
    try {
      condition = parse.get();
    } catch (InvalidConditionException e) {
      return explained(e.problems().isEmpty(), e);
    }
    EvaluationContext context = EvaluationContext.of(NOW, ZONE).withPrevious(data);
    require(
        condition.explain(data, context).holds() == condition.test(data, context),
        "the explanation is as the test");
    require(Condition.parse(condition.toJson()).equals(condition), "the condition reads back");
    condition.describe();
    return true;
  }

  /** Conditions that are valid, on data that nobody expects. */
  boolean conditionData(JsonNode hostile) {
    EvaluationContext context = EvaluationContext.of(NOW, ZONE).withPrevious(hostile);
    for (Condition condition : conditions) {
      require(
          condition.explain(hostile, context).holds() == condition.test(hostile, context),
          "the explanation is as the test");
    }
    return true;
  }

  boolean definition(String text) {
    return definition(() -> WorkflowDefinition.parse(text));
  }

  boolean definition(JsonNode tree) {
    return definition(() -> WorkflowDefinition.parse(tree));
  }

  boolean yaml(String text) {
    return definition(() -> WorkflowDefinition.parseYaml(text));
  }

  private static boolean definition(java.util.function.Supplier<WorkflowDefinition> parse) {
    WorkflowDefinition definition;
    try {
      definition = parse.get();
    } catch (InvalidDefinitionException e) {
      return explained(e.problems().isEmpty(), e);
    }
    require(
        WorkflowDefinition.parse(definition.toJson()).equals(definition),
        "the definition reads back from JSON");
    require(
        WorkflowDefinition.parseYaml(definition.toYaml()).equals(definition),
        "the definition reads back from YAML");
    return true;
  }

  boolean template(String text) {
    Template template;
    try {
      template = Template.parse(text);
    } catch (InvalidExpressionException e) {
      return explained(false, e);
    }
    template.evaluateLeniently(data, NOW, ZONE);
    return rendered(context -> template.render(data, context));
  }

  boolean config(JsonNode tree) {
    ConfigTemplate config;
    try {
      config = ConfigTemplate.parse(tree);
    } catch (InvalidExpressionException e) {
      return explained(false, e);
    }
    return rendered(context -> config.evaluate(data, context));
  }

  /** Templates that are valid, with data that nobody expects. */
  boolean templateData(JsonNode hostile) {
    boolean all = true;
    for (Template template : templates) {
      all &= rendered(context -> template.evaluate(hostile, context));
    }
    return all;
  }

  private static boolean rendered(Consumer<RenderContext> rendering) {
    try {
      rendering.accept(RENDER);
      return true;
    } catch (ExpressionException e) {
      return explained(false, e);
    }
  }

  boolean span(String text) {
    try {
      TimeSpan span = TimeSpan.parse(text);
      require(!span.addTo(NOW, ZONE).isBefore(NOW), "a span leads into the future");
      require(TimeSpan.parse(span.toString()).equals(span), "the span reads back");
      return true;
    } catch (DateTimeException e) {
      return explained(false, e);
    }
  }

  boolean cron(String text) {
    CronExpression cron;
    try {
      cron = CronExpression.parse(text);
    } catch (IllegalArgumentException e) {
      return explained(false, e);
    }
    cron.nextAfter(NOW, ZONE)
        .ifPresent(next -> require(next.isAfter(NOW), "the next time comes after now"));
    return true;
  }

  boolean event(String text) {
    JsonNode tree;
    try {
      tree = Json.reader().readTree(text);
    } catch (JsonProcessingException | NumberFormatException e) {
      return false;
    }
    return event(tree);
  }

  boolean event(JsonNode tree) {
    try {
      Event event = Event.parse(tree == null ? JsonNodeFactory.instance.missingNode() : tree);
      require(Event.parse(event.toJson()).equals(event), "the event reads back");
      return true;
    } catch (InvalidInputException e) {
      return explained(e.problems().isEmpty(), e);
    }
  }

  private static boolean explained(boolean silent, RuntimeException refusal) {
    require(!silent && refusal.getMessage() != null, "a refusal says why");
    require(refusal.getMessage().length() < 20_000, "a refusal is short");
    return false;
  }

  private static void require(boolean holds, String what) {
    if (!holds) {
      throw new AssertionError("does not hold: " + what);
    }
  }
}
