package dev.workflow.testkit.contract;

import static dev.workflow.testkit.WorkflowTestKit.TENANT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.POJONode;
import dev.workflow.Actor;
import dev.workflow.Event;
import dev.workflow.InstanceId;
import dev.workflow.InvalidDefinitionException;
import dev.workflow.InvalidInputException;
import dev.workflow.Json;
import dev.workflow.PublishReceipt;
import dev.workflow.WorkflowEngine;
import dev.workflow.WorkflowException;
import dev.workflow.definition.WorkflowDefinition;
import dev.workflow.instance.InstanceState;
import dev.workflow.instance.StepState;
import dev.workflow.spi.ActionContext;
import dev.workflow.spi.ActionHandler;
import dev.workflow.spi.ActionResult;
import dev.workflow.spi.EngineListener;
import dev.workflow.spi.OutboundMessage;
import dev.workflow.testkit.WorkflowTestKit;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Handlers and inputs that misbehave get a stated answer, and nothing of theirs is stored. */
public abstract class HostileContract extends EngineContract {

  private static final String WORK = "[{\"id\": \"a\", \"action\": \"work\"}]";
  private static final String ASK = "[{\"id\": \"a\", \"action\": \"clerk\"}]";
  private static final String ONCE =
      "[{\"id\": \"a\", \"action\": \"work\", \"retry\": {\"maxAttempts\": 1}}]";
  private static final Actor ANNA = Actor.of("anna");
  private static final long PATIENCE_SECONDS = 60;

  private ActionAnswer clerk = context -> ActionResult.completed();

  @Override
  protected WorkflowEngine.Builder customize(WorkflowEngine.Builder builder) {
    return super.customize(builder).handler(new Clerk());
  }

