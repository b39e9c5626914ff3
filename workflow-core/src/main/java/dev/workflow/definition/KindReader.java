package dev.workflow.definition;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.workflow.condition.Condition;
import dev.workflow.expression.ConfigTemplate;
import dev.workflow.expression.Template;
import dev.workflow.internal.text.Wording;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads what the kinds of steps have of their own. */
final class KindReader {

  static final int MAX_BRANCHES = 1_000;
  static final int MAX_ROUNDS = 10_000;
  static final int MAX_WEIGHT = 1_000_000;

  /** The names of the data that a loop must not hide. */
  static final Set<String> RESERVED =
      Set.of("event", "subject", "input", "steps", "terms", "tenant", "index", "secret");

  private final StepReader steps;

  KindReader(StepReader steps) {
    this.steps = steps;
  }

  @Nullable Step read(String kind, Fields fields, StepSettings settings) {
    return switch (kind) {
      case "action" ->
          new Step.Action(settings, Names.action(fields), Expressions.config(fields, "config"));
      case "wait" -> waitFor(fields, settings);
      case "branch" -> branch(fields, settings);
      case "parallel" -> parallel(fields, settings);
      case "split" -> split(fields, settings);
      case "each" -> each(fields, settings);
      case "repeat" -> repeat(fields, settings);
      case "workflow" -> subWorkflow(fields, settings);
      case "stop" -> stop(fields, settings);
      default -> throw new IllegalArgumentException("there is no kind of step named " + kind);
    };
  }

  private @Nullable Step waitFor(Fields fields, StepSettings settings) {
    Fields wait = fields.object("wait", Keys.WAIT);
    if (wait == null) {
      return null;
    }
    Template correlation = Expressions.template(wait, "correlation");
    boolean earlier = wait.flag("earlier", false);
    if (earlier) {
      steps.coordination().early(settings.id(), correlation, wait.at("correlation"));
    }
    return new Step.Wait(
        settings,
        Names.event(wait, "event"),
        correlation,
        Expressions.condition(wait, "when"),
        Spans.span(wait, "timeout"),
        earlier);
  }

  private Step branch(Fields fields, StepSettings settings) {
    List<Step.Branch.Case> cases = new ArrayList<>();
    int found =
        fields.objects(
            "branch", Keys.CASE, MAX_BRANCHES, option -> cases.add(option(option, cases)));
    if (fields.get("branch").isArray()) {
      StepReader.atLeast(1, found, fields.at("branch"), "case");
    }
    return new Step.Branch(settings, cases);
  }

  private Step.Branch.Case option(Fields option, List<Step.Branch.Case> before) {
    boolean otherwise = option.flag("otherwise", false);
    if (otherwise == option.has("when")) {
      option.problems().add("a case has either \"when\" or \"otherwise\": true");
    }
    if (before.stream().anyMatch(Step.Branch.Case::otherwise)) {
      option.problems().add("it stands after the \"otherwise\" case and can never be taken");
    }
    return new Step.Branch.Case(
        option.label("name", Fields.MAX_LABEL),
        Expressions.condition(option, "when"),
        otherwise,
        steps.required(option, "steps"));
  }

  private Step parallel(Fields fields, StepSettings settings) {
    List<Step.Parallel.Branch> branches = new ArrayList<>();
    int found =
        fields.objects(
            "parallel",
            Keys.PARALLEL_BRANCH,
            MAX_BRANCHES,
            branch ->
                branches.add(
                    new Step.Parallel.Branch(
                        branch.label("name", Fields.MAX_LABEL), steps.required(branch, "steps"))));
    if (fields.get("parallel").isArray()) {
      StepReader.atLeast(1, found, fields.at("parallel"), "branch");
    }
    return new Step.Parallel(
        settings, branches, join(fields, Math.max(1, found)), JoinReader.rest(fields));
  }

  private static int join(Fields fields, int branches) {
    JsonNode json = fields.get("join");
    if (json.isMissingNode() || StepReader.isText(json, "all")) {
      return branches;
    }
    if (StepReader.isText(json, "any")) {
      return 1;
    }
    if (json.isNumber() && json.canConvertToExactIntegral() && json.canConvertToInt()) {
      int join = json.intValue();
      if (join >= 1 && join <= branches) {
        return join;
      }
    }
    String right = "\"all\", \"any\" or a number from 1 to " + branches;
    fields.at("join").add(DocumentWording.expectedValue(right, json));
    return branches;
  }

