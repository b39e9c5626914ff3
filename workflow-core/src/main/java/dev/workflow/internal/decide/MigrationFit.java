package dev.workflow.internal.decide;

import dev.workflow.definition.Step;
import dev.workflow.instance.StepState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;

/**
 * Whether an instance can go on with the steps of another version. Every step that is open, or that
 * a retry would take up, has one there of the same kind, in the same place around it, and no
 * attempt of a handler is under way.
 */
public final class MigrationFit {

  private final InstanceSnapshot instance;
  private final StepTree from;
  private final StepTree to;
  private final Map<String, String> ids;
  private final Set<String> anew;

  /**
   * @param ids how steps are called in the new version; others are called as before
   * @param anew open steps that open anew as the new version says
   */
  public MigrationFit(
      InstanceSnapshot instance,
      StepTree from,
      StepTree to,
      Map<String, String> ids,
      Set<String> anew) {
    this.instance = instance;
    this.from = from;
    this.to = to;
    this.ids = ids;
    this.anew = anew;
  }

  private String id(String old) {
    return ids.getOrDefault(old, old);
  }

  private StepKey key(StepKey old) {
    return new StepKey(id(old.id()), old.rounds(), old.undo(), old.visit());
  }

  /** Tells what does not fit, by the id of a step. */
  public void check(BiConsumer<String, String> problem) {
    ids.forEach(
        (old, now) -> {
          if (!from.has(StepKey.of(old))) {
            problem.accept(old, "the instance has no step \"" + old + "\"");
          } else if (!to.has(StepKey.of(now))) {
            problem.accept(old, to.definition().ref() + " has no step \"" + now + "\"");
          }
        });
    Map<String, String> taken = new HashMap<>();
    for (StepRun run : instance.steps().values()) {
      String other = taken.putIfAbsent(id(run.key().id()), run.key().id());
      if (other != null && !other.equals(run.key().id())) {
        problem.accept(
            run.key().id(),
            "step \"" + id(run.key().id()) + "\" is taken by step \"" + other + "\" already");
      }
      check(run, problem);
    }
  }

  private void check(StepRun run, BiConsumer<String, String> problem) {
    String old = run.key().id();
    String name = "step \"" + run.key() + "\"";
    Step was = from.node(run.key()).step();
    boolean goesOn = run.state().open() || run.state() == StepState.FAILED || run.memory().cut();
    boolean action = was instanceof Step.Action || run.key().undo();
    if (run.running() && action) {
      problem.accept(old, "an attempt of " + name + " is under way; wait until it has ended");
    } else if (run.key().undo()) {
      problem.accept(old, "what was done by " + name + " is being undone");
    } else if (!to.has(StepKey.of(id(old)))) {
      if (goesOn) {
        problem.accept(
            old,
            name
                + " is "
                + run.state()
                + ", and "
                + to.definition().ref()
                + " has no step \""
                + id(old)
                + "\"; map it to one that it has");
      }
    } else {
      compare(run, was, to.node(id(old)), goesOn, problem);
    }
  }

  private void compare(
      StepRun run, Step was, StepTree.Node is, boolean goesOn, BiConsumer<String, String> problem) {
    String there = to.definition().ref() + " step \"" + is.step().id() + "\"";
    if (!kind(was).equals(kind(is.step()))) {
      problem.accept(
          run.key().id(),
          "step \"" + run.key() + "\" is " + kind(was) + ", " + there + " is " + kind(is.step()));
    } else if (goesOn
        && is.step() instanceof Step.Wait wait
        && wait.correlation() == null
        && instance.identity().subject() == null) {
      problem.accept(
          run.key().id(),
          there + " waits for an event about the subject, and the instance has none");
    } else if (goesOn && taken(run, was) >= is.step().nested().size()) {
      problem.accept(
          run.key().id(),
          "step \""
              + run.key()
              + "\" has taken the way "
              + taken(run, was)
              + ", "
              + there
              + " has "
              + is.step().nested().size());
    } else if (goesOn || !run.key().rounds().isEmpty() || onItsWay(was)) {
      String around = around(from.node(run.key()), was, true);
      String now = around(is, is.step(), false);
      if (!around.equals(now)) {
        problem.accept(
            run.key().id(),
            "step \"" + run.key() + "\" stands " + around + ", " + there + " stands " + now);
      }
    }
  }

  /** The case or the arm that a step has taken, from 0; -1: none. */
  private static int taken(StepRun run, Step step) {
    return step instanceof Step.Choice ? run.memory().branch() : -1;
  }