  /** An action that people do; what becomes of their answer is what the test says. */
  private final class Clerk implements ActionHandler {

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
      return clerk.to(context);
    }
  }

  private static JsonNode deep(int levels) {
    ArrayNode outer = Json.array();
    ArrayNode inner = outer;
    for (int i = 1; i < levels; i++) {
      inner = inner.addArray();
    }
    return outer;
  }

  private static ObjectNode large() {
    return Json.object().put("x", "x".repeat(50_000_000));
  }

  /** Runs a step that fails for good, and gives the reason. */
  private String failure(ActionAnswer answer) {
    this.answer = answer;
    InstanceId id = run(ONCE, "{}");
    assertInstance(id).hasFailed().step("a", StepState.FAILED);
    return instance(id).step("a").reason();
  }

  @Test
  void what_an_event_puts_into_an_html_mail_is_text_there() {
    InstanceId id =
        run(
            """
            [{"id": "mail", "action": "send_email",
              "config": {"to": "lead@x.nl", "subject": "Hello {{name}}", "html": "<p>Hello {{name}}</p>"}}]
            """,
            "{\"name\": \"<b>Ann</b> & 'Bob'\"}");
    assertThat(instance(id).state()).isEqualTo(InstanceState.COMPLETED);
    OutboundMessage mail = kit.messages().get(0);
    assertThat(mail.text("html"))
        .isEqualTo("<p>Hello &lt;b&gt;Ann&lt;/b&gt; &amp; &#39;Bob&#39;</p>");
    assertThat(mail.text("subject")).isEqualTo("Hello <b>Ann</b> & 'Bob'");
  }

  @Test
  void what_an_event_puts_into_a_header_has_no_line_break() {
    InstanceId id =
        run(
            """
            [{"id": "mail", "action": "send_email", "retry": {"maxAttempts": 1},
              "config": {"to": "lead@x.nl", "subject": "Hello {{name}}", "text": "x"}}]
            """,
            "{\"name\": \"Ann\\r\\nBcc: all@x.nl\"}");
    assertThat(instance(id).step("mail").reason())
        .isEqualTo(
            "/subject: {{name}} holds a line break, which a header or an address must not; correct"
                + " the data");
    assertThat(kit.messages()).isEmpty();
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
  void a_reason_of_50_megabytes_is_cut() {
    assertThat(failure(context -> ActionResult.failed("x".repeat(50_000_000), false)))
        .isEqualTo("x".repeat(2_000) + "…");
    answer = context -> ActionResult.blocked("x".repeat(50_000_000));
    InstanceId id = run(WORK, "{}");
    assertThat(instance(id).step("a").reason()).isEqualTo("x".repeat(2_000) + "…");
  }

  @Test
  void an_output_that_cannot_be_stored_fails_the_step() {
    assertThat(failure(context -> null))
        .isEqualTo("the handler returned null; it must return an ActionResult");
    assertThat(failure(context -> ActionResult.completed(large())))
        .isEqualTo("the handler's output is larger than 1048576 bytes");
    assertThat(failure(context -> ActionResult.completed(deep(10_000))))
        .isEqualTo("the handler's output is nested deeper than 500 levels");
    assertThat(failure(context -> ActionResult.completed(new POJONode(new StringBuilder()))))
        .isEqualTo(
            "the handler's output holds a Java object (java.lang.StringBuilder) where JSON belongs");
    assertThat(failure(context -> ActionResult.waiting("x".repeat(10_000))))
        .isEqualTo(
            "the handler's correlation key must be 1 to 200 characters without control characters");
  }

  @Test
  void an_output_of_500_levels_is_kept() {
    answer = context -> ActionResult.completed(deep(500));
    InstanceId id = run(WORK, "{}");
    assertInstance(id).isCompleted();
    assertThat(instance(id).step("a").output()).isEqualTo(deep(500));
  }

  @Test
  void what_a_handler_asks_for_besides_its_output_is_checked_as_well() {
    assertThat(
            failure(
                context -> {
                  context.set("found", deep(10_000));
                  return ActionResult.completed();
                }))
        .isEqualTo("the handler's value of \"found\" is nested deeper than 500 levels");
    assertThat(
            failure(
                context -> {
                  context.set("a\u0000b", Json.object());
                  return ActionResult.completed();
                }))
        .isEqualTo(
            "the handler's name of a value must be 1 to 200 characters without control characters");
    assertThat(
            failure(
                context -> {
                  context.send(OutboundMessage.draft(context, "email", "a@example.org", large()));
                  return ActionResult.completed();
                }))
        .isEqualTo("the handler's message by email is larger than 1048576 bytes");
    assertThat(
            failure(
                context -> {
                  context.send(
                      OutboundMessage.draft(context, "email", "x".repeat(10_000), Json.object()));
                  return ActionResult.completed();
                }))
        .isEqualTo(
            "the handler's message by email has a recipient that is longer than 1000 characters or holds control characters");
    assertThat(failure(context -> publishing(context, "Not A Type", Json.object())))
        .isEqualTo(
            "the handler's event \"Not A Type\" is wrong at /type: expected dotted lower case of at most 100 characters, such as \"deal.stage_changed\"");
    assertThat(
            failure(context -> publishing(context, "told", Json.object().set("x", deep(10_000)))))
        .isEqualTo(
            "the handler's event \"told\" is wrong at /payload: is nested deeper than 500 levels");
    kit.run();
    assertThat(kit.messages()).isEmpty();
    assertThat(kit.engine().events().list(TENANT, null, 100).items())
        .extracting(accepted -> accepted.event().type())
        .containsOnly("lead.created");
  }

  private static ActionResult publishing(ActionContext context, String type, ObjectNode payload) {
    context.publish(Event.of(context.tenant(), type, null, payload));
    return ActionResult.completed();
  }

  @Test
  void a_handler_that_hangs_and_cannot_be_interrupted_is_left_behind() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    CountDownLatch ended = new CountDownLatch(1);
    answer =
        context -> {
          if (context.attempt() == 1) {
            awaitUninterruptibly(release);
          }
          return ActionResult.completed(Json.object().put("attempt", context.attempt()));
        };
    try (WorkflowEngine engine =
        customize(WorkflowEngine.builder().store(store))
            .listener(
                new EngineListener() {
                  @Override
                  public void instanceMoved(InstanceMove move) {
                    if (move.outcome() != null) {
                      ended.countDown();
                    }
                  }
                })
            .build()) {
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
      assertThat(ended.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
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
        context -> ActionResult.completed(large()),
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
    clerk = context -> ActionResult.completed();
    kit.engine().tasks().complete(TENANT, id, "a", ANNA, json("{}"));
    assertInstance(id).isCompleted();
  }

  private void refuses(InstanceId id, ActionAnswer hostile, String message) {
    clerk = hostile;
    assertThatThrownBy(() -> kit.engine().tasks().complete(TENANT, id, "a", ANNA, json("{}")))
        .isExactlyInstanceOf(WorkflowException.class)
        .hasMessage(message);
    assertInstance(id).isActive().step("a", StepState.READY);
  }

  @Test
  void an_answer_that_is_too_large_or_too_deep_is_refused() {
    InstanceId id = run(ASK, "{}");
    assertThatThrownBy(() -> kit.engine().tasks().complete(TENANT, id, "a", ANNA, large()))
        .isExactlyInstanceOf(InvalidInputException.class)
        .hasMessage("The answer has a problem:\n  (document): is larger than 1048576 bytes");
    assertThatThrownBy(() -> kit.engine().tasks().complete(TENANT, id, "a", ANNA, deep(10_000)))
        .isExactlyInstanceOf(InvalidInputException.class)
        .hasMessage("The answer has a problem:\n  (document): is nested deeper than 500 levels");
    assertInstance(id).step("a", StepState.READY);
  }

  @Test
  void an_event_with_everything_wrong_is_refused_with_all_of_it() {
    ObjectNode payload = Json.object().put("x", "x".repeat(10_000_000));
    Event event =
        Event.of(TENANT, "Lead Created", LEAD, payload)
            .withId("e\n1")
            .withCorrelation("")
            .withPrevious(deep(10_000));
    assertThatThrownBy(() -> kit.engine().events().publish(event))
        .isExactlyInstanceOf(InvalidInputException.class)
        .hasMessage(
            """
            The event has 5 problems:
              /type: expected dotted lower case of at most 100 characters, such as "deal.stage_changed"
              /id: expected 1 to 200 characters without control characters
              /correlation: expected 1 to 200 characters without control characters
              /payload: is larger than 1048576 bytes
              /previous: is nested deeper than 500 levels""");
    assertThatThrownBy(() -> kit.engine().explain(event))
        .isExactlyInstanceOf(InvalidInputException.class);
    assertThat(kit.engine().events().list(TENANT, null, 10).items()).isEmpty();
  }

  @Test
  void any_character_comes_back_as_it_was() {
    String odd = "nul \u0000, bell \u0007, emoji 😀, line\u2028separator, quote \" and \\";
    publish("w", "", WORK);
    PublishReceipt receipt = kit.event("lead.created", LEAD, Json.object().put("text", odd));
    answer = context -> ActionResult.completed(context.data().path("text"));
    kit.run();
    InstanceId id = receipt.started().get(0).instance();
    assertInstance(id).isCompleted();
    assertThat(
            kit.engine()
                .events()
                .list(TENANT, null, 10)
                .items()
                .get(0)
                .event()
                .payload()
                .path("text")
                .textValue())
        .isEqualTo(odd);
  }

  @Test
  void keys_that_grow_with_the_payload_have_a_limit() {
    kit.publish(
        """
        {"key": "w", "name": "W",
         "triggers": [{"event": "lead.created", "dedupe": {"key": "{{text}}"}}],
         "steps": [{"id": "a", "action": "work"}]}
        """);
    kit.publish(
        """
        {"key": "x", "name": "X", "triggers": [{"event": "lead.created"}],
         "concurrency": {"key": "{{text}}", "policy": "skip"},
         "steps": [{"id": "a", "action": "work"}]}
        """);
    kit.publish(
        """
        {"key": "y", "name": "Y", "triggers": [{"event": "lead.created"}],
         "steps": [{"id": "wait", "wait": {"event": "told", "correlation": "{{text}}"}}]}
        """);
    PublishReceipt receipt =
        kit.event("lead.created", LEAD, Json.object().put("text", "x".repeat(5_000)));
    assertThat(receipt.suppressed())
        .extracting(one -> one.workflow().key() + " " + one.reason() + ": " + one.detail())
        .containsExactly(
            "w error: The dedupe key has a problem:\n  (document): has 5000 characters; it may have 900",
            "x error: The concurrency key has a problem:\n  (document): has 5000 characters; it may have 900");
    assertThat(receipt.started()).hasSize(1);
    InstanceId waiting = receipt.started().get(0).instance();
    assertInstance(waiting).hasFailed();
    assertThat(instance(waiting).step("wait").reason())
        .isEqualTo(
            "The correlation has a problem:\n  (document): has 5000 characters; it may have 900");
  }

  @Test
  void an_assignee_that_is_no_actors_id_is_nobody() {
    InstanceId id =
        run(
            "[{\"id\": \"a\", \"action\": \"clerk\", \"assignee\": \"{{text}}\"}]",
            "{\"text\": \"%s\"}".formatted("x".repeat(5_000)));
    assertThat(kit.engine().tasks().list(TENANT, null, 10).items())
        .singleElement()
        .satisfies(task -> assertThat(task.assignee()).isEqualTo("x".repeat(200)));
    assertInstance(id).isActive();
  }

  @Test
  void an_unknown_action_cannot_be_published() {
    assertThatThrownBy(
            () ->
                publish(
                    "w",
                    "",
                    "[{\"id\": \"a\", \"action\": \"wrok\", \"compensate\": {\"action\": \"teleport_the_lead\"}}]"))
        .isExactlyInstanceOf(InvalidDefinitionException.class)
        .hasMessage(
            """
            The workflow "w" has 2 problems:
              /steps/0/action: unknown action "wrok"; did you mean "work"?
              /steps/0/compensate/action: unknown action "teleport_the_lead\"""");
    assertThat(kit.engine().definitions().list(TENANT)).isEmpty();
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
        HostileContract.class.getProtectionDomain().getCodeSource().getLocation().toString();
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
  void half_a_character_is_refused() {
    String half = "\uD83D";
    assertThat(failure(context -> ActionResult.completed(Json.object().put("x", half))))
        .isEqualTo("the handler's output holds half a character: a surrogate without its pair");
    assertThatThrownBy(
            () -> kit.event("lead.created", LEAD, (ObjectNode) Json.object().set(half, deep(1))))
        .isExactlyInstanceOf(InvalidInputException.class)
        .hasMessage(
            """
            The event has a problem:
              /payload: holds half a character: a surrogate without its pair""");
  }

  @Test
  void a_handler_without_a_name_is_refused_when_the_engine_is_built() {
    assertThatThrownBy(() -> WorkflowEngine.builder().store(store).handler(new Named(" ")).build())
        .isExactlyInstanceOf(WorkflowException.class)
        .hasMessage(Named.class.getName() + " gives no name; every ActionHandler must");
  }
}
