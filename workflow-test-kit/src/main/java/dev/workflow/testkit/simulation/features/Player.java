package dev.workflow.testkit.simulation.features;

import dev.workflow.WorkflowException;
import dev.workflow.instance.InstanceState;
import dev.workflow.spi.store.WorkflowStore;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Plays a script on a stage, act by act, until it is over or something is broken. */
final class Player {

  /** How much happens while a node stands still. */
  private static final int MEANWHILE = 4;

  private final Story story;
  private final Script script;
  private final Stage stage;
  private final Doer doer;
  private final List<Act> played = new ArrayList<>();
  private int depth;

  Player(Story story, Script script, Function<InstantSource, ? extends WorkflowStore> stores) {
    this.story = story;
    this.script = script;
    this.stage = new Stage(stores, story, this::meanwhile);
    this.doer = new Doer(stage);
    Guarantees.addTo(stage);
  }

  /** Plays all of it; gives what was broken, if anything was. */
  @Nullable StoryFailure play() {
    try (stage) {
      try {
        playAll();
      } catch (RuntimeException e) {
        stage
            .checks()
            .found(new Broken(Promise.CLEAR_ANSWERS, null, "the story cannot go on: " + trace(e)));
      }
      Broken broken = stage.checks().broken();
      return broken == null ? null : new StoryFailure(story, List.copyOf(played), broken, stage);
    }
  }

  private void playAll() {
    boolean more = true;
    while (more && stage.checks().broken() == null) {
      more = next();
    }
    if (stage.checks().broken() == null) {
      new Finale(stage, story, this::perform).play();
    }
  }

  List<Act> played() {
    return played;
  }

  private void meanwhile() {
    depth++;
    stage.sight().look();
    for (int i = 0; i < MEANWHILE && stage.checks().broken() == null; i++) {
      next();
    }
    depth--;
  }

  private boolean next() {
    Act act = script.next(stage);
    if (act == null) {
      return false;
    }
    played.add(act);
    perform(depth == 0 ? act : act.with(Fault.NONE));
    return true;
  }

  private Outcome perform(Act act) {
    Checks checks = stage.checks();
    StageNode node = stage.idle();
    stage.rest();
    checks.each(check -> check.before(act));
    Outcome outcome = doer.perform(node, act);
    judge(node, act, outcome);
    try {
      stage.sight().look();
    } catch (RuntimeException e) {
      checks.found(new Broken(Promise.READABLE, null, "after \"" + act + "\": " + e));
    }
    checks.each(check -> check.after(act, outcome));
    if (act.verb() == Verb.WORK && outcome.done() && act.fault() == Fault.NONE && depth == 0) {
      checks.each(Check::atRest);
    }
    return outcome;
  }

  private void judge(StageNode node, Act act, Outcome outcome) {
    if (node.restless()) {
      stage
          .checks()
          .found(
              new Broken(
                  Promise.NOTHING_STUCK, null, "\"" + act + "\" never comes to rest: " + outcome));
    }
    Throwable refusal = outcome.refusal();
    if (refusal != null
        && outcome.refused()
        && (act.verb() == Verb.WORK
            || !(refusal instanceof WorkflowException || ofTheHost(refusal)))) {
      stage
          .checks()
          .found(
              new Broken(
                  act.verb() == Verb.WORK ? Promise.NO_TENANT_WAITS : Promise.CLEAR_ANSWERS,
                  null,
                  "\"" + act + "\" ended in " + trace(refusal)));
    }
  }

  /** What the host throws to those who call the engine they may see as it is. */
  private static boolean ofTheHost(Throwable refusal) {
    return refusal.toString().contains("of the story throws");
  }

  private static String trace(Throwable thrown) {
    StringBuilder text = new StringBuilder(String.valueOf(thrown));
    StackTraceElement[] trace = thrown.getStackTrace();
    for (int i = 0; i < Math.min(4, trace.length); i++) {
      text.append("\n    at ").append(trace[i]);
    }
    return text.length() > 2_000 ? text.substring(0, 2_000) + "…" : text.toString();
  }

  /** Whether an instance is open. */
  static boolean open(SeenInstance instance) {
    InstanceState state = instance.state();
    return !instance.gone() && !state.ended();
  }
}
