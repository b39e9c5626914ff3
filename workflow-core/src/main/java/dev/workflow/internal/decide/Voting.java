package dev.workflow.internal.decide;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.definition.Performer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Counts the answers of a step that several people give. */
final class Voting {

  private Voting() {}

  /** An answer without {@code approved} approves. */
  static StepRun vote(
      StepRun run, @Nullable JsonNode output, String actor, @Nullable String forWhom, Instant at) {
    TaskState.Ballot ballot = run.task().ballot();
    JsonNode answer = output == null ? JsonNodeFactory.instance.objectNode() : output;
    List<TaskState.Vote> votes = new ArrayList<>(ballot.votes());
    votes.add(
        new TaskState.Vote(actor, forWhom, answer.path("approved").asBoolean(true), answer, at));
    return run.task(run.task().ballot(new TaskState.Ballot(ballot.seats(), List.copyOf(votes))));
  }

  /** The answer given last, for the record. */
  static ObjectNode last(StepRun run) {
    List<TaskState.Vote> votes = run.task().ballot().votes();
    TaskState.Vote vote = votes.get(votes.size() - 1);
    ObjectNode detail = JsonNodeFactory.instance.objectNode().put("approved", vote.approved());
    if (vote.forWhom() != null) {
      detail.put("for", vote.forWhom());
    }
    return detail.set("answer", vote.answer());
  }

  /** All answers, as they stand in what the step gives. */
  static ArrayNode answers(StepRun run) {
    ArrayNode votes = JsonNodeFactory.instance.arrayNode();
    for (TaskState.Vote vote : run.task().ballot().votes()) {
      ObjectNode one = votes.addObject().put("by", vote.actor());
      if (vote.forWhom() != null) {
        one.put("for", vote.forWhom());
      }
      one.put("approved", vote.approved())
          .put("at", vote.at().toString())
          .set("answer", vote.answer());
    }
    return votes;
  }

  /** What the step gives, as soon as that is certain; null: it is not yet. */
  static @Nullable ObjectNode result(Performer.Quorum quorum, StepRun run) {
    TaskState.Ballot ballot = run.task().ballot();
    int yes = (int) ballot.votes().stream().filter(TaskState.Vote::approved).count();
    int no = ballot.votes().size() - yes;
    boolean seated = !ballot.seats().isEmpty();
    int left = seated ? ballot.seats().size() - ballot.votes().size() : Integer.MAX_VALUE;
    // A seat that nobody has is no "no".
    int vacant = Math.max(0, quorum.approvals() - ballot.seats().size());
    boolean approved = yes >= quorum.approvals();
    boolean rejected =
        no >= quorum.rejections() || (seated && yes + left + vacant < quorum.approvals());
    if (!approved && !rejected || quorum.all() && left > 0) {
      return null;
    }
    ObjectNode output =
        JsonNodeFactory.instance.objectNode().put("approved", approved && !rejected);
    output.put("approvals", yes).put("rejections", no);
    return output.set("votes", answers(run));
  }
}
