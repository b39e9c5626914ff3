package dev.workflow.internal.decide;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Actor;
import dev.workflow.IllegalTransitionException;
import dev.workflow.definition.Step;
import dev.workflow.instance.StepState;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Takes an answer back, and lets what was done be done anew. Who may was asked before. */
final class TaskVisits {

  private static final String SENT_BACK = "sent back to \"";

  private final DecisionBuilder decision;
  private final StepStart steps;

  TaskVisits(DecisionBuilder decision, StepStart steps) {
    this.decision = decision;
    this.steps = steps;
  }

  /** One of several answers is taken back alone, the others stay. */
  void revoke(StepRun run, Actor actor) {
    decision.act(run.key(), "revoke", JsonNodeFactory.instance.objectNode());
    TaskState.Ballot ballot = run.task().ballot();
    List<TaskState.Vote> others = new ArrayList<>(ballot.votes());
    others.removeIf(vote -> vote.isOf(actor.id()));
    TaskState.Ballot rest = new TaskState.Ballot(ballot.seats(), List.copyOf(others));
    if (run.state().open()) {
      decision.note(run.task(run.task().ballot(rest)));
    } else {
      open(run, rest);
    }
  }

  void reopen(StepRun run) {
    decision.act(run.key(), "reopen", JsonNodeFactory.instance.objectNode());
    open(run, null);
  }

  /** Opens a step that has ended once more: its clocks and its answer begin anew. */
  private void open(StepRun run, TaskState.@Nullable Ballot ballot) {
    Revisit revisit = Revisit.of(decision.around().tree(), decision.before(), run.key());
    if (revisit.against() != null) {
      throw new IllegalTransitionException(Revisit.tooLate(run.key(), revisit.against()));
    }
    Step step = step(run.key());
    StepRun fresh = StepRun.pending(revisit.open(decision, steps));
    StepRun opened = steps.opened(step, decision.scope(fresh.key()), fresh);
    if (opened == null) {
      return; // it is opened when the host's directory has answered
    }
    if (ballot != null && !ballot.votes().isEmpty()) {
      opened = opened.task(opened.task().ballot(ballot));
    }
    decision.move(opened, StepState.READY, null);
  }

  /** Whether a step ended because it was sent back. */
  static boolean sentBack(StepRun run) {
    return run.state() == StepState.SKIPPED
        && run.reason() != null
        && run.reason().startsWith(SENT_BACK);
  }

  /** Ends a step so that an earlier one of its list, and all after that, is done anew. */
  void sendBack(StepRun run, TaskAct.SendBack back) {
    ObjectNode detail = JsonNodeFactory.instance.objectNode().put("to", back.to());
    decision.act(run.key(), "send_back", detail);
    String why = back.reason() == null ? "" : ": " + back.reason();
    Step to = step(new StepKey(back.to(), run.key().rounds(), false));
    decision.stamps().answered(run.key());
    Revisit.back(decision, to, run.key().rounds(), SENT_BACK + to.id() + "\"" + why);
    decision.stamps().answered(null);
    enterAgain(new StepKey(to.id(), run.key().rounds(), false));
  }

  /** A loop does not ask whether the round goes on in which something is done anew. */
  private void enterAgain(StepKey key) {
    StepTree.Node node = decision.around().tree().node(key);
    if (node.parent() instanceof Step.Repeat loop && !node.onFailure()) {
      int outer = key.rounds().size() - 1;
      StepRun run = decision.newest(new StepKey(loop.id(), key.rounds().subList(0, outer), false));
      decision.note(run.memory(run.memory().enter(key.rounds().get(outer))));
    }
  }

  private Step step(StepKey key) {
    return decision.around().tree().node(key).step();
  }
}
