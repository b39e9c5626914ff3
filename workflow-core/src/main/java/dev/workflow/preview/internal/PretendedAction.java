package dev.workflow.preview.internal;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.Json;
import dev.workflow.expression.Escaping;
import dev.workflow.preview.Assumptions;
import dev.workflow.preview.PreviewedRun.PreviewedCall;
import dev.workflow.spi.ActionContext;
import dev.workflow.spi.ActionHandler;
import dev.workflow.spi.ActionResult;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

/** Stands in for an action of the host: it is told, and gives what is assumed. Thread-safe. */
public final class PretendedAction implements ActionHandler {

  /**
   * What an action is like.
   *
   * @param byPeople whether people do it
   * @param answered whether somebody outside answers it
   * @param escaping the rules of a key of its configuration
   * @param skipping whether parts of a key may be missing
   */
  public record Shape(
      String type,
      boolean byPeople,
      boolean answered,
      Function<String, Escaping> escaping,
      Predicate<String> skipping) {}

  private final Shape shape;
  private final Assumptions assumptions;
  private final Consumer<PreviewedCall> calls;

  /**
   * @param calls told of each call
   */
  public PretendedAction(Shape shape, Assumptions assumptions, Consumer<PreviewedCall> calls) {
    this.shape = shape;
    this.assumptions = assumptions;
    this.calls = calls;
  }

  @Override
  public String type() {
    return shape.type();
  }

  @Override
  public boolean performedByPeople() {
    return shape.byPeople();
  }

  @Override
  public Escaping escaping(String key) {
    return shape.escaping().apply(key);
  }

  @Override
  public boolean skipsMissing(String key) {
    return shape.skipping().test(key);
  }

  /** A step by its id alone, without its round and visit. */
  public static String id(String step) {
    return step.split("[\\[#]", 2)[0];
  }

  @Override
  public ActionResult start(ActionContext context) {
    String id = id(context.step());
    String failure = assumptions.failures().get(id);
    JsonNode output = assumptions.outputs().get(id);
    JsonNode result =
        failure != null || (output == null && shape.answered())
            ? null
            : output == null ? Json.object() : output;
    calls.accept(
        new PreviewedCall(
            context.clock().instant(), context.step(), type(), context.config(), result));
    if (failure != null) {
      return ActionResult.failed(failure, false);
    }
    return result == null ? ActionResult.waiting(null) : ActionResult.completed(result);
  }
}
