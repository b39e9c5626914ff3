package dev.workflow.testkit.contract;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.spi.ActionContext;
import dev.workflow.spi.ActionHandler;
import dev.workflow.spi.ActionResult;

/** An action that people do; what becomes of their answer is what the test says. */
final class Clerk implements ActionHandler {

  /** What becomes of an answer; completed by default. */
  EngineContract.ActionAnswer answer = context -> ActionResult.completed();

  @Override
  public String type() {
    return "clerk";
  }

  @Override
  public boolean performedByPeople() {
    return true;
  }

  @Override
  public ActionResult start(ActionContext context) {
    throw new UnsupportedOperationException("people do it");
  }

  @Override
  public ActionResult complete(ActionContext context, JsonNode payload) throws Exception {
    return answer.to(context);
  }
}
