package dev.workflow.testkit.contract;

import static dev.workflow.testkit.WorkflowTestKit.TENANT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.workflow.Actor;
import dev.workflow.Event;
import dev.workflow.InstanceId;
import dev.workflow.Json;
import dev.workflow.WorkflowEngine;
import dev.workflow.WorkflowException;
import dev.workflow.definition.WorkflowDefinition;
import dev.workflow.instance.InstanceState;
import dev.workflow.instance.StepState;
import dev.workflow.spi.ActionContext;
import dev.workflow.spi.ActionHandler;
import dev.workflow.spi.ActionResult;
import dev.workflow.testkit.EndedInstances;
import dev.workflow.testkit.WorkflowTestKit;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** Handlers that misbehave get a stated answer: those that throw, hang, are gone or come twice. */
public abstract class HostileHandlersContract extends EngineContract {

  private static final String WORK = "[{\"id\": \"a\", \"action\": \"work\"}]";
  private static final String ASK = "[{\"id\": \"a\", \"action\": \"clerk\"}]";
  private static final Actor ANNA = Actor.of("anna");

  private final Clerk clerk = new Clerk();

  @Override
  protected WorkflowEngine.Builder customize(WorkflowEngine.Builder builder) {
    return super.customize(builder).handler(clerk);
  }

  @Test
  void an_error_fails_the_attempt_and_is_tried_again() {
    answer =
        context -> {
          if (context.attempt() == 1) {
            throw new NoClassDefFoundError("com/acme/Missing");
          }
          return ActionResult.completed();
        };
    InstanceId id = run(WORK, "{}");
    assertInstance(id).step("a", StepState.READY);
    assertThat(instance(id).step("a").reason()).isEqualTo("NoClassDefFoundError: com/acme/Missing");
    kit.advance(Duration.ofHours(1));
    assertInstance(id).isCompleted();
    assertThat(calls).containsExactly("a/1", "a/2");
  }

  @Test
  void whatever_is_thrown_becomes_the_reason() {
    assertThat(
            failure(
                context -> {
                  throw new OutOfMemoryError("Java heap space");
                }))
        .isEqualTo("OutOfMemoryError: Java heap space");
    assertThat(
            failure(
                context -> {
                  throw new Exception();
                }))
        .isEqualTo("java.lang.Exception");
    assertThat(
            failure(
                context -> {
                  throw new IllegalStateException("x".repeat(1_000_000));
                }))
        .isEqualTo("IllegalStateException: " + "x".repeat(1_977) + "…");
    assertThat(failure(context -> endless(context, 0))).isEqualTo("java.lang.StackOverflowError");
  }

  @SuppressWarnings("InfiniteRecursion")
  private static ActionResult endless(ActionContext context, int depth) {
    ActionResult result = endless(context, depth + 1);
    return depth < 0 ? ActionResult.completed() : result;
  }

