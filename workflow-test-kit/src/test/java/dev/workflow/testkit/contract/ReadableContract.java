package dev.workflow.testkit.contract;

import static dev.workflow.testkit.WorkflowTestKit.TENANT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Actor;
import dev.workflow.Event;
import dev.workflow.IllegalTransitionException;
import dev.workflow.InstanceId;
import dev.workflow.Instances;
import dev.workflow.InvalidInputException;
import dev.workflow.Json;
import dev.workflow.PublishReceipt;
import dev.workflow.SubjectRef;
import dev.workflow.WorkflowEngine;
import dev.workflow.expression.BusinessDays;
import dev.workflow.instance.InstanceState;
import dev.workflow.instance.StepState;
import dev.workflow.messaging.Deliveries;
import dev.workflow.messaging.Messages;
import dev.workflow.spi.ActionContext;
import dev.workflow.spi.ActionHandler;
import dev.workflow.spi.ActionResult;
import dev.workflow.spi.MessageState;
import dev.workflow.spi.store.InstanceChange;
import dev.workflow.spi.store.InstanceKey;
import dev.workflow.spi.store.InstanceRow;
import dev.workflow.spi.store.MessageRow;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/**
 * Whatever is accepted can be read, indexed and written later: what cannot is refused where it
 * comes in, on every store with the same words.
 */
public abstract class ReadableContract extends EngineContract {

  private static final Actor ANNA = Actor.of("anna");
  private static final String WORK = "[{\"id\": \"a\", \"action\": \"work\"}]";

  private RuntimeException calendarFault;

  @Override
  protected WorkflowEngine.Builder customize(WorkflowEngine.Builder builder) {
    return super.customize(builder)
        .handler(new Clerk())
        .handler(new AskingTill())
        .secrets((tenant, name) -> name.equals("api_key") ? "s3cr3t" : null)
        .holidays(
            tenant -> {
              if (calendarFault != null) {
                throw calendarFault;
              }
              return BusinessDays.weekdays();
            });
  }

  private void assertRefused(ObjectNode payload, String problem) {
    assertThatThrownBy(() -> kit.event("lead.created", LEAD, payload))
        .isExactlyInstanceOf(InvalidInputException.class)
        .hasMessage("The event has a problem:\n  /payload: " + problem);
  }

  @Test
  void a_number_that_could_not_be_read_again_is_refused() {
    String tooLong = "holds a number of more than 1000 characters, which cannot be read again";
    assertRefused(Json.object().put("n", new BigDecimal("9".repeat(998) + "e1")), tooLong);
    assertRefused(Json.object().put("n", BigInteger.ONE.shiftLeft(4_096)), tooLong);
    assertRefused(
        Json.object().put("n", new BigDecimal(BigInteger.ONE.shiftLeft(90_000))), tooLong);
    assertRefused(Json.object().put("n", Double.NaN), "holds NaN, which is not a number of JSON");
    assertThat(kit.engine().events().list(TENANT, null, 10).items()).isEmpty();
  }

  @Test
  void the_longest_number_comes_back_as_it_was() {
    BigDecimal exact = new BigDecimal("1." + "9".repeat(998));
    BigInteger whole = new BigInteger("9".repeat(1_000));
    publish("w", "", WORK);
    kit.event(
        "lead.created",
        LEAD,
        Json.object().put("exact", exact).put("whole", whole).put("k".repeat(50_000), 1));
    var read = kit.engine().events().list(TENANT, null, 10).items().get(0).event().payload();
    assertThat(read.get("exact").decimalValue()).isEqualTo(exact);
    assertThat(read.get("whole").bigIntegerValue()).isEqualTo(whole);
    assertThat(read.get("k".repeat(50_000)).intValue()).isEqualTo(1);
    assertThat(calls).containsExactly("a/1");
  }

  @Test
  void a_key_that_could_not_be_read_again_is_refused() {
    assertRefused(
        Json.object().put("k".repeat(50_001), 1),
        "has a key of 50001 characters; at most 50000 are allowed");
  }

  @Test
  void the_size_of_a_payload_is_that_of_its_text() {
    ObjectNode numbers = Json.object();
    var list = numbers.putArray("n");
    for (int i = 0; i < 60_000; i++) {
      list.add(1_000_000_000_000_000_000L + i);
    }
    assertRefused(numbers, "is larger than 1048576 bytes");
    assertRefused(Json.object().put("t", "字".repeat(400_000)), "is larger than 1048576 bytes");
    assertRefused(Json.object().put("t", "\u0001".repeat(200_000)), "is larger than 1048576 bytes");
  }

