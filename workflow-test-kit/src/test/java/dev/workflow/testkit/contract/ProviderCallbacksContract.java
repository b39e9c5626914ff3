package dev.workflow.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Actor;
import dev.workflow.IllegalTransitionException;
import dev.workflow.InstanceId;
import dev.workflow.InvalidDefinitionException;
import dev.workflow.InvalidInputException;
import dev.workflow.Json;
import dev.workflow.NotFoundException;
import dev.workflow.Tasks;
import dev.workflow.TenantId;
import dev.workflow.WorkflowEngine;
import dev.workflow.instance.StepState;
import dev.workflow.spi.ActorDirectory;
import dev.workflow.spi.PaymentRequest;
import dev.workflow.spi.ProviderCall;
import dev.workflow.task.ProviderReceipt;
import dev.workflow.task.ProviderReceipt.Result;
import dev.workflow.testkit.WorkflowTestKit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Steps that somebody does at a provider: sessions, callbacks, and what goes on beside them. */
public abstract class ProviderCallbacksContract extends EngineContract {

  private static final TenantId TENANT = WorkflowTestKit.TENANT;
  private static final Actor ANNA = Actor.of("anna");
  private static final Actor BOSS = Actor.of("boss");
  private static final String PAY =
      """
      [{"id": "pay", "action": "payment", "role": "CLIENT", "timeout": "P3D",
        "retry": {"maxAttempts": 1},
        "config": {"amount": "{{total}}", "currency": "EUR", "provider": "till"}},
       {"id": "then", "action": "work"}]""";

  private final Till till = new Till();

  @Override
  protected WorkflowEngine.Builder customize(WorkflowEngine.Builder builder) {
    return super.customize(builder)
        .payments(till)
        .actors(
            (tenant, actor, subject) ->
                actor.equals(BOSS)
                    ? Set.of(ActorDirectory.ADMIN)
                    : actor.equals(ANNA) ? Set.of("CLIENT") : Set.of());
  }

  private Tasks tasks() {
    return kit.engine().tasks();
  }

  private ProviderReceipt callback(ProviderCall call) {
    ProviderReceipt receipt = tasks().callback(TENANT, call);
    kit.run();
    return receipt;
  }

  private InstanceId pay() {
    return run(PAY, "{\"total\": 12.5}");
  }

  private JsonNode output(InstanceId id, String step) {
    return instance(id).step(step).output();
  }

  @Test
  void a_step_that_waits_shows_its_session() {
    InstanceId id = pay();

    assertInstance(id).step("pay", StepState.IN_PROGRESS);
    PaymentRequest request = till.last();
    assertThat(request.amount()).isEqualByComparingTo("12.50");
    assertThat(request.minorUnits()).isEqualTo(1250);
    assertThat(request.step().reference()).isEqualTo(id + ":pay");
    assertThat(output(id, "pay"))
        .isEqualTo(
            json(
                """
                {"intentId": "%s", "status": "open", "provider": "till",
                 "link": "https://till.example/1",
                 "asked": {"amount": "12.50", "currency": "EUR"}}"""
                    .formatted(Till.session(request))));
  }

  @Test
  void a_callback_completes_it_and_its_repetition_does_nothing_more() {
    InstanceId id = pay();
    ProviderCall paid = Till.paid(till.last(), "12.50", "EUR");

    ProviderReceipt first = callback(paid);
    ProviderReceipt again = callback(paid);

    assertThat(first)
        .isEqualTo(
            new ProviderReceipt(
                Result.COMPLETED,
                id,
                "pay",
                "step \"pay\" of instance " + id + ": the step is COMPLETED"));
    assertThat(again.result()).isEqualTo(Result.REPEATED);
    assertThat(List.of(first.status(), again.status())).containsExactly(200, 200);
    assertInstance(id).isCompleted();
    assertThat(calls).containsExactly("then/1");
    assertThat(output(id, "pay"))
        .isEqualTo(
            json(
                """
                {"intentId": "%s", "status": "paid", "provider": "till", "by": "provider",
                 "amount": "12.50", "currency": "EUR"}"""
                    .formatted(Till.session(till.last()))));
    assertThat(till.cancelled).isEmpty();
  }

