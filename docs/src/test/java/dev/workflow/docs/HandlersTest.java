package dev.workflow.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import dev.workflow.Actor;
import dev.workflow.Event;
import dev.workflow.InstanceId;
import dev.workflow.InvalidDefinitionException;
import dev.workflow.InvalidInputException;
import dev.workflow.Json;
import dev.workflow.Problems;
import dev.workflow.SubjectRef;
import dev.workflow.WorkflowEngine;
import dev.workflow.WorkflowException;
import dev.workflow.instance.StepState;
import dev.workflow.jdbi.JdbiWorkflowStore;
import dev.workflow.spi.ActionContext;
import dev.workflow.spi.ActionHandler;
import dev.workflow.spi.ActionResult;
import dev.workflow.testkit.WorkflowAssertions;
import dev.workflow.testkit.WorkflowTestKit;
import java.net.http.HttpTimeoutException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

class HandlersTest {

  private static final SubjectRef ORDER = SubjectRef.of("order", "7");

  private static InstanceId run(WorkflowTestKit kit, String step) {
    kit.publish(
        """
        {"key": "w", "name": "W", "steps": [%s]}
        """
            .formatted(step));
    return kit.start("w", ORDER, Json.object());
  }

  // snippet: results
  /** Reserves stock at the warehouse. */
  static final class Reserve implements ActionHandler {

    private final Warehouse warehouse;

    Reserve(Warehouse warehouse) {
      this.warehouse = warehouse;
    }

    @Override
    public String type() {
      return "reserve_stock";
    }

    @Override
    public ActionResult start(ActionContext context) throws Exception {
      String answer = warehouse.reserve(context.idempotencyKey(), context.config());
      return switch (answer) {
        case "reserved" -> ActionResult.completed(Json.object().put("reserved", true));
        case "asked the supplier" -> ActionResult.waiting(null); // an answer will come
        case "stocktaking" -> ActionResult.blocked("the warehouse is closed for stocktaking");
        case "no such article" -> ActionResult.failed("no such article", false); // final
        default -> ActionResult.failed("unclear answer: " + answer, true); // tried again
      };
    }
  }

  // end

  /** The host's own warehouse. */
  interface Warehouse {
    String reserve(String key, JsonNode what) throws Exception;
  }

  private static final String RESERVE = "{\"id\": \"reserve\", \"action\": \"reserve_stock\"}";

  private static WorkflowTestKit kit(List<String> keys, String... answers) {
    return WorkflowTestKit.inMemory(
        engine ->
            engine.handler(
                new Reserve(
                    (key, what) -> {
                      keys.add(key);
                      String answer = answers[Math.min(keys.size(), answers.length) - 1];
                      if (answer.isEmpty()) {
                        throw new HttpTimeoutException("no answer");
                      }
                      return answer;
                    })));
  }

  @Test
  void an_exception_is_tried_again_with_the_same_key() {
    List<String> keys = new ArrayList<>();
    try (WorkflowTestKit kit = kit(keys, "", "hm", "reserved")) {
      InstanceId id = run(kit, RESERVE);
      assertThat(kit.instance(id).step("reserve").reason())
          .isEqualTo("HttpTimeoutException: no answer");
      kit.advance(Duration.ofMinutes(1));
      WorkflowAssertions.assertThat(kit, id).isCompleted();
      assertThat(keys).hasSize(3).containsOnly(id + "/reserve");
    }
  }

  @Test
  void each_result_leads_to_its_state() {
    try (WorkflowTestKit kit = kit(new ArrayList<>(), "no such article")) {
      WorkflowAssertions.assertThat(kit, run(kit, RESERVE))
          .hasFailed()
          .step("reserve", StepState.FAILED);
    }
    try (WorkflowTestKit kit = kit(new ArrayList<>(), "stocktaking", "reserved")) {
      InstanceId id = run(kit, RESERVE);
      WorkflowAssertions.assertThat(kit, id).step("reserve", StepState.BLOCKED);
      kit.advance(Duration.ofMinutes(1));
      WorkflowAssertions.assertThat(kit, id).isCompleted();
    }
    try (WorkflowTestKit kit = kit(new ArrayList<>(), "asked the supplier")) {
      InstanceId id = run(kit, RESERVE);
      WorkflowAssertions.assertThat(kit, id).step("reserve", StepState.IN_PROGRESS);
      WorkflowEngine engine = kit.engine();
      Actor supplier = Actor.of("supplier");
      // snippet: answer
      engine
          .tasks()
          .complete(
              WorkflowTestKit.TENANT, id, "reserve", supplier, Json.object().put("reserved", true));
      // end
      kit.run();
      WorkflowAssertions.assertThat(kit, id).isCompleted();
    }
  }

  @Test
  void a_wrong_configuration_is_refused_when_the_workflow_is_published() {
    try (WorkflowTestKit kit =
        WorkflowTestKit.inMemory(engine -> engine.handler(new ScoreLead((key, lead) -> 1)))) {
      // snippet: invalid
      String message =
          """
          The workflow "w" has a problem:
            /steps/0/config/lead: the id of a lead is needed, such as "{{lead.id}}"
          """;
      // end
      assertThatThrownBy(() -> run(kit, "{\"id\": \"score\", \"action\": \"score_lead\"}"))
          .isInstanceOf(InvalidDefinitionException.class)
          .hasMessage(message.strip());
    }
  }

  // snippet: together
  /** Accepts an order: everything here takes effect with the step's result, or not at all. */
  static final class AcceptOrder implements ActionHandler {

