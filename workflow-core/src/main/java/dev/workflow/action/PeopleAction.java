package dev.workflow.action;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.InvalidInputException;
import dev.workflow.Problems;
import dev.workflow.expression.Escaping;
import dev.workflow.internal.text.Wording;
import dev.workflow.spi.ActionContext;
import dev.workflow.spi.ActionHandler;
import dev.workflow.spi.ActionResult;
import java.util.Optional;
import java.util.function.Function;

/** An action that a person does: its description and how an answer is read. Thread-safe. */
final class PeopleAction implements ActionHandler {

  /** Makes the step's output of an answer, or says what is wrong with the answer. */
  @FunctionalInterface
  interface Answers {
    ObjectNode read(ActionConfig config, ObjectNode answer, Problems problems);
  }

  private final ActionSpec spec;
  private final Answers answers;
  private final Function<JsonNode, JsonNode> form;

  PeopleAction(ActionSpec spec, Answers answers, Function<JsonNode, JsonNode> form) {
    this.spec = spec;
    this.answers = answers;
    this.form = form;
  }

  @Override
  public Optional<JsonNode> form(JsonNode config) {
    return Optional.of(form.apply(config));
  }

  @Override
  public String type() {
    return spec.type();
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
    return spec.escaping(key);
  }

  @Override
  public boolean performedByPeople() {
    return true;
  }

  @Override
  public ActionResult start(ActionContext context) {
    return ActionResult.waiting(null);
  }

  /**
   * Completes the step with a right answer.
   *
   * @throws InvalidInputException naming everything that is wrong with the answer; the step stays
   *     open
   */
  @Override
  public ActionResult complete(ActionContext context, JsonNode payload) {
    Problems wrongConfig = Problems.none();
    spec.verify(context.config(), wrongConfig);
    if (!wrongConfig.isEmpty()) {
      return ActionResult.failed(new FinalFailure(wrongConfig.list()).reason(type()), false);
    }
    Problems problems = Problems.none();
    ObjectNode output =
        answers.read(new ActionConfig(context.config()), object(payload, problems), problems);
    problems.throwIfAny(list -> new InvalidInputException("The answer to " + type(), list));
    return ActionResult.completed(output);
  }

  private static ObjectNode object(JsonNode payload, Problems problems) {
    if (payload instanceof ObjectNode object) {
      return object;
    }
    if (!payload.isNull() && !payload.isMissingNode()) {
      problems.add(Wording.expected("an object", payload));
    }
    return JsonNodeFactory.instance.objectNode();
  }

  @Override
  public String toString() {
    return type();
  }
}
