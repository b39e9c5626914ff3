package dev.workflow.definition;

import dev.workflow.condition.Condition;
import dev.workflow.expression.ConfigTemplate;
import dev.workflow.expression.Template;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One step of a workflow. Immutable; the kinds form a closed set. */
public sealed interface Step {

  /** What every kind of step has. */
  StepSettings settings();

  /** The kind as the key of the JSON document: {@code action}, {@code wait}, … */
  String kind();

  /** Unique in the document. */
  default String id() {
    return settings().id();
  }

  /**
   * The step lists nested directly in this step (cases, branches, arms, body), without {@code
   * onFailure}.
   */
  default List<List<Step>> nested() {
    return List.of();
  }

  /** A step that holds others, which it runs. */
  sealed interface Container extends Step permits Branch, Parallel, Split, Loop {}

  /** A step that runs the steps in it any number of times, in rounds. */
  sealed interface Loop extends Container permits Each, Repeat {

    /** The steps of a round. */
    List<Step> steps();

    @Override
    default List<List<Step>> nested() {
      return List.of(steps());
    }
  }

  /** An {@code ActionHandler}: automatic, or answered by a person or a webhook. */
  record Action(StepSettings settings, String type, ConfigTemplate config) implements Step {
    @Override
    public String kind() {
      return "action";
    }
  }

  /** Only waits; the time is in {@code settings().delay()}. */
  record Delay(StepSettings settings) implements Step {
    @Override
    public String kind() {
      return "delay";
    }
  }

  /**
   * Waits for an event about the subject, or with a correlation key.
   *
   * @param timeout null: for ever
   * @param earlier whether an event counts, too, that came since the instance began and before this
   *     step, each for one such step
   */
  record Wait(
      StepSettings settings,
      String event,
      @Nullable Template correlation,
      Condition when,
      @Nullable TimeSpan timeout,
      boolean earlier)
      implements Step {
    @Override
    public String kind() {
      return "wait";
    }
  }

  /** Runs the first case whose condition holds. */
  record Branch(StepSettings settings, List<Case> cases) implements Container {
    public Branch {
      cases = List.copyOf(cases);
    }

    @Override
    public String kind() {
      return "branch";
    }

    @Override
    public List<List<Step>> nested() {
      return cases.stream().map(Case::steps).toList();
    }

    /**
     * @param otherwise true for the case without a condition, which is last
     */
    public record Case(@Nullable String name, Condition when, boolean otherwise, List<Step> steps) {
      public Case {
        steps = List.copyOf(steps);
      }
    }
  }

  /**
   * Runs all branches at once.
   *
   * @param join how many branches must complete, 1 to the number of branches
   * @param rest what becomes of the others then
   */
  record Parallel(StepSettings settings, List<Parallel.Arm> branches, int join, Rest rest)
      implements Container {
    public Parallel {
      branches = List.copyOf(branches);
    }

    @Override
    public String kind() {
      return "parallel";
    }

    @Override
    public List<List<Step>> nested() {
      return branches.stream().map(Parallel.Arm::steps).toList();
    }

    /**
     * @param name what people call the branch; null: nothing
     */
    public record Arm(@Nullable String name, List<Step> steps) {
      public Arm {
        steps = List.copyOf(steps);
      }
    }
  }

  /** Takes one arm by weight; the same subject always takes the same arm. */
  record Split(StepSettings settings, List<Split.Arm> arms) implements Container {
    public Split {
      arms = List.copyOf(arms);
    }

    @Override
    public String kind() {
      return "split";
    }

    @Override
    public List<List<Step>> nested() {
      return arms.stream().map(Split.Arm::steps).toList();
    }

    /**
     * @param weight 1 or more, in proportion to the sum of all weights
     */
    public record Arm(String name, int weight, List<Step> steps) {
      public Arm {
        steps = List.copyOf(steps);
      }
    }
  }

  /**
   * Runs the nested steps for every element of a list.
   *
   * @param items an expression that gives a list, or the list itself
   * @param as the name of the element in the data, {@code "item"} by default; {@code index} counts
   *     from 0
   * @param maxConcurrent how many elements run at once, 1 by default
   * @param join how many rounds must complete
   * @param rest what becomes of the rounds that have begun and are not needed any more
   * @param add what adds elements while it runs; null: nothing does
   */
  record Each(
      StepSettings settings,
      ConfigTemplate items,
      String as,
      int maxConcurrent,
      Join join,
      Rest rest,
      @Nullable Added add,
      List<Step> steps)
      implements Loop {
    public Each {
      steps = List.copyOf(steps);
    }

    @Override
    public String kind() {
      return "each";
    }

    /**
     * An event that adds an element: about the subject, or with a correlation key.
     *
     * @param when of which events, with the data of the step and of the event
     * @param item an expression over the same that gives the element; null: the event's payload
     */
    public record Added(
        String event, @Nullable Template correlation, Condition when, @Nullable Template item) {}
  }

  /**
   * Repeats the nested steps while the condition holds.
   *
   * @param until true: the condition is checked after each round and ends the loop; false: it is
   *     checked before each round and keeps the loop going
   * @param max the most rounds, 1 to 10,000
   */
  record Repeat(
      StepSettings settings, Condition condition, boolean until, int max, List<Step> steps)
      implements Loop {
    public Repeat {
      steps = List.copyOf(steps);
    }

    @Override
    public String kind() {
      return "repeat";
    }
  }

  /**
   * Starts another workflow for the same subject.
   *
   * @param version null: the newest published one
   * @param awaited whether the step is open until the sub-workflow has ended
   */
  record SubWorkflow(
      StepSettings settings,
      String workflow,
      @Nullable Integer version,
      ConfigTemplate input,
      boolean awaited)
      implements Step {
    @Override
    public String kind() {
      return "workflow";
    }
  }

  /** Ends the instance. */
  record Stop(StepSettings settings, boolean failed, @Nullable Template reason) implements Step {
    @Override
    public String kind() {
      return "stop";
    }
  }
}
