package dev.workflow.examples.reliability;

import dev.workflow.InstanceId;
import dev.workflow.Json;
import dev.workflow.PublishReceipt;
import dev.workflow.WorkflowEngine;
import dev.workflow.spi.ActionContext;
import dev.workflow.spi.ActionHandler;
import dev.workflow.spi.ActionResult;
import java.util.List;
import java.util.function.ToIntFunction;

/** Loops, loops of loops, and workflows that start one another. */
final class NoisyLoops extends NoisyAttack {

  private static final int CHAIN = 12;

  private final List<String> definitions;
  private final int elements;

  /** How many of the tenant's instances there are in the end, all of them ended. */
  private final ToIntFunction<Integer> expected;

  private InstanceId first = InstanceId.of(new java.util.UUID(0, 0));

  private NoisyLoops(List<String> definitions, int elements, ToIntFunction<Integer> expected) {
    this.definitions = definitions;
    this.elements = elements;
    this.expected = expected;
  }

  private static String workflow(String key, String steps) {
    return """
        {"key": "%1$s", "name": "Noise of %1$s", "triggers": [{"event": "noise"}], "steps": %2$s}
        """
        .formatted(key, steps);
  }

  private static NoisyLoops alone(String steps, int elements) {
    return new NoisyLoops(List.of(workflow("loop", steps)), elements, count -> 1);
  }

  static NoisyAttack repeat(Options options) {
    return alone(
        """
        [{"id": "outer", "repeat": {"while": {}, "max": 10000, "steps": [
           {"id": "inner", "repeat": {"while": {}, "max": 10000, "steps": [
              {"id": "never", "action": "nothing", "when": {"field": "no", "operator": "eq", "value": 1}}]}}]}}]
        """,
        1);
  }

  static NoisyAttack each(Options options) {
    return alone(
        """
        [{"id": "all", "each": {"items": "{{xs}}", "as": "x", "maxConcurrent": 10, "steps": [
           {"id": "one", "action": "nothing"}]}}]
        """,
        scaled(options, 10_000));
  }

  static NoisyAttack eachEach(Options options) {
    return alone(
        """
        [{"id": "all", "each": {"items": "{{xs}}", "as": "x", "steps": [
           {"id": "again", "each": {"items": "{{xs}}", "as": "y", "steps": [
              {"id": "never", "action": "nothing", "when": {"field": "no", "operator": "eq", "value": 1}}]}}]}}]
        """,
        scaled(options, 10_000));
  }

  static NoisyAttack eachWorkflow(Options options) {
    int elements = scaled(options, 10_000);
    return new NoisyLoops(
        List.of(
            workflow(
                "loop",
                """
                [{"id": "all", "each": {"items": "{{xs}}", "as": "x", "steps": [
                   {"id": "one", "workflow": {"key": "child", "wait": false}}]}}]
                """),
            """
            {"key": "child", "name": "Child", "triggers": [{"event": "never"}], "steps": [
               {"id": "one", "action": "nothing"}]}
            """),
        elements,
        count -> count + 1);
  }

  static NoisyAttack selfStart(Options options) {
    return new NoisyLoops(
        List.of(
            workflow(
                "loop",
                """
                [{"id": "a", "workflow": {"key": "loop", "wait": false}},
                 {"id": "b", "workflow": {"key": "loop", "wait": false}}]
                """)),
        1,
        count -> 2);
  }

  static NoisyAttack chain(Options options) {
    return new NoisyLoops(
        java.util.stream.IntStream.range(0, CHAIN)
            .mapToObj(
                i ->
                    workflow(
                        "w" + i,
                        "[{\"id\": \"tell\", \"action\": \"publish_event\", \"config\": {\"event\": \"noise\"}}]"))
            .toList(),
        1,
        count -> CHAIN);
  }

  @Override
  WorkflowEngine.Builder customize(WorkflowEngine.Builder builder) {
    return builder.handler(
        new ActionHandler() {
          @Override
          public String type() {
            return "nothing";
          }

          @Override
          public ActionResult start(ActionContext context) {
            return ActionResult.completed();
          }
        });
  }

  @Override
  void prepare(WorkflowEngine engine) {
    for (int i = definitions.size() - 1; i >= 0; i--) {
      define(engine, definitions.get(i));
    }
  }

  @Override
  void begin(WorkflowEngine engine) {
    PublishReceipt receipt =
        go(engine, "noise", "1", elements == 1 ? Json.object() : numbers(elements));
    first = receipt.started().get(0).instance();
  }

  @Override
  boolean ended(WorkflowEngine engine) {
    long ended = count(engine, "COMPLETED") + count(engine, "FAILED");
    return count(engine, "ACTIVE") == 0 && ended >= expected.applyAsInt(elements);
  }

  @Override
  String told(WorkflowEngine engine) {
    String suppressed =
        engine.events().list(GUILTY, null, 1).items().stream()
            .flatMap(one -> one.receipt().suppressed().stream())
            .map(one -> one.reason().text() + ": " + one.detail())
            .distinct()
            .limit(2)
            .toList()
            .toString();
    String failed =
        engine
            .instances()
            .list(
                dev.workflow.Instances.Query.of(GUILTY)
                    .in(dev.workflow.instance.InstanceState.FAILED),
                null,
                1)
            .items()
            .stream()
            .map(one -> reason(engine, one.id()))
            .toList()
            .toString();
    return reason(engine, first)
        + "; "
        + count(engine, "COMPLETED")
        + " completed, "
        + count(engine, "FAILED")
        + " failed "
        + failed
        + ", newest event suppressed "
        + suppressed;
  }
}
