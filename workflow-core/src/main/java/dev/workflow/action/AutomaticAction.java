package dev.workflow.action;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.Problems;
import dev.workflow.expression.Escaping;
import dev.workflow.spi.ActionContext;
import dev.workflow.spi.ActionHandler;
import dev.workflow.spi.ActionResult;
import java.util.Optional;

/**
 * An action the engine does by itself: its description and its work. Thread-safe if the work is.
 */
final class AutomaticAction implements ActionHandler {

  /** What is done with a rendered configuration that fits the description. */
  @FunctionalInterface
  interface Work {
    ActionResult perform(ActionContext context, ActionConfig config) throws Exception;
  }

  private final String type;
  private final ActionSpec spec;
  private final Work work;

  AutomaticAction(String type, ActionSpec spec, Work work) {
    this.type = type;
    this.spec = spec;
    this.work = work;
  }

  @Override
  public String type() {
    return type;
  }

  @Override
  public Optional<JsonNode> schema() {
    return Optional.of(spec.schema());
  }

  @Override
  public void validate(JsonNode config, Problems problems) {
    spec.validate(config, problems);
  }

  @Override
  public Escaping escaping(String key) {
    boolean words = spec.key(key).filter(one -> one.type() == KeyType.WORDS).isPresent();
    return words ? Escaping.TEXT : spec.escaping(key);
  }

  @Override
  public boolean skipsMissing(String key) {
    return spec.skipsMissing(key);
  }

  @Override
  public ActionResult start(ActionContext context) throws Exception {
    Problems problems = Problems.none();
    spec.verify(context.config(), problems);
    try {
      if (!problems.isEmpty()) {
        throw new FinalFailure(problems.list());
      }
      return work.perform(context, new ActionConfig(context.config()));
    } catch (FinalFailure failure) {
      return ActionResult.failed(failure.reason(type), false);
    }
  }

  @Override
  public String toString() {
    return type;
  }
}