  @Test
  void what_a_handler_gives_is_measured_in_the_same_way() {
    assertThat(
            failure(
                context ->
                    ActionResult.completed(
                        Json.object().put("n", BigInteger.ONE.shiftLeft(4_096)))))
        .isEqualTo(
            "the handler's output holds a number of more than 1000 characters, which cannot be read again");
    assertThat(calls).containsExactly("a/1");
  }

  @Test
  void what_a_person_or_a_call_hands_over_is_measured_in_the_same_way() {
    InstanceId id = run("[{\"id\": \"a\", \"action\": \"clerk\"}]", "{}");
    ObjectNode payload = Json.object().put("n", BigInteger.ONE.shiftLeft(4_096));
    String problem =
        " has a problem:\n  (document): holds a number of more than 1000 characters, which cannot be read again";
    assertThatThrownBy(() -> kit.engine().tasks().complete(TENANT, id, "a", ANNA, payload))
        .isExactlyInstanceOf(InvalidInputException.class)
        .hasMessage("The answer" + problem);
    assertThatThrownBy(() -> kit.engine().instances().start(TENANT, "w", LEAD, payload, ANNA))
        .isExactlyInstanceOf(InvalidInputException.class)
        .hasMessage("The input" + problem);
  }

  @Test
  void a_reason_that_is_too_long_or_cannot_be_stored_is_refused_at_every_door() {
    InstanceId id = run("[{\"id\": \"a\", \"action\": \"clerk\"}]", "{}");
    Instances instances = kit.engine().instances();
    String large = "x".repeat(21_000_000);
    String problem =
        "The reason has a problem:\n  (document): has 21000000 characters; at most 2000 are allowed";
    assertThatThrownBy(() -> instances.pause(TENANT, id, ANNA, large)).hasMessage(problem);
    assertThatThrownBy(() -> instances.cancel(TENANT, id, ANNA, large)).hasMessage(problem);
    assertThatThrownBy(() -> kit.engine().tasks().skip(TENANT, id, "a", ANNA, large))
        .hasMessage(problem);
    assertThatThrownBy(() -> kit.engine().tasks().fail(TENANT, id, "a", ANNA, large))
        .hasMessage(problem);
    assertThatThrownBy(() -> instances.cancel(TENANT, id, ANNA, "nul \u0000"))
        .isExactlyInstanceOf(InvalidInputException.class)
        .hasMessage(
            "The reason has a problem:\n  (document): holds a control character or half a surrogate pair");
    assertThatThrownBy(() -> instances.cancel(TENANT, id, ANNA, "half \uD83D"))
        .hasMessage(
            "The reason has a problem:\n  (document): holds a control character or half a surrogate pair");
    assertInstance(id).isActive();
  }

  @Test
  void a_line_break_in_a_reason_makes_no_line_of_the_story() {
    InstanceId id = run("[{\"id\": \"a\", \"action\": \"clerk\"}]", "{}");
    kit.engine()
        .instances()
        .cancel(TENANT, id, ANNA, "no\n  2026-01-05T09:00:00Z  instance ACTIVE -> COMPLETED");
    assertThat(kit.story(id).lines().filter(line -> line.contains("COMPLETED")))
        .hasSize(2)
        .allMatch(
            line ->
                line.endsWith(
                    "by anna: no\\n  2026-01-05T09:00:00Z  instance ACTIVE -> COMPLETED"));
  }

  @Test
  void a_dedupe_key_of_more_bytes_than_an_index_takes_is_refused() {
    assertKeyIsMeasured("dedupe");
  }

  @Test
  void a_concurrency_key_of_more_bytes_than_an_index_takes_is_refused() {
    assertKeyIsMeasured("concurrency");
  }

  @Test
  void a_correlation_of_more_bytes_than_an_index_takes_is_refused() {
    assertKeyIsMeasured("correlation");
  }

