package dev.workflow.docs;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.Json;
import dev.workflow.Problems;
import dev.workflow.spi.ActionContext;
import dev.workflow.spi.ActionHandler;
import dev.workflow.spi.ActionResult;

// snippet: handler
/** Asks the scoring service how promising a lead is. */
final class ScoreLead implements ActionHandler {

  /** The host's own service; a repeated key gives the first answer again. */
  interface Scoring {
    int score(String key, String leadId);
  }

  private final Scoring scoring;

  ScoreLead(Scoring scoring) {
    this.scoring = scoring;
  }

  @Override
  public String type() {
    return "score_lead";
  }

  @Override
  public void validate(JsonNode config, Problems problems) {
    if (!config.path("lead").isTextual()) {
      problems.at("lead").add("the id of a lead is needed, such as \"{{lead.id}}\"");
    }
  }

  @Override
  public ActionResult start(ActionContext context) {
    String lead = context.config().get("lead").asText();
    int score = scoring.score(context.idempotencyKey(), lead);
    return ActionResult.completed(Json.object().put("score", score));
  }
}
// end
