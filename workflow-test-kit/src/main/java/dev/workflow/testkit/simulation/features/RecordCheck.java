package dev.workflow.testkit.simulation.features;

import static dev.workflow.testkit.simulation.features.Promise.FRESH;
import static dev.workflow.testkit.simulation.features.Promise.NOTHING_AFTER_AN_END;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.SubjectRef;
import dev.workflow.instance.StepState;
import dev.workflow.internal.decide.Transition;
import dev.workflow.spi.store.MessageRow;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Conditions over records of the host ask what is, not what was, and are never taken for false
 * because nobody could be asked; an exit that such a condition is holds before each step and each
 * message.
 */
final class RecordCheck implements Check {

  private static final String STATUS = "lead.status";

  private final Stage stage;
  private int depth;
  private boolean unread;

  /** What each lead was since the act under way has begun, with those inside it. */
  private final Set<String> changed = new LinkedHashSet<>();

  RecordCheck(Stage stage) {
    this.stage = stage;
  }

  @Override
  public void before(Act act) {
    if (depth++ == 0) {
      changed.clear();
      unread = stage.host().failing(Host.RECORDS);
    }
    unread &= stage.host().failing(Host.RECORDS);
    if (act.verb() == Verb.RECORD) {
      changed.add(act.rest() + "=" + stage.leads().status(act.rest()));
    }
  }

  @Override
  public void after(Act act, Outcome outcome) {
    depth--;
  }

  /** Whether a lead has, or had while the act under way went on, a status, or another one. */
  private boolean may(SeenInstance instance, String status, boolean same) {
    String lead = lead(instance);
    return stage.leads().status(lead).equals(status) == same
        || changed.stream()
            .filter(one -> one.startsWith(lead + "="))
            .anyMatch(one -> one.equals(lead + "=" + status) == same);
  }

  private static boolean asksFor(JsonNode condition) {
    return condition.path("field").asText().equals(STATUS);
  }

  @Override
  public void moved(SeenInstance instance, Transition transition) {
    if (!(transition instanceof Transition.OfStep moved)
        || moved.from() == moved.to()
        || moved.after().key().undo()
        || instance.everRetried()
        || !instance.outline().document().has("records")) {
      return;
    }
    Outline.Part part = instance.outline().part(moved.after().key().id());
    if (part == null) {
      return;
    }
    boolean begins = moved.to() == StepState.IN_PROGRESS && moved.after().attempt() <= 1;
    boolean asked = asksFor(part.json().path("when")) && !part.is("lock");
    String reason = String.valueOf(moved.after().reason());
    boolean leftOut =
        moved.to() == StepState.SKIPPED && reason.startsWith("its condition is false");
    // A task is asked for when its turn comes, and not again when somebody begins it.
    if ((!begins || part.people()) && !(asked && leftOut)) {
      return;
    }
    String step = moved.after().key().toString();
    if (asked && moved.from() != StepState.BLOCKED && !may(instance, Leads.NEW, begins)) {
      throw instance.broken(
          FRESH, "step " + step + " is " + moved.to() + ", and its record says " + now(instance));
    }
    if (asked && unread) {
      throw instance.broken(
          FRESH, "step " + step + " is " + moved.to() + ", and nobody can read its record");
    }
    if (begins && moved.from() == StepState.READY && exits(instance) && !part.is("lock")) {
      throw instance.broken(
          NOTHING_AFTER_AN_END,
          "step " + step + " begins although its exit holds: the record says " + now(instance));
    }
  }

  private String now(SeenInstance instance) {
    return stage.leads().status(lead(instance));
  }

  private static String lead(SeenInstance instance) {
    SubjectRef subject = instance.row().subject();
    return subject == null ? "" : subject.id();
  }

  /** Whether an exit that asks for the record is sure to hold. */
  private boolean exits(SeenInstance instance) {
    for (JsonNode exit : instance.outline().document().path("exit")) {
      if (asksFor(exit.path("when"))) {
        return !may(instance, Leads.WON, false);
      }
    }
    return false;
  }

  @Override
  public void sent(Calls.Sending sending) {
    MessageRow row = stage.sight().handed(sending);
    SeenInstance instance = stage.sight().instance(row);
    if (row != null
        && instance != null
        && !sending.stale()
        && !Sight.carries(row)
        && exits(instance)) {
      throw instance.broken(
          NOTHING_AFTER_AN_END,
          "the message of step " + row.origin().step() + " is sent although its exit holds");
    }
  }
}