  private void assertKeyIsMeasured(String kind) {
    String steps =
        kind.equals("correlation")
            ? "[{\"id\": \"wait\", \"wait\": {\"event\": \"told\", \"correlation\": \"{{text}}\"}}]"
            : WORK;
    String trigger = kind.equals("dedupe") ? ", \"dedupe\": {\"key\": \"{{text}}\"}" : "";
    String keys =
        kind.equals("concurrency")
            ? "\"concurrency\": {\"key\": \"{{text}}\", \"policy\": \"skip\"},"
            : "";
    kit.publish(
        "{\"key\": \"w\", \"triggers\": [{\"event\": \"lead.created\"%s}], %s \"steps\": %s}"
            .formatted(trigger, keys, steps));
    PublishReceipt receipt =
        kit.event("lead.created", LEAD, Json.object().put("text", letters(900)));
    String problem =
        " has a problem:\n  (document): has 2700 bytes in UTF-8; at most 2000 are allowed, because it is indexed";
    if (kind.equals("correlation")) {
      InstanceId id = receipt.started().get(0).instance();
      assertInstance(id).hasFailed();
      assertThat(instance(id).step("wait").reason()).isEqualTo("The correlation" + problem);
    } else {
      assertThat(receipt.suppressed().get(0).detail()).isEqualTo("The " + kind + " key" + problem);
    }
    assertThat(kit.event("lead.created", LEAD, Json.object().put("text", letters(666))).started())
        .hasSize(1);
  }

