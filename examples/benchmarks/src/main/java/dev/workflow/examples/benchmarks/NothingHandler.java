package dev.workflow.examples.benchmarks;

import dev.workflow.spi.ActionContext;
import dev.workflow.spi.ActionHandler;
import dev.workflow.spi.ActionResult;

/** An action that completes at once. */
final class NothingHandler implements ActionHandler {

  @Override
  public String type() {
    return "nothing";
  }

  @Override
  public ActionResult start(ActionContext context) {
    return ActionResult.completed();
  }
}
