package dev.workflow.internal.decide;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Actor;
import dev.workflow.definition.Step;
import dev.workflow.instance.InstanceState;
import dev.workflow.instance.StepState;
import dev.workflow.task.form.TaskForm;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Answers that people give to a step before its turn. One waits with its step; when the turn comes
 * it is the draft, and is given if whoever wrote it may still give it.
 */
public final class EarlyAnswers {

  private final DecisionBuilder decision;

  EarlyAnswers(DecisionBuilder decision) {
    this.decision = decision;
  }

  /** Whether a step whose turn has not come takes an answer. */
  static boolean takes(StepTree tree, InstanceSnapshot instance, StepKey key) {
    Step step = tree.node(key).step();
    return step.settings().performer().revision().early()
        && !key.undo()
        && instance.state() == InstanceState.ACTIVE
        && !instance.steps().isEmpty()
        && instance.newest(key).equals(key)
        && inItsRound(tree, instance, key);
  }

  /** Whether the rounds are those of loops that have begun them, or are sure to. */
  private static boolean inItsRound(StepTree tree, InstanceSnapshot instance, StepKey key) {
    List<Step> loops = tree.node(key).loops();
    if (loops.size() != key.rounds().size()) {
      return false;
    }
    for (int i = 0; i < loops.size(); i++) {
      StepKey first = new StepKey(loops.get(i).id(), key.rounds().subList(0, i), false);
      StepRun loop = instance.step(instance.newest(first));
      int round = key.rounds().get(i);
      JsonNode items = loop.memory().items();
      boolean known =
          loops.get(i) instanceof Step.Each
              ? items != null && round >= 0 && round < items.size()
              : round == loop.memory().round();
      if (loop.state() != StepState.IN_PROGRESS || !known) {
        return false;
      }
    }
    return true;
  }

  /** Whose answer waits for the turn of a step; null: nobody's. */
  public static @Nullable String by(StepRun run) {
    JsonNode answer = run.memory().early();
    return answer == null ? null : answer.path("by").textValue();
  }

  void keep(StepRun run, JsonNode payload, Actor by) {
    ObjectNode answer = JsonNodeFactory.instance.objectNode().put("early", true);
    if (decision.forWhom() != null) {
      answer.put("for", decision.forWhom());
    }
    answer.put("by", by.id()).set("payload", payload);
    ObjectNode detail = JsonNodeFactory.instance.objectNode();
    detail.set("answer", payload);
    decision.act(run.key(), "answer_early", detail);
    decision.note(run.memory(run.memory().answer(answer)));
  }

  void drop(StepRun run) {
    decision.act(run.key(), "revoke", JsonNodeFactory.instance.objectNode());
    decision.note(run.memory(run.memory().answer(null)));
  }

  /** A step whose turn has come: an answer that waited is its draft, and is given if it may be. */
  StepRun due(StepRun run) {
    String by = by(run);
    if (by == null) {
      return run;
    }
    JsonNode answer = Objects.requireNonNull(run.memory().answer(), "it has an early answer");
    JsonNode payload = answer.path("payload");
    String forWhom = answer.path("for").textValue();
    TaskState task = run.task();
    StepRun drafted = run.task(task.drafts(task.drafts().saved(by, by, payload)));
    StepRun noted = decision.note(drafted.memory(drafted.memory().answer(null)));
    String against = against(noted, by, forWhom, payload);
    if (against == null) {
      decision.effect(new Effect.AnswerEarly(run.key(), Actor.of(by), forWhom, payload));
    } else {
      refused(run.key(), against);
    }
    return noted;
  }

  /** Notes why an answer that waited is a draft now. */
  void refused(StepKey step, String reason) {
    decision.act(
        step, "keep_as_draft", JsonNodeFactory.instance.objectNode().put("reason", reason));
  }

  private @Nullable String against(
      StepRun run, String by, @Nullable String forWhom, JsonNode payload) {
    StepTree tree = decision.around().tree();
    Candidacy candidacy = new Candidacy(tree, decision.snapshot(), run.key());
    String holder = candidacy.holder();
    Set<String> excluded = candidacy.excluded();
    if (excluded.contains(by) || (forWhom != null && excluded.contains(forWhom))) {
      return by + " has answered a step that excludes them";
    } else if (holder != null && !holder.equals(by) && !holder.equals(forWhom)) {
      return "it is assigned to " + holder;
    }
    TaskForm form = tree.form(run.key());
    return form == null || form.check(payload).isEmpty()
        ? null
        : "the answer does not fit its form: " + form.check(payload).list().get(0);
  }
}