  @Test
  void a_callback_that_comes_before_the_step_waits_is_kept_and_completes_it() {
    List<ProviderReceipt> receipts = new ArrayList<>();
    till.whileOpening =
        request -> {
          ProviderCall paid = Till.paid(request, "12.5", "EUR");
          receipts.add(tasks().callback(TENANT, paid));
          receipts.add(tasks().callback(TENANT, paid));
          receipts.add(tasks().callback(TENANT, Till.declined(request)));
        };

    InstanceId id = pay();
    kit.run();

    assertThat(receipts)
        .extracting(ProviderReceipt::result)
        .containsExactly(Result.KEPT, Result.REPEATED, Result.REFUSED);
    assertInstance(id).isCompleted();
    assertThat(output(id, "pay").path("status").asText()).isEqualTo("paid");
    assertThat(till.opened).hasSize(1);
  }

  @Test
  void an_early_callback_outlives_an_attempt_that_fails() {
    till.whileOpening =
        request -> {
          if (till.opened.size() == 1) {
            tasks().callback(TENANT, Till.paid(request, "12.5", "EUR"));
            throw new IllegalStateException("the connection broke");
          }
        };

    InstanceId id =
        run(PAY.replace("\"maxAttempts\": 1", "\"maxAttempts\": 2"), "{\"total\": 12.5}");
    kit.advance(Duration.ofMinutes(10));

    assertInstance(id).isCompleted();
    assertThat(till.opened).hasSize(2);
  }

  @Test
  void an_early_callback_of_another_amount_leaves_the_step_open() {
    till.whileOpening = request -> tasks().callback(TENANT, Till.paid(request, "12.49", "EUR"));
    InstanceId id = pay();
    kit.run();

    assertInstance(id).isActive().step("pay", StepState.IN_PROGRESS);
    assertThat(callback(Till.paid(till.last(), "12.50", "EUR")).result())
        .isEqualTo(Result.COMPLETED);
    assertInstance(id).isCompleted();
  }

  @Test
  void another_amount_or_currency_is_refused_and_the_step_stays_open() {
    InstanceId id = pay();
    String step = "step \"pay\" of instance " + id + ": ";

    assertThat(callback(Till.paid(till.last(), "12.49", "EUR")))
        .isEqualTo(
            new ProviderReceipt(
                Result.REFUSED,
                id,
                "pay",
                step + "/amount: expected 12.50, which was asked for, found 12.49"));
    assertThat(callback(Till.paid(till.last(), "12.50", "USD")).message())
        .isEqualTo(step + "/currency: expected EUR, which was asked for, found \"USD\"");
    assertThat(callback(Till.paid(till.last(), "12.501", "EUR")).message())
        .isEqualTo(step + "/amount: has more decimals than EUR, which has 2: \"12.501\"");
    assertThat(callback(Till.paid(till.last(), "1e999999999", "EUR")).message())
        .isEqualTo(
            step
                + "/amount: expected an amount of more than 0 such as 12.50, with at most 15"
                + " digits; found \"1e999999999\"");
    assertThat(callback(Till.paid(till.last(), "-12.50", "EUR")).status()).isEqualTo(422);
    assertInstance(id).isActive().step("pay", StepState.IN_PROGRESS);
    assertThat(callback(Till.paid(till.last(), "12.5", "EUR")).result())
        .isEqualTo(Result.COMPLETED);
  }

  @Test
  void what_was_asked_counts_whatever_the_data_are_now() {
    answer =
        context -> {
          context.set("total", IntNode.valueOf(1));
          return dev.workflow.spi.ActionResult.completed();
        };
    InstanceId id =
        run(
            """
            [{"id": "both", "parallel": [{"steps": %s}, {"steps": [{"id": "less", "action": "work", "delay": "PT1H"}]}]}]"""
                .formatted(PAY.replace(",\n {\"id\": \"then\", \"action\": \"work\"}", "")),
            "{\"total\": 12.5}");
    kit.advance(Duration.ofHours(2));
    assertThat(instance(id).variables().get("total").intValue()).isEqualTo(1);

    assertThat(callback(Till.paid(till.last(), "1", "EUR")).result()).isEqualTo(Result.REFUSED);
    assertThat(callback(Till.paid(till.last(), "12.5", "EUR")).result())
        .isEqualTo(Result.COMPLETED);
    assertInstance(id).isCompleted();
  }