  @Test
  void a_handler_that_hangs_and_cannot_be_interrupted_is_left_behind() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    EndedInstances ended = new EndedInstances();
    answer =
        context -> {
          if (context.attempt() == 1) {
            awaitUninterruptibly(release);
          }
          return ActionResult.completed(Json.object().put("attempt", context.attempt()));
        };
    try (WorkflowEngine engine =
        customize(WorkflowEngine.builder().store(store)).listener(ended).build()) {
      engine
          .definitions()
          .publish(
              TENANT,
              WorkflowDefinition.parse(
                  """
                  {"key": "hanging", "name": "H", "triggers": [{"event": "go"}], "steps": [
                    {"id": "a", "action": "work", "timeout": "PT0.2S",
                     "retry": {"maxAttempts": 2, "initialDelay": "PT0.1S", "jitter": 0}}]}
                  """));
      engine.start();
      InstanceId id =
          engine
              .events()
              .publish(Event.of(TENANT, "go", null, Json.object()))
              .started()
              .get(0)
              .instance();
      ended.await(1);
      var instance = engine.instances().get(TENANT, id);
      assertThat(instance.state()).isEqualTo(InstanceState.COMPLETED);
      assertThat(instance.step("a").output().path("attempt").intValue()).isEqualTo(2);
      assertThat(engine.history().story(TENANT, id)).contains("timed out after PT0.2S");
      release.countDown();
    }
    assertThat(calls).containsExactly("a/1", "a/2");
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    boolean interrupted = false;
    while (latch.getCount() > 0) {
      try {
        latch.await();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void an_answer_that_the_handler_makes_nothing_of_leaves_the_step_open() {
    InstanceId id = run(ASK, "{}");
    refuses(
        id,
        context -> null,
        "the handler of \"clerk\" could not take the answer: the handler returned null; it must return an ActionResult");
    refuses(
        id,
        context -> ActionResult.completed(HostileJson.large()),
        "the handler of \"clerk\" could not take the answer: the handler's output is larger than 1048576 bytes");
    refuses(
        id,
        context -> {
          throw new IllegalStateException("no");
        },
        "the handler of \"clerk\" could not take the answer: no");
    refuses(
        id,
        context -> {
          throw new NoClassDefFoundError("com/acme/Missing");
        },
        "the handler of \"clerk\" could not take the answer: com/acme/Missing");
    clerk.answer = context -> ActionResult.completed();
    kit.engine().tasks().complete(TENANT, id, "a", ANNA, json("{}"));
    assertInstance(id).isCompleted();
  }

  private void refuses(InstanceId id, ActionAnswer hostile, String message) {
    clerk.answer = hostile;
    assertThatThrownBy(() -> kit.engine().tasks().complete(TENANT, id, "a", ANNA, json("{}")))
        .isExactlyInstanceOf(WorkflowException.class)
        .hasMessage(message);
    assertInstance(id).isActive().step("a", StepState.READY);
  }

  @Test
  void an_action_whose_handler_is_gone_is_blocked_until_a_node_has_it() {
    publish("w", "", WORK);
    InstanceId id;
    try (WorkflowTestKit without = WorkflowTestKit.on(store)) {
      id = without.event("lead.created", LEAD, "{}").started().get(0).instance();
      assertThat(without.instance(id).step("a").state()).isEqualTo(StepState.BLOCKED);
      assertThat(without.instance(id).step("a").reason())
          .isEqualTo("this node has no handler for the action \"work\"");
      assertThat(without.instance(id).step("a").attempt()).isZero();
    }
    assertThat(calls).isEmpty();
    kit.advance(Duration.ofMinutes(1));
    assertInstance(id).isCompleted();
    assertThat(calls).containsExactly("a/1");
  }

  private static class Named implements ActionHandler {

    private final String name;

    Named(String name) {
      this.name = name;
    }

    @Override
    public String type() {
      return name;
    }

    @Override
    public ActionResult start(ActionContext context) {
      return ActionResult.completed();
    }
  }

  private static final class Rival extends Named {
    Rival(String name) {
      super(name);
    }
  }

  @Test
  void two_handlers_of_one_type_are_refused_when_the_engine_is_built() {
    WorkflowEngine.Builder builder =
        WorkflowEngine.builder()
            .store(store)
            .handler(new Named("stamp"))
            .handler(new Rival("stamp"));
    String here =
        HostileHandlersContract.class
            .getProtectionDomain()
            .getCodeSource()
            .getLocation()
            .toString();
    assertThatThrownBy(builder::build)
        .isExactlyInstanceOf(WorkflowException.class)
        .hasMessage(
            "two ActionHandlers registered are called \"stamp\": "
                + Named.class.getName()
                + " from "
                + here
                + " and "
                + Rival.class.getName()
                + " from "
                + here
                + "; remove one of them");
  }

  @Test
  void a_handler_without_a_name_is_refused_when_the_engine_is_built() {
    assertThatThrownBy(() -> WorkflowEngine.builder().store(store).handler(new Named(" ")).build())
        .isExactlyInstanceOf(WorkflowException.class)
        .hasMessage(Named.class.getName() + " gives no name; every ActionHandler must");
  }
}