  /** Whether a step stands in a case or an arm that goes on after it. */
  private boolean onItsWay(Step step) {
    Step around = from.node(step.id()).parent();
    while (around != null) {
      StepKey key = StepKey.of(around.id());
      boolean open = instance.step(instance.newest(key)).state().open();
      if (open && around instanceof Step.Choice) {
        return true;
      }
      around = from.node(around.id()).parent();
    }
    return false;
  }

  private static String kind(Step step) {
    return step instanceof Step.Action action
        ? "the action " + action.type()
        : "of the kind " + step.kind();
  }

  /** The steps around a step with the list it is in, as they are called in the new version. */
  private String around(StepTree.Node node, Step step, boolean old) {
    StringBuilder text = new StringBuilder();
    StepTree tree = old ? from : to;
    StepTree.Node at = node;
    Step inner = step;
    while (at.parent() != null) {
      String id = old ? id(at.parent().id()) : at.parent().id();
      text.append(text.isEmpty() ? "in \"" : " in \"").append(id).append('"');
      text.append(
          at.onFailure() && answers(at.parent(), inner)
              ? " (onFailure)"
              : part(at.parent(), inner));
      inner = at.parent();
      at = tree.node(inner.id());
    }
    return text.isEmpty() ? "in no other step" : text.toString();
  }

  private static boolean answers(Step parent, Step inner) {
    return parent.settings().failure().onFailure().stream()
        .anyMatch(step -> step.id().equals(inner.id()));
  }

  private static String part(Step parent, Step inner) {
    List<List<Step>> lists = parent.nested();
    for (int i = 0; i < lists.size(); i++) {
      if (lists.size() > 1 && lists.get(i).stream().anyMatch(one -> one.id().equals(inner.id()))) {
        return " (" + i + ")";
      }
    }
    return "";
  }

  /** Steps that have ended and that the new version does not have. */
  public Set<String> left() {
    Set<String> left = new TreeSet<>();
    for (StepRun run : instance.steps().values()) {
      if (!to.has(StepKey.of(id(run.key().id())))) {
        left.add(run.key().id());
      }
    }
    return left;
  }

  /** Runs that are no more, as they are called now. */
  public List<StepKey> dropped() {
    List<StepKey> dropped = new ArrayList<>();
    for (StepRun run : instance.steps().values()) {
      boolean again = anew.contains(run.key().id()) && !EditFit.begun(run);
      if (again || !to.has(StepKey.of(id(run.key().id())))) {
        dropped.add(run.key());
      }
    }
    return dropped;
  }

  /** The steps that differ in name. */
  public Map<String, String> renamed() {
    Map<String, String> renamed = new LinkedHashMap<>();
    ids.forEach(
        (old, now) -> {
          if (!old.equals(now)) {
            renamed.put(old, now);
          }
        });
    return renamed;
  }

  /** Steps of the new version that stand where the instance has been, as they are called there. */
  public List<StepKey> passed() {
    Map<StepKey, StepRun> runs = new HashMap<>();
    Set<StepKey> dropped = new HashSet<>(dropped());
    instance.steps().values().stream()
        .filter(run -> !dropped.contains(run.key()))
        .forEach(run -> runs.put(first(key(run.key())), run));
    Set<StepKey> passed = new LinkedHashSet<>();
    for (StepKey key : runs.keySet()) {
      Step step = to.node(key.id()).step();
      List<Step> list = Revisit.list(to, step);
      boolean done = done(key, runs);
      int at = list.indexOf(step);
      for (int i = 0; i < list.size(); i++) {
        StepKey other = new StepKey(list.get(i).id(), key.rounds(), false);
        if ((i < at || done) && !runs.containsKey(other)) {
          passed.add(other);
        }
      }
    }
    return List.copyOf(passed);
  }

  private static StepKey first(StepKey key) {
    return new StepKey(key.id(), key.rounds(), key.undo());
  }

  /** Whether a step stands in a round whose steps had all ended. */
  private boolean done(StepKey key, Map<StepKey, StepRun> runs) {
    if (key.rounds().isEmpty()) {
      return false;
    }
    StepRun run = Objects.requireNonNull(runs.get(key));
    StepTree.Node was = from.node(run.key());
    Step parent = was.parent();
    boolean loop = parent instanceof Step.Loop;
    return parent != null
        && loop
        && !was.onFailure()
        && parent.nested().get(0).stream()
            .allMatch(step -> ended(new StepKey(step.id(), key.rounds(), false)));
  }

  private boolean ended(StepKey key) {
    StepRun run = instance.steps().get(instance.newest(key));
    return run != null && !run.state().open();
  }
}
