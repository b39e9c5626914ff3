package dev.workflow.testkit.simulation.features;

import static dev.workflow.testkit.simulation.features.Promise.NOTHING_TWICE;

import dev.workflow.instance.InstanceState;
import dev.workflow.instance.StepState;
import dev.workflow.internal.decide.StepRun;
import dev.workflow.internal.decide.Transition;
import dev.workflow.spi.MessageState;
import dev.workflow.spi.store.MessageRow;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** What is done is not done again, by whatever way it is come to. */
final class TwiceCheck implements Check {

  private static final int SENDINGS_AT_MOST = 8;

  private final Stage stage;
  private final Set<String> done = new HashSet<>();
  private final Map<String, Integer> calls = new HashMap<>();
  private final Map<String, Integer> sendings = new HashMap<>();
  private final Map<SeenInstance, Integer> retries = new HashMap<>();
  private boolean calm = true;
  private boolean retrying;

  TwiceCheck(Stage stage) {
    this.stage = stage;
  }

  @Override
  public void before(Act act) {
    // Whoever cannot write its results for want of a workflow keeps its leases, in other stories.
    calm &= act.fault() == Fault.NONE && act.verb() != Verb.POISON_WORKFLOW;
    retrying =
        act.verb() == Verb.RETRY || (act.verb() == Verb.BULK && act.argument().equals("RETRY"));
  }

  /** The way from the first instance to this one. */
  private String way(SeenInstance instance) {
    SeenInstance parent = stage.sight().parent(instance);
    return parent == null
        ? instance.name()
        : way(parent) + "/" + Sight.parentStep(instance) + ">" + instance.row().workflow().key();
  }

  @Override
  public void moved(SeenInstance instance, Transition transition) {
    if (transition instanceof Transition.OfInstance moved && moved.from() == InstanceState.FAILED) {
      retries.merge(instance, 1, Integer::sum);
    }
    if (transition instanceof Transition.OfInstance moved
        && (moved.to() == InstanceState.CANCELED
            || (moved.from() == moved.to() && !gaveUp(instance))
            || instance.stoppedAsFailed())) {
      // It has ended for good, perhaps since it failed: whatever waits for it begins another one.
      String way = way(instance) + "/";
      done.removeIf(place -> place.startsWith(way));
    }
    if (!(transition instanceof Transition.OfStep moved) || moved.from() == moved.to()) {
      return;
    }
    StepRun run = moved.after();
    if (moved.from() == StepState.BLOCKED || moved.to() == StepState.READY) {
      calls.remove(instance.name() + "/" + run.key() + "/" + run.attempt());
    }
    Outline.Part part = instance.outline().part(run.key().id());
    if (moved.to() != StepState.COMPLETED || part == null || !part.is("action")) {
      return;
    }
    String place = way(instance) + "/" + run.key();
    if (run.key().undo()) {
      // What was undone is not gone on with: whatever waits for it begins another one.
      String way = way(instance) + "/";
      done.removeIf(one -> one.startsWith(way));
    } else if (!done.add(place)) {
      throw instance.broken(
          NOTHING_TWICE, "step " + run.key() + " was done before, on the same way: " + place);
    }
  }

  /**
   * A retry continues with what it finds and does not end it, unless another has its key by now.
   */
  private boolean gaveUp(SeenInstance instance) {
    return retrying && calm && instance.row().origin().concurrencyKey() == null;
  }

  @Override
  public void called(Calls.Call call) {
    SeenInstance instance = stage.sight().find(call.instance());
    if (!calm || instance == null) {
      return;
    }
    String attempt =
        instance.name()
            + "/"
            + call.step()
            + "/"
            + call.attempt()
            + (retries.containsKey(instance) ? " of retry " + retries.get(instance) : "");
    if (calls.merge(attempt, 1, Integer::sum) > 1) {
      throw instance.broken(
          NOTHING_TWICE,
          "attempt "
              + call.attempt()
              + " of step "
              + call.step()
              + " was called again although no node failed");
    }
  }

  @Override
  public void sent(Calls.Sending sending) {
    int times = sendings.merge(sending.message().id(), 1, Integer::sum);
    if (calm && times > SENDINGS_AT_MOST) {
      throw new Broken(
          NOTHING_TWICE, null, "a message was handed to its sender " + times + " times");
    }
  }

  @Override
  public void message(MessageRow before, MessageRow after) {
    boolean ended = before.is(MessageState.SENT) || before.is(MessageState.CANCELED);
    if (calm && ended && after.is(MessageState.PENDING)) {
      resent(before);
    }
  }

  private void resent(MessageRow row) {
    sendings.remove(row.id().toString());
  }
}