    @Override
    public String type() {
      return "accept_order";
    }

    @Override
    public ActionResult start(ActionContext context) {
      context.publish(
          Event.of(context.tenant(), "order.accepted", context.subject(), Json.object()));
      context.set("accepted", BooleanNode.TRUE);
      return ActionResult.completed();
    }
  }

  // end

  @Test
  void what_a_handler_asks_for_takes_effect_with_its_result() {
    try (WorkflowTestKit kit =
        WorkflowTestKit.inMemory(engine -> engine.handler(new AcceptOrder()))) {
      InstanceId id = run(kit, "{\"id\": \"a\", \"action\": \"accept_order\"}");
      assertThat(kit.engine().events().list(WorkflowTestKit.TENANT, null, 10).items()).hasSize(1);
      assertThat(kit.instance(id).variables().get("accepted").booleanValue()).isTrue();
    }
  }

  // snippet: transactional
  /** Books an invoice in the same transaction as the step's result: exactly once. */
  static final class BookInvoice implements ActionHandler {

    @Override
    public String type() {
      return "book_invoice";
    }

    @Override
    public boolean transactional() {
      return true;
    }

    @Override
    public ActionResult start(ActionContext context) throws SQLException {
      Connection connection = context.transaction(Connection.class); // not to be closed
      try (PreparedStatement insert =
          connection.prepareStatement("INSERT INTO invoice (order_id) VALUES (?)")) {
        insert.setString(1, context.subject().id());
        insert.executeUpdate();
      }
      return ActionResult.completed();
    }
  }

  // end

  @Test
  void a_transactional_handler_writes_with_its_steps_result() {
    DataSource dataSource = Examples.database();
    Jdbi jdbi = Jdbi.create(dataSource);
    jdbi.useHandle(handle -> handle.execute("CREATE TABLE invoice (order_id varchar(100))"));
    try (WorkflowTestKit kit =
        WorkflowTestKit.on(
            JdbiWorkflowStore.open(dataSource), engine -> engine.handler(new BookInvoice()))) {
      InstanceId id = run(kit, "{\"id\": \"book\", \"action\": \"book_invoice\"}");
      WorkflowAssertions.assertThat(kit, id).isCompleted();
      assertThat(
              jdbi.<List<String>, RuntimeException>withHandle(
                  handle ->
                      handle
                          .createQuery("SELECT order_id FROM invoice")
                          .mapTo(String.class)
                          .list()))
          .containsExactly("7");
    }
  }

  // snippet: people
  /** Somebody says how long the repair will take. */
  static final class EstimateRepair implements ActionHandler {

    @Override
    public String type() {
      return "estimate_repair";
    }

    @Override
    public boolean performedByPeople() {
      return true; // READY until somebody answers; there is no start
    }

    @Override
    public ActionResult complete(ActionContext context, JsonNode payload) {
      Problems problems = Problems.none();
      if (!payload.path("hours").isNumber()) {
        problems.at("hours").add("a number of hours is needed");
      }
      problems.throwIfAny(list -> new InvalidInputException("The estimate", list));
      return ActionResult.completed(payload);
    }
  }

  // end

  @Test
  void a_wrong_answer_of_a_person_is_refused_and_the_step_stays_open() {
    try (WorkflowTestKit kit =
        WorkflowTestKit.inMemory(engine -> engine.handler(new EstimateRepair()))) {
      InstanceId id = run(kit, "{\"id\": \"estimate\", \"action\": \"estimate_repair\"}");
      Actor bob = Actor.of("bob");
      // snippet: refused
      String message =
          """
          The estimate has a problem:
            /hours: a number of hours is needed
          """;
      // end
      assertThatThrownBy(
              () ->
                  kit.engine()
                      .tasks()
                      .complete(WorkflowTestKit.TENANT, id, "estimate", bob, Json.object()))
          .isInstanceOf(InvalidInputException.class)
          .hasMessage(message.strip());
      WorkflowAssertions.assertThat(kit, id).step("estimate", StepState.READY);
    }
  }

  @Test
  void secrets_reach_the_configuration_of_a_handler_and_no_history() {
    List<String> seen = new ArrayList<>();
    ActionHandler handler =
        new ActionHandler() {
          @Override
          public String type() {
            return "call_api";
          }

          @Override
          public ActionResult start(ActionContext context) {
            seen.add(context.config().get("token").textValue());
            seen.add(context.secret("api_key"));
            return ActionResult.completed();
          }
        };
    try (WorkflowTestKit kit =
        WorkflowTestKit.inMemory(
            engine ->
                // snippet: secrets
                engine
                    .handler(handler)
                    .secrets((tenant, name) -> name.equals("api_key") ? "s3cret" : null)
            // end
            )) {
      InstanceId id =
          run(
              kit,
              "{\"id\": \"call\", \"action\": \"call_api\", \"config\": {\"token\": \"{{secret.api_key}}\"}}");
      assertThat(seen).containsExactly("s3cret", "s3cret");
      assertThat(kit.story(id)).doesNotContain("s3cret");
    }
  }

  @Test
  void two_handlers_of_one_type_are_refused() {
    assertThatThrownBy(
            () ->
                WorkflowEngine.builder()
                    .handler(new AcceptOrder())
                    .handler(new AcceptOrder())
                    .build())
        .isInstanceOf(WorkflowException.class)
        .hasMessageStartingWith("two ActionHandlers registered are called \"accept_order\": ");
  }
}
