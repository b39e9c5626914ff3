package dev.workflow.definition;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.workflow.Problems;
import dev.workflow.condition.Condition;
import dev.workflow.expression.ConfigTemplate;
import dev.workflow.expression.Template;
import dev.workflow.internal.DidYouMean;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads steps. */
final class StepReader {

  private static final int MAX_STEPS = 1_000;
  private static final int MAX_DEPTH = 32;
  private static final Pattern ACTION = Pattern.compile("[a-z][a-z0-9_]{0,99}");

  /** The names that stand for an action with a role; null: no role. */
  private static final Map<String, String[]> NAMED =
      Map.of(
          "APPROVAL_LAWYER", new String[] {"approval", "LAWYER"},
          "SIGNATURE_CLIENT", new String[] {"signature", "CLIENT"},
          "REQUEST_DOC_CLIENT", new String[] {"request_document", "CLIENT"},
          "PAYMENT_CLIENT", new String[] {"payment", "CLIENT"},
          "CHECKLIST", new String[] {"checklist", null});

  private static final Map<String, String> ALIASES =
      Map.of("email_send", "send_email", "whatsapp_send", "send_whatsapp", "sms_send", "send_sms");

  private final Map<String, String> ids = new LinkedHashMap<>();
  private int depth;

  List<Step> steps(Fields fields, String key) {
    List<Step> steps = new ArrayList<>();
    if (depth >= MAX_DEPTH) {
      fields.at(key).add("steps are nested deeper than " + MAX_DEPTH);
      return steps;
    }
    depth++;
    int index = 0;
    for (JsonNode json : fields.list(key)) {
      Step step = step(json, fields.at(key).at(index++));
      if (step != null) {
        steps.add(step);
      }
    }
    depth--;
    return steps;
  }

  private @Nullable Step step(JsonNode json, Problems problems) {
    Fields fields = Fields.of(json, problems, Keys.anyStep());
    if (fields == null) {
      return null;
    }
    List<String> kinds = Keys.KINDS.stream().filter(fields::has).toList();
    if (kinds.size() > 1) {
      problems.add("a step is of one kind; this one has " + String.join(" and ", kinds));
      return null;
    }
    if (kinds.isEmpty() && !fields.has("delay")) {
      problems.add("a step has one of " + String.join(", ", Keys.KINDS) + " or delay");
      return null;
    }
    String kind = kinds.isEmpty() ? "delay" : kinds.get(0);
    misplaced(fields, json, kind);
    String id = fields.id("id");
    unique(id, fields);
    StepSettings settings = settings(fields, id, kind);
    return step(kind, fields, settings);
  }

  private static void misplaced(Fields fields, JsonNode json, String kind) {
    Set<String> fitting = Keys.step(kind);
    json.fieldNames()
        .forEachRemaining(
            key -> {
              if (!fitting.contains(key) && Keys.anyStep().contains(key)) {
                fields.at(key).add("\"" + key + "\" does not stand beside \"" + kind + "\"");
              }
            });
  }

  private void unique(String id, Fields fields) {
    String pointer = fields.problems().pointer();
    String first = ids.putIfAbsent(id, pointer);
    if (first != null && !id.isEmpty()) {
      fields
          .at("id")
          .add(
              "\""
                  + id
                  + "\" is the id of the step at "
                  + first
                  + " already; ids are unique in the document");
    }
    if (ids.size() == MAX_STEPS + 1) {
      fields.problems().add("there are more than " + MAX_STEPS + " steps");
    }
  }

  private StepSettings settings(Fields fields, String id, String kind) {
    String role = fields.text("role");
    if (kind.equals("action") && fields.get("action").isTextual()) {
      String[] named = NAMED.get(fields.get("action").textValue());
      role = role == null && named != null ? named[1] : role;
      role = role == null ? approver(fields) : role;
    }
    StepSettings.Failure failure =
        new StepSettings.Failure(
            retry(fields),
            fields.span("timeout"),
            fields.flag("allowFailure", false),
            steps(fields, "onFailure"),
            compensation(fields));
    StepSettings.Performer performer =
        new StepSettings.Performer(
            role, fields.template("assignee"), fields.span("due"), fields.flag("required", true));
    Delay delay =
        fields.has("delay") ? DelayReader.read(fields.get("delay"), fields.at("delay")) : null;
    return new StepSettings(
        id, fields.text("name"), fields.condition("when"), delay, failure, performer);
  }

  /** The role that an approval names in its configuration. */
  private static @Nullable String approver(Fields fields) {
    JsonNode role = fields.get("config").path("approverRole");
    boolean named = fields.get("action").textValue().equals("approval") && role.isTextual();
    return named && !Template.containsExpression(role.textValue()) ? role.textValue() : null;
  }

