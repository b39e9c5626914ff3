package dev.workflow.definition;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.expression.ConfigTemplate;
import dev.workflow.expression.Template;
import dev.workflow.spi.Window;
import java.time.LocalTime;
import org.jspecify.annotations.Nullable;

/** Writes one step. */
final class StepWriter {

  private StepWriter() {}

  static ObjectNode write(Step step) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("id", step.id());
    DefinitionWriter.text(json, "name", step.settings().name());
    step.accept(new Kind(json));
    settings(json, step.settings());
    return json;
  }

  /** Writes what only one kind of step has. */
  private record Kind(ObjectNode json) implements Step.Visitor<ObjectNode> {

    @Override
    public ObjectNode action(Step.Action step) {
      json.put("action", step.type());
      config(json, "config", step.config());
      return json;
    }

    /** Its time is written with the settings. */
    @Override
    public ObjectNode delay(Step.Delay step) {
      return json;
    }

    @Override
    public ObjectNode waitFor(Step.Wait step) {
      StepWriter.waitFor(json.putObject("wait"), step);
      return json;
    }

    @Override
    public ObjectNode branch(Step.Branch step) {
      ArrayNode cases = json.putArray("branch");
      step.cases().forEach(option -> option(cases.addObject(), option));
      return json;
    }

    @Override
    public ObjectNode parallel(Step.Parallel step) {
      StepWriter.parallel(json, step);
      return json;
    }

    @Override
    public ObjectNode split(Step.Split step) {
      StepWriter.split(json.putArray("split"), step);
      return json;
    }

    @Override
    public ObjectNode each(Step.Each step) {
      StepWriter.each(json.putObject("each"), step);
      return json;
    }

    @Override
    public ObjectNode repeat(Step.Repeat step) {
      StepWriter.repeat(json.putObject("repeat"), step);
      return json;
    }

    @Override
    public ObjectNode subWorkflow(Step.SubWorkflow step) {
      StepWriter.subWorkflow(json, step);
      return json;
    }

    @Override
    public ObjectNode stop(Step.Stop step) {
      StepWriter.stop(json, step);
      return json;
    }
  }

  private static void parallel(ObjectNode json, Step.Parallel parallel) {
    ArrayNode branches = json.putArray("parallel");
    for (Step.Parallel.Branch branch : parallel.branches()) {
      ObjectNode one = branches.addObject();
      DefinitionWriter.text(one, "name", branch.name());
      one.set("steps", DefinitionWriter.steps(branch.steps()));
    }
    if (parallel.join() == 1 && branches.size() > 1) {
      json.put("join", "any");
    } else if (parallel.join() != branches.size()) {
      json.put("join", parallel.join());
    }
    rest(json, parallel.rest());
  }

  private static void rest(ObjectNode json, Rest rest) {
    if (rest != Rest.CANCEL) {
      json.put("rest", DefinitionWriter.name(rest));
    }
  }

  private static void join(ObjectNode json, Join join) {
    if (join instanceof Join.AtLeast some) {
      json.put("join", some.rounds());
    } else if (join instanceof Join.When when) {
      json.putObject("join").set("when", when.condition().toJson());
    }
  }

  private static void added(ObjectNode json, Step.Each.Added add) {
    json.put("event", add.event());
    text(json, "correlation", add.correlation());
    DefinitionWriter.when(json, "when", add.when());
    text(json, "item", add.item());
  }

  private static void text(ObjectNode json, String key, @Nullable Template template) {
    DefinitionWriter.text(json, key, template == null ? null : template.text());
  }

  private static void split(ArrayNode arms, Step.Split split) {
    for (Step.Split.Arm arm : split.arms()) {
      String letter = KindReader.letter(arms.size());
      ObjectNode one = arms.addObject();
      if (!arm.name().equals(letter)) {
        one.put("name", arm.name());
      }
      if (arm.weight() != 1) {
        one.put("weight", arm.weight());
      }
      one.set("steps", DefinitionWriter.steps(arm.steps()));
    }
  }

  private static void repeat(ObjectNode json, Step.Repeat repeat) {
    json.set(repeat.until() ? "until" : "while", repeat.condition().toJson());
    json.put("max", repeat.max()).set("steps", DefinitionWriter.steps(repeat.steps()));
  }

  private static void stop(ObjectNode json, Step.Stop stop) {
    String as = stop.failed() ? "failed" : "completed";
    if (stop.reason() == null) {
      json.put("stop", as);
    } else {
      json.putObject("stop").put("as", as).put("reason", stop.reason().text());
    }
  }

  private static void config(ObjectNode json, String key, ConfigTemplate config) {
    JsonNode source = config.source();
    if (!source.isEmpty()) {
      json.set(key, source);
    }
  }

  private static void waitFor(ObjectNode json, Step.Wait wait) {
    json.put("event", wait.event());
    text(json, "correlation", wait.correlation());
    DefinitionWriter.when(json, "when", wait.when());
    DefinitionWriter.text(json, "timeout", wait.timeout());
    if (wait.earlier()) {
      json.put("earlier", true);
    }
  }

  private static void option(ObjectNode json, Step.Branch.Case option) {
    DefinitionWriter.text(json, "name", option.name());
    if (option.otherwise()) {
      json.put("otherwise", true);
    } else {
      json.set("when", option.when().toJson());
    }
    json.set("steps", DefinitionWriter.steps(option.steps()));
  }

  private static void each(ObjectNode json, Step.Each each) {
    json.set("items", each.items().source());
    if (!each.as().equals("item")) {
      json.put("as", each.as());
    }
    if (each.maxConcurrent() != 1) {
      json.put("maxConcurrent", each.maxConcurrent());
    }
    join(json, each.join());
    rest(json, each.rest());
    if (each.add() != null) {
      added(json.putObject("add"), each.add());
    }
    json.set("steps", DefinitionWriter.steps(each.steps()));
  }

  private static void subWorkflow(ObjectNode step, Step.SubWorkflow workflow) {
    ObjectNode json = JsonNodeFactory.instance.objectNode().put("key", workflow.workflow());
    if (workflow.version() != null) {
      json.put("version", workflow.version());
    }
    config(json, "input", workflow.input());
    if (!workflow.awaited()) {
      json.put("wait", false);
    }
    step.set("workflow", json.size() == 1 ? json.get("key") : json);
  }

  private static void settings(ObjectNode json, StepSettings settings) {
    Coordination coordination = settings.coordination();
    DefinitionWriter.when(json, "when", settings.when());
    DefinitionWriter.when(json, "while", coordination.offered());
    PerformerWriter.texts(json, "after", coordination.after());
    if (settings.delay() != null) {
      json.set("delay", delay(settings.delay()));
    }
    text(json, "lock", coordination.lock());
    PerformerWriter.texts(json, "cancels", coordination.cancels());
    failure(json, settings.failure());
    PerformerWriter.write(json, settings.performer());
  }

  private static void failure(ObjectNode json, StepSettings.Failure failure) {
    if (!failure.retry().equals(Retry.DEFAULT)) {
      retry(json.putObject("retry"), failure.retry());
    }
    DefinitionWriter.text(json, "timeout", failure.timeout());
    if (failure.allowFailure()) {
      json.put("allowFailure", true);
    }
    if (!failure.onFailure().isEmpty()) {
      json.set("onFailure", DefinitionWriter.steps(failure.onFailure()));
    }
    if (failure.compensate() != null) {
      ObjectNode compensate =
          json.putObject("compensate").put("action", failure.compensate().action());
      config(compensate, "config", failure.compensate().config());
    }
  }

  static void retry(ObjectNode json, Retry retry) {
    Retry usual = Retry.DEFAULT;
    if (retry.maxAttempts() != usual.maxAttempts()) {
      json.put("maxAttempts", retry.maxAttempts());
    }
    if (!retry.initialDelay().equals(usual.initialDelay())) {
      json.put("initialDelay", retry.initialDelay().toString());
    }
    if (retry.multiplier() != usual.multiplier()) {
      json.put("multiplier", retry.multiplier());
    }
    if (!retry.maxDelay().equals(Retry.longest(retry.initialDelay()))) {
      json.put("maxDelay", retry.maxDelay().toString());
    }
    if (retry.jitter() != usual.jitter()) {
      json.put("jitter", retry.jitter());
    }
  }

  private static JsonNode delay(Delay delay) {
    if (delay.rule() instanceof Delay.After after && delay.window() == null) {
      return JsonNodeFactory.instance.textNode(after.span().toString());
    }
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    if (delay.rule() instanceof Delay.Until until) {
      json.put("until", until.time().text());
      if (!until.offset().equals(Delay.Offset.NONE)) {
        json.put("offset", until.offset().toString());
      }
      DefinitionWriter.text(
          json,
          "timezone",
          until.zone().ofRecipient() ? DelayReader.RECIPIENT : until.zone().zone());
      unresolved(json, "ifMissing", until.ifMissing(), Delay.Unresolved.FAIL);
      unresolved(json, "ifPast", until.ifPast(), Delay.Unresolved.NOW);
    } else if (delay.rule() instanceof Delay.OfData data) {
      json.put("for", data.span().text());
      if (data.fromTrigger()) {
        json.put("from", "trigger");
      }
      unresolved(json, "ifMissing", data.ifMissing(), Delay.Unresolved.FAIL);
    } else if (delay.rule() instanceof Delay.FromTrigger from) {
      json.put("for", from.span().toString()).put("from", "trigger");
    } else if (delay.rule() instanceof Delay.After after && !after.span().isZero()) {
      json.put("for", after.span().toString());
    }
    if (delay.window() != null) {
      json.set("window", window(delay.window()));
    }
    return json;
  }

  private static void unresolved(
      ObjectNode json, String key, Delay.Unresolved value, Delay.Unresolved otherwise) {
    if (value != otherwise) {
      json.put(key, DefinitionWriter.name(value));
    }
  }

  static ObjectNode window(Window window) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    if (window.days().size() < 7) {
      json.put("days", DelayReader.text(window.days()));
    }
    boolean wholeDays =
        window.from().equals(LocalTime.MIDNIGHT) && window.to().equals(window.from());
    if (!wholeDays) {
      json.put("from", window.from().toString()).put("to", window.to().toString());
    } else if (window.days().size() == 7) {
      json.put("days", "MON-SUN");
    }
    DefinitionWriter.text(
        json, "timezone", window.ofRecipient() ? DelayReader.RECIPIENT : window.zone());
    if (window.skipsHolidays()) {
      json.put("holidays", "skip");
    }
    return json;
  }
}