  @Test
  void what_is_forged_unreadable_or_about_nothing_changes_nothing() {
    InstanceId id = pay();
    String right = Json.write(Till.body(till.last(), "paid"));

    assertThat(callback(Till.call("wrong", right)))
        .isEqualTo(new ProviderReceipt(Result.FORGED, null, null, "the key is wrong"));
    assertThat(callback(Till.call("right", "{")).status()).isEqualTo(400);
    assertThat(callback(Till.call("right", Json.write(Till.body(till.last(), "delivered")))))
        .isEqualTo(new ProviderReceipt(Result.IGNORED, null, null, "a payment goes on"));
    for (String reference :
        List.of(
            "", ":", "x:pay", id + ":", id + ":gone", id + ":then", id + ":pay[1]", id + ":[")) {
      ObjectNode body = Till.body(till.last(), "declined").put("reference", reference);
      assertThat(callback(Till.call("right", Json.write(body))).result())
          .as(reference)
          .isIn(Result.UNKNOWN, Result.REFUSED);
    }
    assertThat(tasks().callback(TenantId.of("other"), Till.declined(till.last())))
        .isEqualTo(
            new ProviderReceipt(Result.UNKNOWN, null, null, "tenant other has no instance " + id));
    ObjectNode stale = Till.body(till.last(), "declined").put("session", "pi-old");
    assertThat(callback(Till.call("right", Json.write(stale))).message())
        .isEqualTo(
            "step \"pay\" of instance "
                + id
                + ": the session \"pi-old\" is not the step's; that is "
                + Till.session(till.last()));
    assertInstance(id).isActive().step("pay", StepState.IN_PROGRESS);
  }

  @Test
  void a_provider_that_is_not_there_is_refused() {
    assertThatThrownBy(
            () -> tasks().callback(TENANT, ProviderCall.of("work", "till", Map.of(), new byte[0])))
        .isExactlyInstanceOf(NotFoundException.class)
        .hasMessage("the action \"work\" has no providers here");
    assertThatThrownBy(
            () ->
                tasks().callback(TENANT, ProviderCall.of("payment", "tell", Map.of(), new byte[0])))
        .isExactlyInstanceOf(NotFoundException.class)
        .hasMessage("there is no provider \"tell\" for payment; there are local, till");
    assertThatThrownBy(
            () ->
                tasks()
                    .callback(
                        TENANT, ProviderCall.of("payment", "till", Map.of(), new byte[1_048_577])))
        .isExactlyInstanceOf(InvalidInputException.class)
        .hasMessage(
            "The callback has a problem:\n"
                + "  (document): has 1048577 bytes; at most 1048576 are read");
  }

  @Test
  void what_is_declined_fails_the_step() {
    InstanceId id = pay();

    assertThat(callback(Till.declined(till.last())).result()).isEqualTo(Result.FAILED);
    assertThat(callback(Till.declined(till.last())).result()).isEqualTo(Result.REPEATED);
    assertThat(callback(Till.paid(till.last(), "12.50", "EUR")).result()).isEqualTo(Result.ENDED);
    assertInstance(id).hasFailed().step("pay", StepState.FAILED);
    assertThat(instance(id).step("pay").reason()).isEqualTo("the card was declined");
  }

  @Test
  void a_person_may_finish_it_and_the_session_is_cancelled() {
    InstanceId id = pay();

    assertThatThrownBy(
            () ->
                tasks()
                    .complete(
                        TENANT, id, "pay", ANNA, json("{\"amount\": 12, \"currency\": \"EUR\"}")))
        .isExactlyInstanceOf(InvalidInputException.class)
        .hasMessage(
            "The answer to payment has a problem:\n"
                + "  /amount: expected 12.50, which was asked for, found 12.00");
    tasks().complete(TENANT, id, "pay", ANNA, json("{\"amount\": 12.50, \"currency\": \"EUR\"}"));
    kit.run();

    assertInstance(id).isCompleted();
    assertThat(output(id, "pay").path("by").asText()).isEqualTo("person");
    assertThat(till.cancelled).containsExactly(Till.session(till.last()));
    ProviderReceipt late = callback(Till.paid(till.last(), "12.50", "EUR"));
    assertThat(late.result()).isEqualTo(Result.ENDED);
    assertThat(late.message())
        .startsWith("step \"pay\" of instance " + id + ": the step is COMPLETED since ");
  }