  private static Retry retry(Fields fields) {
    if (!fields.has("retry")) {
      return Retry.DEFAULT;
    }
    Fields retry = Fields.of(fields.get("retry"), fields.at("retry"), Keys.RETRY);
    if (retry == null) {
      return Retry.DEFAULT;
    }
    return new Retry(
        retry.integer("maxAttempts", Retry.DEFAULT.maxAttempts(), 1, 1_000),
        retry.duration("initialDelay", Retry.DEFAULT.initialDelay()),
        retry.number("multiplier", Retry.DEFAULT.multiplier(), 1, 100),
        retry.duration("maxDelay", Retry.DEFAULT.maxDelay()),
        retry.number("jitter", Retry.DEFAULT.jitter(), 0, 1));
  }

  private static StepSettings.@Nullable Compensation compensation(Fields fields) {
    if (!fields.has("compensate")) {
      return null;
    }
    Fields compensate =
        Fields.of(fields.get("compensate"), fields.at("compensate"), Keys.COMPENSATE);
    return compensate == null
        ? null
        : new StepSettings.Compensation(action(compensate), compensate.config("config"));
  }

  private static String action(Fields fields) {
    fields.require("action", "the name of an action, such as \"send_email\"");
    String name = fields.text("action");
    if (name == null) {
      return "";
    }
    if (NAMED.containsKey(name)) {
      return NAMED.get(name)[0];
    }
    if (!ACTION.matcher(name).matches()) {
      fields
          .at("action")
          .add(
              "\""
                  + Fields.shortened(name)
                  + "\" is not the name of an action: lower snake case, such as \"send_email\""
                  + DidYouMean.suffix(name, NAMED.keySet()));
    }
    return ALIASES.getOrDefault(name, name);
  }

  private @Nullable Step step(String kind, Fields fields, StepSettings settings) {
    return switch (kind) {
      case "action" -> new Step.Action(settings, action(fields), fields.config("config"));
      case "delay" -> new Step.Pause(settings);
      case "wait" -> waitFor(fields, settings);
      case "branch" -> branch(fields, settings);
      case "parallel" -> parallel(fields, settings);
      case "split" -> split(fields, settings);
      case "each" -> each(fields, settings);
      case "repeat" -> repeat(fields, settings);
      case "workflow" -> subWorkflow(fields, settings);
      default -> stop(fields, settings);
    };
  }

  private static @Nullable Step waitFor(Fields fields, StepSettings settings) {
    Fields wait = Fields.of(fields.get("wait"), fields.at("wait"), Keys.WAIT);
    return wait == null
        ? null
        : new Step.Wait(
            settings,
            wait.event("event"),
            wait.template("correlation"),
            wait.condition("when"),
            wait.span("timeout"));
  }

  private Step branch(Fields fields, StepSettings settings) {
    List<Step.Branch.Case> cases = new ArrayList<>();
    Problems problems = fields.at("branch");
    int index = 0;
    boolean closed = false;
    for (JsonNode json : fields.list("branch")) {
      Fields option = Fields.of(json, problems.at(index++), Keys.CASE);
      if (option == null) {
        continue;
      }
      boolean otherwise = option.flag("otherwise", false);
      if (otherwise == option.has("when")) {
        option.problems().add("a case has either \"when\" or \"otherwise\": true");
      }
      if (closed) {
        option.problems().add("it stands after the \"otherwise\" case and can never be taken");
      }
      closed |= otherwise;
      option.require("steps", "a list of steps, which may be empty");
      cases.add(
          new Step.Branch.Case(
              option.text("name"), option.condition("when"), otherwise, steps(option, "steps")));
    }
    atLeast(index, 1, problems, "case");
    return new Step.Branch(settings, cases);
  }

  private static void atLeast(int found, int least, Problems problems, String what) {
    if (found < least) {
      problems.add(
          "expected at least " + least + " " + what + (least == 1 ? "" : "s") + ", found " + found);
    }
  }

  private Step parallel(Fields fields, StepSettings settings) {
    List<Step.Parallel.Arm> arms = new ArrayList<>();
    int index = 0;
    for (JsonNode json : fields.list("parallel")) {
      Fields arm = Fields.of(json, fields.at("parallel").at(index++), Keys.PARALLEL_ARM);
      if (arm != null) {
        arm.require("steps", "a list of steps");
        arms.add(new Step.Parallel.Arm(arm.text("name"), steps(arm, "steps")));
      }
    }
    atLeast(index, 1, fields.at("parallel"), "branch");
    return new Step.Parallel(settings, arms, join(fields, Math.max(1, index)));
  }

