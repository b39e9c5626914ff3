package dev.workflow.definition;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.Problems;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads lists of steps and what every kind of step has. */
final class StepReader {

  static final int MAX_STEPS = 1_000;
  static final int MAX_DEPTH = 64;

  private final Map<String, String> pointers = new LinkedHashMap<>();
  private final KindReader kinds = new KindReader(this);
  private final PerformerReader performers = new PerformerReader();
  private final CoordinationReader coordination = new CoordinationReader();
  private final @Nullable ActionCatalog actions;
  private int count;
  private int depth;

  /**
   * @param actions checks each step as it is read; null: that happens when it is published
   */
  StepReader(@Nullable ActionCatalog actions) {
    this.actions = actions;
  }

  /** What tells of links between steps. */
  CoordinationReader coordination() {
    return coordination;
  }

  /** The ids of all steps that were read. */
  Set<String> ids() {
    return Collections.unmodifiableSet(pointers.keySet());
  }

  /** Checks what names other steps, when all were read. */
  void checkReferences(List<Step> steps) {
    performers.check(pointers.keySet());
    coordination.check(pointers.keySet(), steps);
  }

  /** The steps of a list that must be there; it may be empty. */
  List<Step> required(Fields fields, String key) {
    fields.require(key, "a list of steps, which may be empty");
    return steps(fields, key);
  }

  List<Step> steps(Fields fields, String key) {
    List<Step> steps = new ArrayList<>();
    if (depth == MAX_DEPTH) {
      if (fields.has(key)) {
        fields.at(key).add("steps are nested deeper than " + MAX_DEPTH);
      }
      return steps;
    }
    depth++;
    fields.objects(
        key,
        Keys.anyStep(),
        Integer.MAX_VALUE,
        step -> {
          Step read = step(step);
          if (read != null) {
            PerformerReader.checkBefore(read, steps, step.at("sendBack"));
            steps.add(read);
          }
        });
    depth--;
    return steps;
  }

  private @Nullable Step step(Fields fields) {
    if (++count > MAX_STEPS) {
      if (count == MAX_STEPS + 1) {
        fields.problems().add("there are more than " + MAX_STEPS + " steps");
      }
      return null;
    }
    String id = id(fields);
    List<String> kinds = new ArrayList<>(1);
    for (String kind : Keys.KINDS) {
      if (fields.has(kind)) {
        kinds.add(kind);
      }
    }
    if (kinds.isEmpty() && !fields.has("delay")) {
      fields
          .problems()
          .add("a step has one of " + String.join(", ", Keys.KINDS) + ", or delay alone");
    } else if (kinds.size() > 1) {
      fields.problems().add("a step is of one kind; this one has " + String.join(" and ", kinds));
    } else if (kinds.isEmpty()) {
      misplaced(fields, "delay");
    } else {
      misplaced(fields, kinds.get(0));
    }
    StepSettings settings = settings(fields, id);
    Step step = null;
    for (String kind : kinds) {
      step = this.kinds.read(kind, fields, settings);
    }
    Step read = kinds.isEmpty() ? new Step.Delay(settings) : step;
    if (read != null && actions != null) {
      DefinitionValidator.alone(read, fields.problems(), actions);
    }
    return read;
  }

  private static void misplaced(Fields fields, String kind) {
    Set<String> fitting = Keys.step(kind);
    for (Set<String> keys : Keys.BESIDE_KIND.values()) {
      for (String key : keys) {
        if (!fitting.contains(key)) {
          fields.refuse(kind, key);
        }
      }
    }
  }

  private String id(Fields fields) {
    String id = Names.id(fields, "id");
    String pointer = fields.problems().pointer();
    String first = id.isEmpty() ? null : pointers.putIfAbsent(id, pointer);
    if (first != null) {
      fields
          .at("id")
          .add(
              "\""
                  + id
                  + "\" is the id of the step at "
                  + first
                  + " already; ids are unique in the document");
    }
    return id;
  }

  private StepSettings settings(Fields fields, String id) {
    StepSettings.Failure failure =
        new StepSettings.Failure(
            retry(fields),
            Spans.span(fields, "timeout"),
            fields.flag("allowFailure", false),
            steps(fields, "onFailure"),
            compensation(fields));
    return new StepSettings(
        id,
        fields.label("name", Fields.MAX_LABEL),
        Expressions.condition(fields, "when"),
        DelayReader.read(fields),
        failure,
        performers.read(fields),
        coordination.read(fields, id));
  }

  private static Retry retry(Fields fields) {
    Fields retry = fields.object("retry", Keys.RETRY);
    if (retry == null) {
      return Retry.DEFAULT;
    }
    Duration initial = Spans.duration(retry, "initialDelay", Retry.DEFAULT.initialDelay());
    Duration most = Spans.duration(retry, "maxDelay", Retry.longest(initial));
    if (most.compareTo(initial) < 0) {
      retry.at("maxDelay").add("is shorter than initialDelay, which is " + initial);
    }
    return new Retry(
        retry.integer("maxAttempts", Retry.DEFAULT.maxAttempts(), 1, 1_000),
        initial,
        retry.number("multiplier", Retry.DEFAULT.multiplier(), 1, 100),
        most,
        retry.number("jitter", Retry.DEFAULT.jitter(), 0, 1));
  }

  private static StepSettings.@Nullable Compensation compensation(Fields fields) {
    Fields compensate = fields.object("compensate", Keys.COMPENSATE);
    return compensate == null
        ? null
        : new StepSettings.Compensation(
            Names.action(compensate), Expressions.config(compensate, "config"));
  }

  /** For a list whose elements are something else than steps: at least so many. */
  static void atLeast(int least, int found, Problems problems, String what) {
    if (found < least) {
      problems.add(
          "expected at least " + least + " " + what + (least == 1 ? "" : "s") + ", found " + found);
    }
  }

  static boolean isText(JsonNode json, String text) {
    return json.isTextual() && json.textValue().equals(text);
  }
}
