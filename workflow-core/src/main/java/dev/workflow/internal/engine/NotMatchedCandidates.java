package dev.workflow.internal.engine;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.EngineOptions;
import dev.workflow.Event;
import dev.workflow.condition.Explanation;
import dev.workflow.trigger.TenantWorkflows;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Why candidates for an event do not match, for its receipt, if the host wants that recorded. */
final class NotMatchedCandidates {

  private NotMatchedCandidates() {}

  /** None where it is worked out when somebody asks. */
  static List<Receipts.NotMatched> of(
      EngineContext engine,
      IncomingEvent incoming,
      TenantWorkflows workflows,
      List<TenantWorkflows.Candidate> matching,
      List<TenantWorkflows.Candidate> notEvaluable) {
    EngineOptions.DecisionRecords records = engine.options().decisions();
    if (!records.notMatched()) {
      return List.of();
    }
    Set<String> others = new HashSet<>();
    matching.forEach(one -> others.add(one.definition().key()));
    notEvaluable.forEach(one -> others.add(one.definition().key()));
    List<Receipts.NotMatched> notMatched = new ArrayList<>();
    String type = incoming.event().type();
    for (TenantWorkflows.Candidate one : workflows.candidates(type)) {
      if (notMatched.size() == records.most()) {
        break;
      } else if (others.add(one.definition().key())) {
        notMatched.add(
            new Receipts.NotMatched(one.definition().ref(), because(engine, one, incoming)));
      }
    }
    return notMatched;
  }

  private static String because(
      EngineContext engine, TenantWorkflows.Candidate candidate, IncomingEvent incoming) {
    Event event = incoming.event();
    if (!TenantWorkflows.fits(candidate.definition(), event)) {
      return "it is about a "
          + candidate.definition().subject()
          + "; the event's subject is "
          + (event.subject() == null ? "none" : "a " + event.subject().type());
    } else if (engine.fields().concern(candidate.workflow().publisher())) {
      return "its condition is false";
    }
    ObjectNode data = incoming.data();
    return candidate
        .trigger()
        .when()
        .explain(data, incoming.context())
        .firstFailing()
        .map(Explanation::toString)
        .orElse("its condition is false");
  }
}