  @Test
  void the_session_is_cancelled_with_the_step() {
    InstanceId cancelled = pay();
    kit.engine().instances().cancel(TENANT, cancelled, BOSS, "no more");
    kit.run();
    assertThat(till.cancelled).containsExactly(Till.session(till.last()));
    assertThat(callback(Till.paid(till.last(), "12.50", "EUR")).result()).isEqualTo(Result.ENDED);

    InstanceId skipped =
        kit.event("lead.created", LEAD, "{\"total\": 1}").started().get(0).instance();
    tasks().skip(TENANT, skipped, "pay", BOSS, "for free");
    kit.run();
    assertThat(till.cancelled).hasSize(2).last().isEqualTo(Till.session(till.last()));
    assertInstance(skipped).isCompleted();

    InstanceId late = kit.event("lead.created", LEAD, "{\"total\": 1}").started().get(0).instance();
    kit.advance(Duration.ofDays(3));
    assertInstance(late).hasFailed();
    assertThat(till.cancelled).hasSize(3).last().isEqualTo(Till.session(till.last()));
    assertThat(callback(Till.paid(till.last(), "1.00", "EUR")).result()).isEqualTo(Result.ENDED);
  }

  @Test
  void a_callback_to_a_paused_instance_is_kept_and_counts_afterwards() {
    InstanceId id = pay();
    kit.engine().instances().pause(TENANT, id, BOSS, "a look");
    ProviderCall paid = Till.paid(till.last(), "12.50", "EUR");

    assertThat(callback(paid).result()).isEqualTo(Result.KEPT);
    assertThat(callback(paid).result()).isEqualTo(Result.REPEATED);
    assertThat(calls).isEmpty();
    kit.engine().instances().resume(TENANT, id, BOSS);
    kit.run();

    assertInstance(id).isCompleted();
    assertThat(calls).containsExactly("then/1");
  }

  @Test
  void of_a_callback_and_a_person_at_the_same_moment_one_wins() throws Exception {
    InstanceId id = pay();
    CyclicBarrier together = new CyclicBarrier(3);
    ExecutorService threads = Executors.newFixedThreadPool(3);
    try {
      Callable<Boolean> byCallback =
          () -> {
            together.await();
            return tasks().callback(TENANT, Till.paid(till.last(), "12.50", "EUR")).result()
                == Result.COMPLETED;
          };
      Callable<Boolean> byPerson =
          () -> {
            together.await();
            try {
              tasks()
                  .complete(
                      TENANT, id, "pay", ANNA, json("{\"amount\": 12.5, \"currency\": \"EUR\"}"));
              return true;
            } catch (IllegalTransitionException e) {
              return false;
            }
          };
      List<Future<Boolean>> all = threads.invokeAll(List.of(byCallback, byCallback, byPerson));
      int won = 0;
      for (Future<Boolean> one : all) {
        won += one.get() ? 1 : 0;
      }
      assertThat(won).isEqualTo(1);
    } finally {
      threads.shutdownNow();
    }
    kit.run();
    assertInstance(id).isCompleted();
    assertThat(calls).containsExactly("then/1");
  }

  @Test
  void every_round_of_a_loop_has_its_own_session() {
    InstanceId id =
        run(
            """
            [{"id": "all", "each": {"items": "{{totals}}", "as": "total", "steps": [
               {"id": "pay", "action": "payment",
                "config": {"amount": "{{total}}", "currency": "JPY"}}]}}]""",
            "{\"totals\": [100, 200]}");

    assertThat(callback(Till.paid(till.last(), "100", "JPY")).result()).isEqualTo(Result.COMPLETED);
    assertThat(callback(Till.paid(till.opened.get(0), "200", "JPY")).result())
        .isEqualTo(Result.REPEATED);
    assertThat(till.opened).hasSize(2);
    assertThat(callback(Till.paid(till.last(), "200", "JPY")).result()).isEqualTo(Result.COMPLETED);
    assertInstance(id).isCompleted();
  }