  private static int join(Fields fields, int branches) {
    JsonNode json = fields.get("join");
    if (json.isMissingNode() || (json.isTextual() && json.textValue().equals("all"))) {
      return branches;
    }
    if (json.isTextual() && json.textValue().equals("any")) {
      return 1;
    }
    if (json.isIntegralNumber()
        && json.canConvertToInt()
        && json.intValue() >= 1
        && json.intValue() <= branches) {
      return json.intValue();
    }
    fields
        .at("join")
        .add(
            "expected \"all\", \"any\" or a number from 1 to "
                + branches
                + ", found "
                + Fields.shortened(json.toString()));
    return branches;
  }

  private Step split(Fields fields, StepSettings settings) {
    List<Step.Split.Arm> arms = new ArrayList<>();
    int index = 0;
    for (JsonNode json : fields.list("split")) {
      Fields arm = Fields.of(json, fields.at("split").at(index), Keys.SPLIT_ARM);
      if (arm != null) {
        arm.require("steps", "a list of steps, which may be empty");
        String name = arm.text("name");
        arms.add(
            new Step.Split.Arm(
                name == null ? letter(index) : name,
                arm.integer("weight", 1, 1, 1_000_000),
                steps(arm, "steps")));
      }
      index++;
    }
    atLeast(index, 2, fields.at("split"), "arm");
    return new Step.Split(settings, arms);
  }

  /** The name of an arm that has none: a, b, c, … */
  static String letter(int index) {
    return index < 26 ? String.valueOf((char) ('a' + index)) : "arm-" + (index + 1);
  }

  private @Nullable Step each(Fields fields, StepSettings settings) {
    Fields each = Fields.of(fields.get("each"), fields.at("each"), Keys.EACH);
    if (each == null) {
      return null;
    }
    each.require("items", "an expression that gives a list, such as \"{{order.items}}\"");
    each.require("steps", "a list of steps");
    JsonNode items = each.get("items");
    if (each.has("items") && !items.isTextual() && !items.isArray()) {
      each.at("items").add("expected an expression or a list, found " + Fields.found(items));
    }
    String as = each.has("as") ? each.id("as") : "item";
    ConfigTemplate template =
        each.has("items")
            ? each.tree("items")
            : ConfigTemplate.parse(JsonNodeFactory.instance.arrayNode());
    return new Step.Each(
        settings, template, as, each.integer("maxConcurrent", 1, 1, 10_000), steps(each, "steps"));
  }

  private @Nullable Step repeat(Fields fields, StepSettings settings) {
    Fields repeat = Fields.of(fields.get("repeat"), fields.at("repeat"), Keys.REPEAT);
    if (repeat == null) {
      return null;
    }
    if (repeat.has("while") == repeat.has("until")) {
      repeat.problems().add("it has either \"while\" or \"until\"");
    }
    repeat.require("max", "the most rounds, 1 to 10000");
    repeat.require("steps", "a list of steps");
    boolean until = repeat.has("until");
    Condition condition = repeat.condition(until ? "until" : "while");
    return new Step.Repeat(
        settings, condition, until, repeat.integer("max", 1, 1, 10_000), steps(repeat, "steps"));
  }

  private static @Nullable Step subWorkflow(Fields fields, StepSettings settings) {
    if (fields.get("workflow").isTextual()) {
      ConfigTemplate nothing = ConfigTemplate.parse(JsonNodeFactory.instance.objectNode());
      return new Step.SubWorkflow(settings, fields.id("workflow"), null, nothing, true);
    }
    Fields workflow = Fields.of(fields.get("workflow"), fields.at("workflow"), Keys.SUB_WORKFLOW);
    if (workflow == null) {
      return null;
    }
    Integer version =
        workflow.has("version") ? workflow.integer("version", 1, 1, Integer.MAX_VALUE) : null;
    return new Step.SubWorkflow(
        settings,
        workflow.id("key"),
        version,
        workflow.config("input"),
        workflow.flag("wait", true));
  }

  /** How a stop ends the instance. */
  private enum As {
    COMPLETED,
    FAILED
  }

  private static @Nullable Step stop(Fields fields, StepSettings settings) {
    if (fields.get("stop").isTextual()) {
      return new Step.Stop(
          settings, fields.choice("stop", As.class, As.COMPLETED) == As.FAILED, null);
    }
    Fields stop = Fields.of(fields.get("stop"), fields.at("stop"), Keys.STOP);
    return stop == null
        ? null
        : new Step.Stop(
            settings,
            stop.choice("as", As.class, As.COMPLETED) == As.FAILED,
            stop.template("reason"));
  }
}
