package dev.workflow.internal.service;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.Actor;
import dev.workflow.History;
import dev.workflow.InstanceId;
import dev.workflow.Limits;
import dev.workflow.TenantId;
import dev.workflow.definition.DefinitionDiagram;
import dev.workflow.instance.StepState;
import dev.workflow.internal.decide.StepRun;
import dev.workflow.internal.decide.Transition;
import dev.workflow.internal.engine.InstanceReader;
import dev.workflow.internal.engine.Transactions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

public final class HistoryService implements History {

  /** Of an answer in the story. */
  private static final int MAX_ANSWER = 1_000;

  private final InstanceViews views;

  public HistoryService(Transactions transactions) {
    this.views = new InstanceViews(transactions);
  }

  @Override
  public List<Transition> of(TenantId tenant, InstanceId instance) {
    return views.read(tenant, instance).history();
  }

  @Override
  public String story(TenantId tenant, InstanceId instance) {
    InstanceReader.Stored stored = views.read(tenant, instance);
    var identity = stored.snapshot().identity();
    StringBuilder story = new StringBuilder();
    story.append(identity.workflow());
    if (identity.subject() != null) {
      story.append(" about ").append(Limits.oneLine(identity.subject().toString()));
    }
    if (identity.event() != null) {
      story.append(", started by ").append(identity.event().path("type").asText());
    }
    story.append('\n');
    for (Transition transition : stored.history()) {
      story.append("  ").append(Limits.oneLine(line(transition))).append('\n');
    }
    return story.toString();
  }

  private static String line(Transition transition) {
    String who = transition.actor().equals(Actor.ENGINE) ? "" : " by " + transition.actor();
    if (transition instanceof Transition.OfInstance move) {
      String outcome = move.outcome() == null ? "" : " (" + move.outcome() + ")";
      return move.at()
          + "  instance "
          + move.from()
          + " -> "
          + move.to()
          + outcome
          + who
          + because(move.reason());
    } else if (transition instanceof Transition.OfStep move) {
      StepRun run = move.after();
      String due = run.dueAt() == null || !run.state().open() ? "" : ", due " + run.dueAt();
      String change =
          move.from() == move.to() ? " " + move.to() : " " + move.from() + " -> " + move.to();
      return move.at()
          + "  "
          + run.key()
          + change
          + due
          + who
          + because(run.reason())
          + answer(move);
    }
    if (transition instanceof Transition.OfTurn later) {
      return later.at() + "  begins at " + later.turn().begins() + because(later.reason());
    }
    if (transition instanceof Transition.OfTask act) {
      String detail = act.detail().isEmpty() ? "" : ": " + shortened(act.detail().toString());
      return act.at() + "  " + act.step() + " " + act.act() + who + detail;
    }
    Transition.OfVariable set = (Transition.OfVariable) transition;
    return set.at() + "  " + set.name() + " = " + set.value();
  }

  /** What a person answered, such as whether they approved and their comment. */
  private static String answer(Transition.OfStep move) {
    JsonNode output = move.after().output();
    boolean answered = move.to() == StepState.COMPLETED && !move.actor().equals(Actor.ENGINE);
    if (!answered || output == null || output.isEmpty()) {
      return "";
    }
    return ": " + shortened(output.toString());
  }

  private static String shortened(String text) {
    return text.length() > MAX_ANSWER ? text.substring(0, MAX_ANSWER) + "…" : text;
  }

  private static String because(@org.jspecify.annotations.Nullable String reason) {
    return reason == null ? "" : ": " + reason;
  }

  @Override
  public String diagram(TenantId tenant, InstanceId instance) {
    InstanceReader.Stored stored = views.read(tenant, instance);
    Map<String, String> states = new LinkedHashMap<>();
    stored
        .snapshot()
        .steps()
        .values()
        .forEach(run -> states.put(run.key().id(), run.state().name()));
    return DefinitionDiagram.mermaid(stored.tree().definition(), states);
  }
}