  @Test
  void documents_of_other_types_or_too_large_are_refused_all_at_once() {
    InstanceId id =
        run(
            """
            [{"id": "ask", "action": "REQUEST_DOC_CLIENT", "config": {"requestText": "Your passport",
              "acceptedTypes": ["application/pdf", "image/*"], "maxBytes": 1000}}]""",
            "{}");

    assertThatThrownBy(
            () ->
                tasks()
                    .complete(
                        TENANT,
                        id,
                        "ask",
                        ANNA,
                        json(
                            """
                            {"documents": [
                              {"name": "a.exe", "type": "application/x-msdownload", "bytes": 1001},
                              {"name": "b.png", "type": "IMAGE/png; x=y", "bytes": 1000}]}""")))
        .isExactlyInstanceOf(InvalidInputException.class)
        .hasMessage(
            """
            The answer to request_document has 2 problems:
              /documents/0/type: expected one of application/pdf, image/*, found "application/x-msdownload"
              /documents/0/bytes: has 1001 bytes; at most 1000 are accepted""");
    tasks()
        .complete(
            TENANT,
            id,
            "ask",
            ANNA,
            json(
                "{\"documents\": [{\"name\": \"b.png\", \"type\": \"image/png\", \"bytes\": 9}]}"));
    kit.run();
    assertInstance(id).isCompleted();
    assertThat(output(id, "ask").path("status").asText()).isEqualTo("received");
  }

  @Test
  void the_local_provider_is_finished_by_a_person_and_has_no_callbacks() {
    InstanceId id =
        run(
            "[{\"id\": \"sign\", \"action\": \"SIGNATURE_CLIENT\", \"config\": {\"documentId\": 7}}]",
            "{}");
    ProviderCall call = ProviderCall.of("signature", "local", Map.of(), new byte[] {'{', '}'});

    assertThat(tasks().callback(TENANT, call))
        .isEqualTo(
            new ProviderReceipt(
                Result.FORGED,
                null,
                null,
                "the local provider has no callbacks; its sessions are finished by completing the"
                    + " step"));
    assertThatThrownBy(() -> tasks().complete(TENANT, id, "sign", ANNA, json("{\"sigend\": true}")))
        .isExactlyInstanceOf(InvalidInputException.class)
        .hasMessage(
            """
            The answer to signature has 2 problems:
              /signed: is required: Signed
              /sigend: unknown field "sigend"; did you mean "signed"?""");
    tasks().complete(TENANT, id, "sign", ANNA, json("{\"signed\": true, \"signedBy\": \"Jane\"}"));
    kit.run();
    assertInstance(id).isCompleted();
    assertThat(output(id, "sign").path("signedBy").asText()).isEqualTo("Jane");
  }

  @Test
  void what_is_wrong_in_the_document_is_found_when_it_is_published() {
    assertThatThrownBy(
            () ->
                publish(
                    "w",
                    "",
                    """
                    [{"id": "a", "action": "payment", "config": {"amount": 1.5, "currency": "JPY"}},
                     {"id": "b", "action": "payment", "config": {"amount": 0, "currency": "EUR"}},
                     {"id": "c", "action": "payment", "config": {"amount": 1, "currency": "EURO", "provider": "tillo"}},
                     {"id": "d", "action": "request_document", "config": {"requestText": "x", "maxBytes": 0}}]"""))
        .isExactlyInstanceOf(InvalidDefinitionException.class)
        .hasMessage(
            """
            The workflow "w" has 5 problems:
              /steps/0/config/amount: has more decimals than JPY, which has 0: "1.5"
              /steps/1/config/amount: expected an amount of more than 0 such as 12.50, with at most 15 digits; found "0"
              /steps/2/config/currency: expected a currency of ISO 4217 such as "EUR", found "EURO"
              /steps/2/config/provider: there is no provider "tillo"; did you mean "till"?
              /steps/3/config/maxBytes: expected a whole number of bytes from 1, found "0\"""");
  }

  @Test
  void an_amount_that_turns_out_wrong_fails_the_step() {
    InstanceId id = run(PAY, "{\"total\": \"12.505\"}");

    assertInstance(id).hasFailed();
    assertThat(instance(id).step("pay").reason())
        .contains("/amount: has more decimals than EUR, which has 2: \"12.505\"");
    assertThat(till.opened).isEmpty();
  }
}