  private Step split(Fields fields, StepSettings settings) {
    List<Step.Split.Arm> arms = new ArrayList<>();
    Set<String> names = new HashSet<>();
    int found =
        fields.objects(
            "split",
            Keys.SPLIT_ARM,
            MAX_BRANCHES,
            arm -> {
              String given = arm.label("name", Fields.MAX_LABEL);
              String name = given == null ? letter(arms.size()) : given;
              if (!names.add(name)) {
                arm.problems().add("another arm is named " + Wording.quoted(name) + " already");
              }
              arms.add(
                  new Step.Split.Arm(
                      name, arm.integer("weight", 1, 1, MAX_WEIGHT), steps.required(arm, "steps")));
            });
    if (fields.get("split").isArray()) {
      StepReader.atLeast(2, found, fields.at("split"), "arm");
    }
    return new Step.Split(settings, arms);
  }

  /** The name of an arm that has none: a, b, c, … */
  static String letter(int index) {
    return index < 26 ? String.valueOf((char) ('a' + index)) : "arm-" + (index + 1);
  }

  private @Nullable Step each(Fields fields, StepSettings settings) {
    Fields each = fields.object("each", Keys.EACH);
    if (each == null) {
      return null;
    }
    ConfigTemplate items = Expressions.items(each, "items");
    return new Step.Each(
        settings,
        items,
        variable(each),
        each.integer("maxConcurrent", 1, 1, MAX_ROUNDS),
        JoinReader.join(each),
        JoinReader.rest(each),
        JoinReader.added(each),
        steps.required(each, "steps"));
  }

  private static String variable(Fields each) {
    if (!each.has("as")) {
      return "item";
    }
    String as =
        each.named(
            "as",
            "the name of the element",
            Names.VARIABLE,
            "is not a name: begin with a letter, then letters, digits, \"-\" or \"_\", at most"
                + " 100");
    if (RESERVED.contains(as)) {
      each.at("as").add("\"" + as + "\" is part of the data already; take another name");
    }
    return as;
  }

  private @Nullable Step repeat(Fields fields, StepSettings settings) {
    Fields repeat = fields.object("repeat", Keys.REPEAT);
    if (repeat == null) {
      return null;
    }
    if (repeat.has("while") == repeat.has("until")) {
      repeat.problems().add("it has either \"while\" or \"until\"");
    }
    repeat.require("max", "the most rounds, 1 to " + MAX_ROUNDS);
    Condition loop = Expressions.condition(repeat, "while");
    Condition end = Expressions.condition(repeat, "until");
    boolean until = repeat.has("until");
    return new Step.Repeat(
        settings,
        until ? end : loop,
        until,
        repeat.integer("max", 1, 1, MAX_ROUNDS),
        steps.required(repeat, "steps"));
  }

  private static @Nullable Step subWorkflow(Fields fields, StepSettings settings) {
    if (fields.get("workflow").isTextual()) {
      ConfigTemplate nothing = ConfigTemplate.parse(JsonNodeFactory.instance.objectNode());
      return new Step.SubWorkflow(settings, Names.id(fields, "workflow"), null, nothing, true);
    }
    Fields workflow = fields.object("workflow", Keys.SUB_WORKFLOW);
    if (workflow == null) {
      return null;
    }
    Integer version =
        workflow.has("version") ? workflow.integer("version", 1, 1, Integer.MAX_VALUE) : null;
    return new Step.SubWorkflow(
        settings,
        Names.id(workflow, "key"),
        version,
        Expressions.data(workflow, "input"),
        workflow.flag("wait", true));
  }

  /** How a stop ends the instance. */
  enum As {
    COMPLETED,
    FAILED
  }

  private static @Nullable Step stop(Fields fields, StepSettings settings) {
    if (fields.get("stop").isTextual()) {
      boolean failed = fields.choice("stop", As.class, As.COMPLETED) == As.FAILED;
      return new Step.Stop(settings, failed, null);
    }
    Fields stop = fields.object("stop", Keys.STOP);
    return stop == null
        ? null
        : new Step.Stop(
            settings,
            stop.choice("as", As.class, As.COMPLETED) == As.FAILED,
            Expressions.template(stop, "reason"));
  }
}
