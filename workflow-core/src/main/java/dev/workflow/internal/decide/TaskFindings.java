package dev.workflow.internal.decide;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.definition.Performer;
import dev.workflow.definition.Step;
import dev.workflow.instance.StepState;
import dev.workflow.operations.Findings;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What somebody has to look at about a step that people do, as things are. */
public final class TaskFindings {

  private TaskFindings() {}

  /** Whether a step that is so can have any. */
  public static boolean possible(StepRun run) {
    return run.state() == StepState.BLOCKED || (run.memory().task() != null && run.state().open());
  }

  /** The evidence by kind of finding. */
  public static Map<Findings.Kind, ObjectNode> of(
      StepTree tree, InstanceSnapshot instance, StepRun run) {
    if (!possible(run) || !(tree.node(run.key()).step() instanceof Step.Action step)) {
      return Map.of();
    }
    Map<Findings.Kind, ObjectNode> found = new EnumMap<>(Findings.Kind.class);
    Performer performer = step.settings().performer();
    Candidacy candidacy = new Candidacy(tree, instance, run.key());
    boolean held = candidacy.holder() != null;
    if (run.state() == StepState.BLOCKED
        && run.task().suspension() == null
        && run.dueAt() == null
        && candidacy.nobodyMay()) {
      found.put(Findings.Kind.NOBODY_MAY, object().put("reason", run.reason()));
    }
    if (performer.quorum() != null && !run.task().ballot().seats().isEmpty()) {
      quorum(performer.quorum(), run.task().ballot(), candidacy, found);
    }
    TaskState.Hands hands = run.task().hands();
    if (hands.trouble() == TaskState.Trouble.NOBODY_TO_ALLOCATE && !held) {
      found.put(
          Findings.Kind.ALLOCATION_WITHOUT_ANYBODY,
          object().put("allocate", performer.candidates().choice().allocate().name()));
    }
    if (hands.gone() != null && run.claimedBy() == null) {
      found.put(Findings.Kind.HOLDER_NOT_ELIGIBLE, object().put("holder", hands.gone()));
    }
    return found;
  }

  private static void quorum(
      Performer.Quorum quorum,
      TaskState.Ballot ballot,
      Candidacy candidacy,
      Map<Findings.Kind, ObjectNode> found) {
    Set<String> able = new TreeSet<>(ballot.seats());
    able.removeAll(candidacy.excluded());
    able.removeAll(candidacy.voters());
    long given = ballot.votes().stream().filter(TaskState.Vote::approved).count();
    if (given + able.size() < quorum.approvals()) {
      ObjectNode evidence = object().put("approvals", quorum.approvals()).put("given", given);
      able.forEach(evidence.withArray("left")::add);
      found.put(Findings.Kind.QUORUM_UNREACHABLE, evidence);
    }
  }

  private static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }
}
