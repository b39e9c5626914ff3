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

  /** Calls the visitor's method for this kind of step. */
  <R> R accept(Visitor<R> visitor);

  /**
   * What is done with a step of each kind: a kind that is added is missing wherever there is a
   * visitor, and the compiler says so.
   *
   * @param <R> what the methods give
   */
  interface Visitor<R> extends Container.Visitor<R> {

    R action(Action step);

    R delay(Delay step);

    R waitFor(Wait step);

    R subWorkflow(SubWorkflow step);

    R stop(Stop step);
  }

  /** Unique in the document. */
  default String id() {
    return settings().id();
  }

  /**
   * The branches of this step: the lists of steps nested directly in it, without {@code onFailure}.
   * Those of a branch are its cases, those of a split its arms; a loop has one, its body.
   */
  default List<List<Step>> nested() {
    return List.of();
  }

  /** A step that holds others, which it runs. */
  sealed interface Container extends Step permits Choice, Fork, Loop {

    /** Calls the visitor's method for this kind of step. */
    <R> R accept(Container.Visitor<R> visitor);

    @Override
    default <R> R accept(Step.Visitor<R> visitor) {
      return accept((Container.Visitor<R>) visitor);
    }

    /**
     * What is done with a step of each kind that holds others.
     *
     * @param <R> what the methods give
     */
    interface Visitor<R> {

      R branch(Branch step);

      R parallel(Parallel step);

      R split(Split step);

      R each(Each step);

      R repeat(Repeat step);
    }
  }

  /** A step that runs one of its branches. */
  sealed interface Choice extends Container permits Branch, Split {}

  /** A step whose branches or rounds may run at once, and are joined. */
  sealed interface Fork extends Container permits Parallel, Each {

    /** What becomes of those that are not needed any more. */
    Rest rest();
  }

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

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.action(this);
    }
  }

  /** Only waits; the time is in {@code settings().delay()}. */
  record Delay(StepSettings settings) implements Step {
    @Override
    public String kind() {
      return "delay";
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.delay(this);
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

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.waitFor(this);
    }
  }

  /** Runs the first case whose condition holds. */
  record Branch(StepSettings settings, List<Case> cases) implements Choice {
    public Branch {
      cases = List.copyOf(cases);
    }

    @Override
    public String kind() {
      return "branch";
    }

    @Override
    public <R> R accept(Container.Visitor<R> visitor) {
      return visitor.branch(this);
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
  record Parallel(StepSettings settings, List<Parallel.Branch> branches, int join, Rest rest)
      implements Fork {
    public Parallel {
      branches = List.copyOf(branches);
    }

    @Override
    public String kind() {
      return "parallel";
    }

    @Override
    public <R> R accept(Container.Visitor<R> visitor) {
      return visitor.parallel(this);
    }

    @Override
    public List<List<Step>> nested() {
      return branches.stream().map(Parallel.Branch::steps).toList();
    }

    /**
     * @param name what people call the branch; null: nothing
     */
    public record Branch(@Nullable String name, List<Step> steps) {
      public Branch {
        steps = List.copyOf(steps);
      }
    }
  }

  /** Takes one arm by weight; the same subject always takes the same arm. */
  record Split(StepSettings settings, List<Split.Arm> arms) implements Choice {
    public Split {
      arms = List.copyOf(arms);
    }

    @Override
    public String kind() {
      return "split";
    }

    @Override
    public <R> R accept(Container.Visitor<R> visitor) {
      return visitor.split(this);
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
      implements Fork, Loop {
    public Each {
      steps = List.copyOf(steps);
    }

    @Override
    public String kind() {
      return "each";
    }

    @Override
    public <R> R accept(Container.Visitor<R> visitor) {
      return visitor.each(this);
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

    @Override
    public <R> R accept(Container.Visitor<R> visitor) {
      return visitor.repeat(this);
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

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.subWorkflow(this);
    }
  }

  /** Ends the instance. */
  record Stop(StepSettings settings, boolean failed, @Nullable Template reason) implements Step {
    @Override
    public String kind() {
      return "stop";
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.stop(this);
    }
  }
}