  /** Letters that a database cannot pack into less. */
  private static String letters(int count) {
    java.util.Random random = new java.util.Random(count);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < count; i++) {
      text.append((char) ('\u4e00' + random.nextInt(20_000)));
    }
    return text.toString();
  }

  @Test
  void half_a_character_in_an_id_is_refused_so_that_no_two_ids_merge() {
    Event event = Event.of(TENANT, "lead.created", LEAD, Json.object());
    assertThatThrownBy(() -> kit.engine().events().publish(event.withId("e\uD83D")))
        .isExactlyInstanceOf(InvalidInputException.class)
        .hasMessage("The event has a problem:\n  /id: holds half a surrogate pair");
    assertThatThrownBy(() -> kit.engine().events().receipt(TENANT, "e\uD83D"))
        .isExactlyInstanceOf(InvalidInputException.class)
        .hasMessage("The event's id has a problem:\n  (document): holds half a surrogate pair");
    kit.engine().events().publish(event.withId("e?"));
    assertThat(kit.engine().events().receipt(TENANT, "e?")).isPresent();
  }

  @Test
  void a_nul_in_a_query_or_an_override_is_refused() {
    String problem = " has a problem:\n  (document): holds a control character";
    assertThatThrownBy(
            () ->
                kit.engine()
                    .instances()
                    .list(Instances.Query.of(TENANT).workflow("w\u0000"), null, 10))
        .isExactlyInstanceOf(InvalidInputException.class)
        .hasMessage("The workflow" + problem);
    assertThatThrownBy(
            () ->
                kit.engine()
                    .assignments()
                    .setOverride(TENANT, SubjectRef.of("lead", "1"), "w", ANNA, "nul \u0000", null))
        .isExactlyInstanceOf(InvalidInputException.class)
        .hasMessage(
            "The override has a problem:\n  /reason: holds a control character or half a surrogate pair");
  }

  @Test
  void a_far_date_is_lawful_and_one_beyond_all_dates_fails_the_step_once() {
    String until =
        "[{\"id\": \"a\", \"action\": \"work\"}, {\"id\": \"b\", \"action\": \"work\", \"delay\": {\"until\": \"{{day}}\"}}]";
    InstanceId far = run(until, "{\"day\": \"9999-12-31\"}");
    kit.run();
    assertInstance(far).isActive().step("b", StepState.READY);
    InstanceId beyond =
        kit.event(
                "lead.created",
                SubjectRef.of("lead", "2"),
                Json.object().put("day", "+100000-01-01T00:00:00Z"))
            .started()
            .get(0)
            .instance();
    kit.advance(java.time.Duration.ofHours(1));
    assertInstance(beyond).hasFailed().step("a", StepState.COMPLETED);
    assertThat(instance(beyond).step("b").reason())
        .isEqualTo(
            "the delay ends at a time that is +100000-01-01T00:00:00Z; times from 1000-01-01T00:00:00Z to 9999-12-31T23:59:59.999999Z are kept");
    assertThat(calls).containsExactly("a/1", "a/1");
  }

  @Test
  void a_time_beyond_all_dates_is_refused_or_the_nearest() {
    assertThatThrownBy(
            () ->
                kit.engine()
                    .events()
                    .publish(
                        Event.of(TENANT, "lead.created", LEAD, Json.object())
                            .withOccurredAt(Instant.MAX)))
        .isExactlyInstanceOf(InvalidInputException.class)
        .hasMessage(
            "The event has a problem:\n  /occurredAt: is +1000000000-12-31T23:59:59.999999999Z; times from 1000-01-01T00:00:00Z to 9999-12-31T23:59:59.999999Z are kept");
    assertThat(kit.engine().instances().purge(TENANT, Instant.MAX, gone -> {})).isZero();
    assertThat(kit.engine().events().purge(TENANT, Instant.MIN, gone -> {})).isZero();
  }

  @Test
  void one_report_with_an_impossible_time_keeps_no_other_back() {
    var report = Deliveries.Report.of("k1", "p1", Deliveries.State.DELIVERED);
    var receipt =
        kit.engine()
            .messaging()
            .deliveries()
            .record(
                TENANT,
                "email",
                List.of(
                    report.withAt(Instant.MAX),
                    Deliveries.Report.of("k2", "p2", Deliveries.State.DELIVERED)
                        .withAt(Instant.MIN),
                    Deliveries.Report.of("k3", "p3", Deliveries.State.DELIVERED)));
    assertThat(receipt.unknown()).isEqualTo(3);
  }

  @Test
  void a_message_in_a_state_of_a_newer_release_is_listed_and_cannot_be_changed() {
    UUID id = new UUID(0x7000, 1);
    MessageRow row =
        MessageRow.builder(TENANT, id, "k1")
            .channel("fax")
            .recipient(MessageRow.Recipient.of("+3120"))
            .body("{}")
            .createdAt(kit.clock().instant())
            .status(
                new MessageRow.Status(
                    "ARCHIVED", 1, null, null, kit.clock().instant(), null, null, null))
            .delivery(new MessageRow.Delivery("p-1", "FRAMED", kit.clock().instant()))
            .build();
    store.transact(
        transaction -> {
          transaction.messages().insert(List.of(row));
          return row;
        });
    Messages messages = kit.engine().messaging().messages();
    Messages.Message read = messages.list(TENANT, null, null, null, 10).items().get(0);
    assertThat(read.state()).isEqualTo(MessageState.UNRECOGNIZED);
    assertThat(read.delivery().state()).isEqualTo(Deliveries.State.UNRECOGNIZED);
    assertThat(messages.list(TENANT, null, MessageState.UNRECOGNIZED, null, 10).items()).isEmpty();
    assertThatThrownBy(() -> messages.skip(TENANT, id, ANNA, null))
        .isExactlyInstanceOf(IllegalTransitionException.class)
        .hasMessage(
            "message %s is ARCHIVED; it can be skipped while it is PENDING or HELD".formatted(id));
    kit.engine()
        .messaging()
        .deliveries()
        .record(
            TENANT,
            "fax",
            List.of(Deliveries.Report.of("k1", "p-1", Deliveries.State.READ).withMessage(id)));
    MessageRow stored =
        store.transact(transaction -> transaction.messages().find(TENANT, id)).orElseThrow();
    assertThat(stored.state()).isEqualTo("ARCHIVED");
    assertThat(stored.delivery().state()).isEqualTo("FRAMED");
  }

  @Test
  void an_instance_in_a_state_of_a_newer_release_is_listed_and_found_by_no_state() {
    InstanceId id = run("[{\"id\": \"a\", \"wait\": {\"event\": \"go\"}}]", "{}");
    InstanceRow row = row(id);
    InstanceRow.Progress known = row.progress();
    write(
        row.with(
            new InstanceRow.Progress("SUSPENDED", null, known.revision() + 1, null, null, null)));
    Instances instances = kit.engine().instances();
    assertThat(instances.list(Instances.Query.of(TENANT), null, 10).items())
        .extracting(Instances.Summary::state)
        .containsExactly(InstanceState.UNRECOGNIZED);
    assertThat(instances.count(TENANT))
        .extracting(Instances.Count::state, Instances.Count::instances)
        .containsExactly(tuple(InstanceState.UNRECOGNIZED, 1L));
    assertThat(
            instances
                .list(Instances.Query.of(TENANT).in(InstanceState.UNRECOGNIZED), null, 10)
                .items())
        .isEmpty();
    InstanceRow now = row(id);
    assertThat(now.progress().state()).isEqualTo("SUSPENDED");
    write(
        now.with(
            new InstanceRow.Progress(
                known.state(), null, now.progress().revision() + 1, null, null, null)));
  }

  private InstanceRow row(InstanceId id) {
    return store.transact(
        transaction -> transaction.instances().rows(List.of(new InstanceKey(TENANT, id))).get(0));
  }

  private void write(InstanceRow row) {
    store.transact(
        transaction ->
            transaction
                .instances()
                .write(
                    List.of(
                        new InstanceChange(
                            InstanceChange.Kind.UPDATE,
                            row,
                            row.progress().revision() - 1,
                            null,
                            InstanceChange.SideRows.NONE))));
  }

  @Test
  void the_set_that_passes_the_limit_of_an_instances_data_fails() {
    publish(
        "w",
        "",
        "[{\"id\": \"a\", \"action\": \"work\", \"retry\": {\"maxAttempts\": 1}}, {\"id\": \"b\", \"action\": \"work\", \"retry\": {\"maxAttempts\": 1}}]");
    answer =
        context -> {
          context.set("of_" + context.step(), Json.object().put("x", "x".repeat(600_000)));
          return ActionResult.completed();
        };
    InstanceId id = kit.event("lead.created", LEAD, "{}").started().get(0).instance();
    assertInstance(id).hasFailed().step("a", StepState.COMPLETED);
    assertThat(instance(id).step("b").reason())
        .isEqualTo(
            "the data of the instance, with what the step sets, is larger than 1048576 bytes");
    assertThat(calls).containsExactly("a/1", "b/1");
  }

  @Test
  void a_calendar_that_throws_fails_the_step_that_asks_it_and_not_the_one_before() {
    calendarFault = new IllegalStateException("no calendar today");
    InstanceId id =
        run(
            """
            [{"id": "a", "action": "work"},
             {"id": "b", "action": "work", "delay": {"until": "{{today+2b}}"}}]
            """,
            "{}");
    kit.advance(java.time.Duration.ofHours(1));
    assertThat(calls).containsExactly("a/1");
    assertInstance(id).hasFailed().step("a", StepState.COMPLETED).step("b", StepState.FAILED);
    assertThat(instance(id).step("b").reason())
        .isEqualTo(
            "the delay cannot be worked out: the host's HolidayCalendar cannot say whether 2026-01-06 is a business day: IllegalStateException: no calendar today");
  }

  @Test
  void a_page_of_large_events_is_bounded_by_its_bytes_and_the_next_goes_on() {
    for (int i = 0; i < 60; i++) {
      kit.event("lead.created", LEAD, Json.object().put("x", "x".repeat(100_000)));
    }
    var first = kit.engine().events().list(TENANT, null, 1_000);
    assertThat(first.items()).hasSize(50);
    var second = kit.engine().events().list(TENANT, first.next().orElseThrow(), 1_000);
    assertThat(second.items()).hasSize(10);
    assertThat(second.next()).isEmpty();
  }

  @Test
  void a_secret_that_comes_back_is_masked_in_what_is_kept() {
    answer =
        context -> {
          String key = context.secret("api_key");
          context.set("echo", json("{\"key\": \"%s\"}".formatted(key)));
          return ActionResult.completed(
              json("{\"headers\": [\"Bearer %s\"], \"%s\": 1}".formatted(key, key)));
        };
    InstanceId id = run(WORK, "{}");
    kit.run();
    assertThat(instance(id).step("a").output())
        .isEqualTo(json("{\"headers\": [\"Bearer ••••\"], \"••••\": 1}"));
    assertThat(instance(id).variables().get("echo")).isEqualTo(json("{\"key\": \"••••\"}"));
  }

  @Test
  void a_secret_that_comes_back_with_an_answer_is_masked_too() {
    kit.publish("{\"key\": \"t\", \"steps\": [{\"id\": \"a\", \"action\": \"till\"}]}");
    InstanceId id =
        kit.engine().instances().start(TENANT, "t", null, Json.object(), ANNA).orElseThrow();
    kit.run();
    kit.engine().tasks().callback(TENANT, "till-1", json("{\"paid\": true}"));
    kit.run();
    assertThat(instance(id).step("a").output()).isEqualTo(json("{\"with\": \"••••\"}"));
  }

  /** Takes its answer with a secret. */
  private static final class AskingTill implements ActionHandler {

    @Override
    public String type() {
      return "till";
    }

    @Override
    public ActionResult start(ActionContext context) {
      return ActionResult.waiting("till-1");
    }

    @Override
    public ActionResult complete(ActionContext context, JsonNode payload) {
      return ActionResult.completed(Json.object().put("with", context.secret("api_key")));
    }
  }

  @Test
  void an_assignee_that_no_database_takes_is_nobody_and_stops_nothing() {
    InstanceId id =
        run(
            "[{\"id\": \"a\", \"action\": \"work\"}, {\"id\": \"b\", \"action\": \"clerk\", \"assignee\": \"{{text}}\"}]",
            Json.write(Json.object().put("text", "ann\u0000")));
    kit.advance(java.time.Duration.ofHours(1));
    assertThat(calls).containsExactly("a/1");
    assertInstance(id).step("a", StepState.COMPLETED).step("b", StepState.BLOCKED);
    assertThat(kit.engine().tasks().list(TENANT, null, 10).items().get(0).assignee()).isNull();
  }
}
