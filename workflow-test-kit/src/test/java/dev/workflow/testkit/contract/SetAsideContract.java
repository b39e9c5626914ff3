package dev.workflow.testkit.contract;

import static dev.workflow.testkit.WorkflowTestKit.TENANT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.workflow.Actor;
import dev.workflow.Definitions;
import dev.workflow.Event;
import dev.workflow.History;
import dev.workflow.InstanceId;
import dev.workflow.Instances;
import dev.workflow.Json;
import dev.workflow.NotFoundException;
import dev.workflow.SubjectRef;
import dev.workflow.Tasks;
import dev.workflow.TenantId;
import dev.workflow.WorkflowEngine;
import dev.workflow.WorkflowException;
import dev.workflow.definition.WorkflowDefinition;
import dev.workflow.instance.HistoryEntry;
import dev.workflow.instance.InstanceState;
import dev.workflow.instance.StepState;
import dev.workflow.messaging.MessageTemplate;
import dev.workflow.messaging.Messages;
import dev.workflow.messaging.Templates;
import dev.workflow.operations.SetAside;
import dev.workflow.spi.ActionResult;
import dev.workflow.spi.EngineListener;
import dev.workflow.spi.Handling;
import dev.workflow.spi.MessageState;
import dev.workflow.spi.OutboundMessage;
import dev.workflow.spi.TenantDirectory;
import dev.workflow.spi.store.DefinitionRow;
import dev.workflow.spi.store.InstanceKey;
import dev.workflow.spi.store.InstanceRow;
import dev.workflow.spi.store.MessageRow;
import dev.workflow.spi.store.SetAsideRow;
import dev.workflow.spi.store.StoredInstance;
import dev.workflow.spi.store.TemplateRow;
import dev.workflow.task.TaskQuery;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** One row that cannot be read, one tenant that nobody can answer for: nobody else waits. */
public abstract class SetAsideContract extends EngineContract {

  private static final Actor ANNA = Actor.of("anna");
  private static final TenantId OTHER = TenantId.of("other");
  private static final String TWO =
      "[{\"id\": \"a\", \"action\": \"work\"}, {\"id\": \"b\", \"action\": \"work\", \"delay\":"
          + " \"PT1H\"}]";

  private final List<String> heard = new ArrayList<>();
  private final CountDownLatch never = new CountDownLatch(1);
  private TenantDirectory directory = TenantDirectory.open();

  @Override
  protected WorkflowEngine.Builder customize(WorkflowEngine.Builder builder) {
    return super.customize(builder)
        .tenants(tenant -> directory.find(tenant))
        .listener(
            new EngineListener() {
              @Override
              public void setAside(Aside aside) {
                heard.add("aside " + aside.kind());
              }

              @Override
              public void goesOn(Aside aside) {
                heard.add("goes on " + aside.kind());
              }
            });
  }

  private InstanceId start(String id) {
    return kit.event("lead.created", SubjectRef.of("lead", id), "{}").started().get(0).instance();
  }

  private StoredInstance stored(InstanceId id) {
    return store.transact(
        transaction -> transaction.instances().read(List.of(new InstanceKey(TENANT, id))).get(0));
  }

  private List<SetAside.Entry> aside() {
    return kit.engine().setAside().list(TENANT, null, 10).items();
  }

  @Test
  void the_lock_of_an_instance_that_cannot_be_read_is_free_when_that_is_deleted() {
    publish(
        "w",
        "",
        "[{\"id\": \"a\", \"lock\": \"room\", \"wait\": {\"event\": \"x\", \"timeout\":"
            + " \"PT1H\"}}]");
    InstanceId broken = start("1");
    InstanceId next = start("2");
    InstanceId last = start("3");
    breakJournal(broken);
    kit.advance(Duration.ofHours(2));
    assertInstance(next).step("a", StepState.BLOCKED);
    kit.engine().setAside().delete(TENANT, SetAside.Kind.INSTANCE, broken.value(), Actor.of("op"));
    kit.run();
    assertInstance(next).step("a", StepState.IN_PROGRESS);
    kit.advance(Duration.ofHours(3));
    assertInstance(next).isCompleted();
    assertInstance(last).isCompleted();
  }

  @Test
  void the_place_in_a_queue_of_an_instance_that_cannot_be_read_is_free_when_that_is_deleted() {
    kit.publish(
        """
        {"key": "w", "triggers": [{"event": "lead.created"}],
         "concurrency": {"key": "one", "policy": "queue"},
         "steps": [{"id": "a", "delay": "PT1H"}]}
        """);
    InstanceId broken = start("1");
    InstanceId next = start("2");
    breakJournal(broken);
    kit.advance(Duration.ofHours(2));
    assertInstance(next).is(InstanceState.DRAFT);
    kit.engine().setAside().delete(TENANT, SetAside.Kind.INSTANCE, broken.value(), ANNA);
    assertInstance(next).isActive();
    kit.advance(Duration.ofHours(1));
    assertInstance(next).isCompleted();
  }

  @Test
  void an_instance_whose_journal_cannot_be_read_stands_alone() {
    publish("w", "", TWO);
    InstanceId broken = start("1");
    InstanceId sound = start("2");
    kit.run();
    breakJournal(broken);
    kit.advance(Duration.ofHours(2));
    assertInstance(sound).isCompleted();
    assertThat(calls).containsExactly("a/1", "a/1", "b/1");
    assertThat(aside())
        .singleElement()
        .satisfies(
            entry -> {
              assertThat(entry.kind()).isEqualTo(SetAside.Kind.INSTANCE);
              assertThat(entry.id()).isEqualTo(broken.value());
              assertThat(entry.times()).isGreaterThan(1);
            });
    assertThat(heard).containsExactly("aside INSTANCE");
    assertThat(
            kit.engine()
                .history()
                .of(TENANT, SubjectRef.of("lead", "1"), History.Order.NEWEST_FIRST, null, 2)
                .items())
        .satisfiesExactly(
            entry -> assertThat(entry).isInstanceOf(HistoryEntry.Unreadable.class),
            entry -> assertThat(entry).isInstanceOf(HistoryEntry.StepMove.class));
    assertThat(kit.engine().setAside().stored(TENANT, SetAside.Kind.INSTANCE, broken.value()))
        .startsWith("w v1 ACTIVE\n1 ")
        .endsWith(" [{\"z\": 1}]");
    kit.engine().setAside().delete(TENANT, SetAside.Kind.INSTANCE, broken.value(), ANNA);
  }

  @Test
  void what_cannot_be_read_says_so_to_whoever_asks_for_it() {
    publish("w", "", TWO);
    InstanceId broken = start("1");
    kit.run();
    breakJournal(broken);
    assertThatThrownBy(() -> instance(broken))
        .isInstanceOf(WorkflowException.class)
        .hasMessageStartingWith("instance " + broken + " of tenant test cannot be read: ")
        .hasMessageEndingWith(
            "; once the cause is gone, WorkflowEngine.setAside() retries it; it can also be"
                + " cancelled or deleted there");
    assertThatThrownBy(() -> kit.engine().instances().pause(TENANT, broken, ANNA, null))
        .isInstanceOf(WorkflowException.class)
        .hasMessageStartingWith("instance " + broken + " of tenant test cannot be read: ");
    assertThat(aside()).extracting(SetAside.Entry::id).containsExactly(broken.value());
    kit.engine().setAside().delete(TENANT, SetAside.Kind.INSTANCE, broken.value(), ANNA);
  }

  @Test
  void a_workflow_is_deleted_with_instances_that_cannot_be_read() {
    publish("w", "", TWO);
    InstanceId broken = start("1");
    InstanceId sound = start("2");
    kit.run();
    breakJournal(broken);
    kit.engine().definitions().delete(TENANT, "w", Definitions.KeptHistory.ALL, ANNA);
    assertThat(kit.engine().instances().list(Instances.Query.of(TENANT), null, 9).items())
        .extracting(Instances.Summary::state)
        .containsOnly(InstanceState.CANCELED);
    kit.engine().definitions().delete(TENANT, "w", Definitions.KeptHistory.NONE, ANNA);
    assertThat(kit.engine().instances().list(Instances.Query.of(TENANT), null, 9).items())
        .isEmpty();
    assertThat(aside()).isEmpty();
    assertThatThrownBy(() -> instance(sound)).isInstanceOf(NotFoundException.class);
  }

  @Test
  void what_is_set_aside_is_cancelled_without_being_read() {
    publish("w", "", TWO);
    InstanceId broken = start("1");
    kit.run();
    breakJournal(broken);
    kit.advance(Duration.ofHours(2));
    SetAside setAside = kit.engine().setAside();
    assertThat(setAside.retry(TENANT, SetAside.Kind.INSTANCE, broken.value(), ANNA)).isFalse();
    setAside.cancel(TENANT, SetAside.Kind.INSTANCE, broken.value(), ANNA, "beyond repair");
    assertThat(states("w")).containsExactly(InstanceState.CANCELED);
    assertThat(aside()).isEmpty();
    assertThatThrownBy(() -> setAside.delete(TENANT, SetAside.Kind.INSTANCE, broken.value(), ANNA))
        .isExactlyInstanceOf(NotFoundException.class)
        .hasMessage(
            "nothing of the kind INSTANCE with the id " + broken + " is set aside for tenant test");
    kit.advance(Duration.ofDays(1));
    assertThat(states("w")).containsExactly(InstanceState.CANCELED);
    assertThat(
            kit.engine()
                .instances()
                .purge(TENANT, kit.clock().instant().plusSeconds(1), gone -> {}))
        .isEqualTo(1);
  }

  @Test
  void a_sub_workflow_of_what_cannot_be_read_ends_with_it() {
    kit.publish("{\"key\": \"child\", \"steps\": [{\"id\": \"later\", \"delay\": \"P9D\"}]}");
    publish("w", "", "[{\"id\": \"sub\", \"workflow\": \"child\"}]");
    for (boolean deleted : new boolean[] {false, true}) {
      InstanceId broken = start(deleted ? "2" : "1");
      kit.run();
      breakJournal(broken);
      kit.event("lead.created", SubjectRef.of("lead", "3"), "{}");
      assertThat(states("child").subList(0, 2))
          .containsExactly(InstanceState.ACTIVE, InstanceState.ACTIVE);
      setAside(broken);
      SetAside setAside = kit.engine().setAside();
      if (deleted) {
        setAside.delete(TENANT, SetAside.Kind.INSTANCE, broken.value(), ANNA);
      } else {
        setAside.cancel(TENANT, SetAside.Kind.INSTANCE, broken.value(), ANNA, null);
      }
      assertThat(states("child").subList(0, 2))
          .containsExactly(InstanceState.ACTIVE, InstanceState.CANCELED);
      assertThat(aside()).isEmpty();
    }
    Instant later = kit.clock().instant().plusSeconds(1);
    assertThat(kit.engine().instances().purge(TENANT, later, gone -> {})).isEqualTo(3);
  }

  @Test
  void an_instance_with_messages_to_send_is_cancelled_and_not_deleted() {
    publish(
        "w",
        "",
        """
        [{"id": "a", "action": "send_email",
          "config": {"to": "lead@x.nl", "subject": "Hello", "text": "Hi", "window":
            {"days": "TUE", "from": "09:00", "to": "17:00"}}},
         {"id": "b", "action": "work", "delay": "PT1H"}]
        """);
    InstanceId broken = start("1");
    kit.run();
    breakJournal(broken);
    setAside(broken);
    SetAside setAside = kit.engine().setAside();
    assertThatThrownBy(() -> setAside.delete(TENANT, SetAside.Kind.INSTANCE, broken.value(), ANNA))
        .isExactlyInstanceOf(WorkflowException.class)
        .hasMessage(
            "instance "
                + broken
                + " of tenant test has messages that are still to be sent; cancel it instead, so"
                + " that their end stays on record");
    setAside.cancel(TENANT, SetAside.Kind.INSTANCE, broken.value(), ANNA, null);
    assertThat(
            kit.engine()
                .messaging()
                .messages()
                .list(TENANT, null, MessageState.CANCELED, null, 10)
                .items())
        .hasSize(1);
    Instant later = kit.clock().instant().plusSeconds(1);
    assertThat(kit.engine().instances().purge(TENANT, later, gone -> {})).isEqualTo(1);
  }

  @Test
  void an_exit_that_an_ended_instance_has_missed_reaches_its_messages_when_it_goes_on() {
    publish(
        "w",
        "\"exit\": [{\"event\": \"lead.lost\"}],",
        """
        [{"id": "a", "action": "send_email",
          "config": {"to": "lead@x.nl", "subject": "Hello", "text": "Hi", "window":
            {"days": "TUE", "from": "09:00", "to": "17:00"}}}]
        """);
    InstanceId broken = start("1");
    kit.run();
    assertInstance(broken).isCompleted();
    Event lost = Event.of(TENANT, "lead.lost", SubjectRef.of("lead", "1"), Json.object());
    setAside(broken, "[{\"event\": " + Json.write(lost.toJson()) + "}]");
    assertThat(messages(MessageState.PENDING)).hasSize(1);
    assertThat(kit.engine().setAside().retry(TENANT, SetAside.Kind.INSTANCE, broken.value(), ANNA))
        .isTrue();
    assertThat(messages(MessageState.CANCELED)).hasSize(1);
    assertThat(aside()).isEmpty();
  }

  /** Adds a version of a template as a newer release may have written it. */
  private void template(int version, String document) {
    store.transact(
        transaction ->
            transaction
                .templates()
                .insert(
                    new TemplateRow(
                        TENANT,
                        "hello",
                        version,
                        "PUBLISHED",
                        document,
                        kit.clock().instant(),
                        "anna")));
    kit.clock().advance(Duration.ofSeconds(2));
  }

  private static final String HELLO =
      """
      {"name": "hello", "fallbackLanguage": "en",
       "variants": {"en": {"email": {"subject": "%s", "text": "t"}}}}
      """;

  private void tellWithTemplate() {
    publish(
        "w",
        "",
        """
        [{"id": "mail", "action": "send_message", "config":
          {"recipients": {"customEmails": ["lead@x.nl"]}, "channels": ["email"], "template": "hello"}}]
        """);
  }

  @Test
  void a_template_that_cannot_be_read_is_set_aside_and_its_steps_wait() {
    template(1, HELLO.formatted("one"));
    template(2, "{\"name\": \"hello\", \"later\": 1}");
    tellWithTemplate();
    InstanceId waiting = start("1");
    InstanceId also = start("2");
    kit.run();
    assertInstance(waiting).step("mail", StepState.BLOCKED);
    assertThat(instance(waiting).step("mail").reason())
        .startsWith(
            "version 2 of the template \"hello\" of tenant test cannot be read:"
                + " InvalidInputException: ")
        .endsWith(
            "; once the cause is gone, WorkflowEngine.setAside() retries it; it can also be"
                + " cancelled there, which archives it, or another version published");
    assertThat(heard).containsExactly("aside TEMPLATE");
    SetAside.Entry entry = aside().get(0);
    assertThat(entry.kind()).isEqualTo(SetAside.Kind.TEMPLATE);
    assertThat(entry.reason()).contains("version 2 of the template \"hello\" of tenant test");
    SetAside setAside = kit.engine().setAside();
    assertThat(setAside.stored(TENANT, entry.kind(), entry.id()))
        .isEqualTo("{\"name\": \"hello\", \"later\": 1}");
    assertThat(setAside.retry(TENANT, entry.kind(), entry.id(), ANNA)).isFalse();
    assertThatThrownBy(() -> setAside.delete(TENANT, entry.kind(), entry.id(), ANNA))
        .isExactlyInstanceOf(WorkflowException.class)
        .hasMessage(
            "a version of a template is not deleted, because messages name it; cancel it, which"
                + " archives it");
    kit.advance(Duration.ofMinutes(3));
    assertThat(kit.messages()).isEmpty();
    assertInstance(waiting).step("mail", StepState.BLOCKED);
    assertThat(aside()).hasSize(1);
    setAside.cancel(TENANT, entry.kind(), entry.id(), ANNA, "nobody can read it");
    assertThat(aside()).isEmpty();
    kit.advance(Duration.ofMinutes(2));
    assertInstance(waiting).isCompleted();
    assertInstance(also).isCompleted();
    assertThat(kit.messages())
        .extracting(message -> message.text("subject"))
        .containsExactly("one", "one");
  }

  @Test
  void another_version_lets_the_steps_go_on_that_wait_for_one_that_cannot_be_read() {
    template(1, "{\"name\": \"hello\", \"later\": 1}");
    tellWithTemplate();
    InstanceId waiting = start("1");
    kit.run();
    assertInstance(waiting).step("mail", StepState.BLOCKED);
    MessageTemplate readable = MessageTemplate.parse(HELLO.formatted("two"));
    assertThat(kit.engine().messaging().templates().publish(TENANT, readable, ANNA)).isEqualTo(2);
    kit.advance(Duration.ofMinutes(2));
    assertInstance(waiting).isCompleted();
    assertThat(kit.messages().get(0).text("subject")).isEqualTo("two");
  }

  @Test
  void the_lists_of_templates_leave_out_what_cannot_be_read() {
    template(1, HELLO.formatted("one"));
    template(2, "{\"name\": \"hello\", \"later\": 1}");
    Templates templates = kit.engine().messaging().templates();
    MessageTemplate other =
        MessageTemplate.parse(HELLO.formatted("o").replace("\"hello\"", "\"other\""));
    templates.publish(TENANT, other, ANNA);
    assertThat(templates.list(TENANT)).extracting(MessageTemplate::name).containsExactly("other");
    assertThat(templates.versions(TENANT, "hello")).hasSize(1);
    assertThat(aside()).hasSize(1);
    assertThatThrownBy(() -> templates.get(TENANT, "hello"))
        .isInstanceOf(WorkflowException.class)
        .hasMessageStartingWith(
            "version 2 of the template \"hello\" of tenant test cannot be read: ");
    assertThat(templates.get(TENANT, "hello", 1).ref()).isEqualTo("hello@1");
  }

  @Test
  void a_digest_goes_out_without_a_template_that_cannot_be_read() {
    template(1, "{\"name\": \"hello\", \"later\": 1}");
    answer =
        context -> {
          context.send(
              OutboundMessage.draft(
                      context,
                      "email",
                      "a@x.nl",
                      Json.object().put("subject", "s").put("text", "t"))
                  .withHandling(
                      Handling.NONE.withDigest(
                          new Handling.Digest("k", kit.clock().instant().plusSeconds(60))
                              .withTemplate(Handling.DigestTemplate.of("hello", Json.object())))));
          return ActionResult.completed();
        };
    publish("w", "", "[{\"id\": \"a\", \"action\": \"work\"}]");
    start("1");
    kit.advance(Duration.ofMinutes(2));
    assertThat(kit.messages()).hasSize(1);
    assertThat(kit.messages().get(0).text("text")).isEqualTo("t");
    assertThat(heard).containsExactly("aside TEMPLATE");
  }

  /** Somebody needs it, and cannot read it. */
  private void setAside(InstanceId broken) {
    setAside(broken, null);
  }

  private void setAside(InstanceId broken, @Nullable String missed) {
    store.transact(
        transaction -> {
          InstanceRow row = stored(broken).row();
          transaction
              .setAside()
              .put(
                  new SetAsideRow(
                      new SetAsideRow.Key(TENANT, "INSTANCE", row.key().id().value()),
                      "broken",
                      kit.clock().instant(),
                      1,
                      null,
                      missed));
          return row;
        });
  }

  @Test
  void what_is_set_aside_is_deleted() {
    publish("w", "", TWO);
    InstanceId broken = start("1");
    kit.run();
    breakJournal(broken);
    kit.advance(Duration.ofHours(2));
    kit.engine().setAside().delete(TENANT, SetAside.Kind.INSTANCE, broken.value(), ANNA);
    assertThat(states("w")).isEmpty();
    assertThat(aside()).isEmpty();
  }

  private void document(TenantId tenant, String document) {
    store.transact(
        transaction -> {
          DefinitionRow row = transaction.definitions().find(tenant, "w", 1).orElseThrow();
          transaction
              .definitions()
              .put(
                  new DefinitionRow(
                      row.tenant(),
                      row.key(),
                      row.version(),
                      row.status(),
                      document,
                      row.createdAt(),
                      row.createdBy()));
          return row;
        });
  }

  @Test
  void a_definition_that_cannot_be_read_stops_its_instances_alone_and_they_go_on_by_themselves() {
    publish("w", "", TWO);
    publish("v", "", TWO);
    String readable =
        store
            .transact(transaction -> transaction.definitions().find(TENANT, "w", 1).orElseThrow())
            .document();
    kit.event("lead.created", SubjectRef.of("lead", "1"), "{}");
    kit.run();
    document(TENANT, "{\"key\": \"w\", \"later\": true}");
    try (WorkflowEngine node =
        customize(WorkflowEngine.builder()).store(store).clock(kit.clock()).build()) {
      kit.clock().advance(Duration.ofHours(1));
      node.runUntilIdle();
      assertThat(states("v")).containsExactly(InstanceState.COMPLETED);
      assertThat(states("w")).containsExactly(InstanceState.ACTIVE);
      assertThat(aside()).hasSize(1);
      document(TENANT, readable);
      kit.clock().advance(Duration.ofHours(1));
      node.runUntilIdle();
      assertThat(states("w")).containsExactly(InstanceState.COMPLETED);
      assertThat(aside()).isEmpty();
      assertThat(heard).containsExactly("aside INSTANCE", "goes on INSTANCE");
    }
  }

  @Test
  void an_exit_finds_its_way_up_past_a_parent_that_cannot_be_read() {
    kit.publish(
        WorkflowDefinition.parse(
            """
            {"key": "low", "steps": [{"id": "a", "action": "send_email",
              "config": {"to": "lead@x.nl", "subject": "Hello", "text": "Hi", "window":
                {"days": "TUE", "from": "09:00", "to": "17:00"}}}]}
            """));
    kit.publish(
        WorkflowDefinition.parse(
            """
            {"key": "middle", "exit": [{"event": "lead.lost"}],
             "steps": [{"id": "down", "workflow": {"key": "low"}}]}
            """));
    publish(
        "w",
        "\"exit\": [{\"event\": \"lead.lost\"}],",
        "[{\"id\": \"down\", \"workflow\": {\"key\": \"middle\"}}]");
    InstanceId top = start("1");
    kit.run();
    assertInstance(top).isCompleted();
    InstanceId middle =
        kit.engine()
            .instances()
            .list(Instances.Query.of(TENANT).workflow("middle"), null, 10)
            .items()
            .get(0)
            .id();
    breakJournal(middle);
    assertThat(messages(MessageState.PENDING)).hasSize(1);
    kit.event("lead.lost", SubjectRef.of("lead", "1"), "{}");
    assertThat(messages(MessageState.CANCELED)).hasSize(1);
    assertThat(aside()).extracting(SetAside.Entry::id).containsExactly(middle.value());
    var missed =
        store.transact(
            transaction -> transaction.setAside().list(TENANT, null, 10).get(0).missed());
    assertThat(Json.read(missed).get(0).path("event").path("type").textValue())
        .isEqualTo("lead.lost");
    kit.engine().setAside().delete(TENANT, SetAside.Kind.INSTANCE, middle.value(), ANNA);
  }

  private List<Messages.Message> messages(MessageState state) {
    return kit.engine().messaging().messages().list(TENANT, null, state, null, 10).items();
  }

  @Test
  void an_event_that_comes_while_an_instance_is_set_aside_reaches_it_when_it_goes_on() {
    publish(
        "w",
        "\"exit\": [{\"event\": \"lead.lost\"}],",
        "[{\"id\": \"wait\", \"wait\": {\"event\": \"told\"}}, {\"id\": \"a\", \"action\":"
            + " \"work\"}]");
    String readable =
        store
            .transact(transaction -> transaction.definitions().find(TENANT, "w", 1).orElseThrow())
            .document();
    InstanceId waiting = start("1");
    InstanceId leaving = start("2");
    kit.run();
    try (WorkflowEngine node =
        customize(WorkflowEngine.builder()).store(store).clock(kit.clock()).build()) {
      breakJournal(waiting);
      node.events().publish(Event.of(TENANT, "told", SubjectRef.of("lead", "1"), Json.object()));
      assertThat(aside()).hasSize(1);
      assertThat(
              node.events()
                  .publish(Event.of(TENANT, "lead.lost", SubjectRef.of("lead", "2"), Json.object()))
                  .exited())
          .containsExactly(leaving);
    }
    var missed =
        store.transact(
            transaction -> transaction.setAside().list(TENANT, null, 10).get(0).missed());
    assertThat(Json.read(missed).get(0).path("event").path("type").textValue()).isEqualTo("told");
    kit.engine().setAside().delete(TENANT, SetAside.Kind.INSTANCE, waiting.value(), ANNA);
  }

  private void inOther(String id) {
    kit.engine()
        .events()
        .publish(Event.of(OTHER, "lead.created", SubjectRef.of("lead", id), Json.object()));
  }

  private void assertTheTenantStandsAlone(TenantDirectory broken) {
    publish("w", "", TWO);
    kit.engine()
        .definitions()
        .publish(
            OTHER,
            WorkflowDefinition.parse(
                "{\"key\": \"w\", \"triggers\": [{\"event\": \"lead.created\"}], \"steps\": "
                    + TWO
                    + "}"));
    inOther("1");
    start("1");
    kit.run();
    directory =
        tenant ->
            tenant.equals(OTHER)
                ? broken.find(tenant)
                : Optional.of(TenantDirectory.Settings.DEFAULT);
    try (WorkflowEngine node =
        customize(WorkflowEngine.builder()).store(store).clock(kit.clock()).build()) {
      kit.clock().advance(Duration.ofHours(2));
      node.runUntilIdle();
      assertThat(states("w")).containsExactly(InstanceState.COMPLETED);
      assertThat(calls).containsExactlyInAnyOrder("a/1", "a/1", "b/1");
      assertThat(node.setAside().standing(OTHER)).isPresent();
      assertThat(node.setAside().standing(TENANT)).isEmpty();
      directory = TenantDirectory.open();
      kit.clock().advance(Duration.ofMinutes(2));
      node.runUntilIdle();
      assertThat(calls).containsExactlyInAnyOrder("a/1", "a/1", "b/1", "b/1");
      assertThat(node.setAside().standing(OTHER)).isEmpty();
    }
  }

  @Test
  void a_tenant_whose_directory_throws_stands_alone_and_goes_on_by_itself() {
    assertTheTenantStandsAlone(
        tenant -> {
          throw new IllegalStateException("no directory today");
        });
  }

  @Test
  void a_tenant_whose_directory_returns_null_stands_alone_and_goes_on_by_itself() {
    assertTheTenantStandsAlone(tenant -> null);
  }

  @Test
  void a_tenant_whose_directory_hangs_stands_alone_and_goes_on_by_itself() {
    assertTheTenantStandsAlone(
        tenant -> {
          try {
            never.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          return Optional.empty();
        });
    never.countDown();
  }

  @Test
  void a_message_that_cannot_be_read_stands_alone() {
    publish(
        "w",
        "",
        """
        [{"id": "mail", "action": "send_email", "delay": "PT1H",
          "config": {"to": "lead@x.nl", "subject": "Hello", "text": "Hi"}}]
        """);
    start("1");
    start("2");
    kit.run();
    List<UUID> held = new ArrayList<>();
    kit.advance(Duration.ofMinutes(59));
    assertThat(kit.messages()).isEmpty();
    kit.clock().advance(Duration.ofMinutes(2));
    // Both messages are queued by a node that sends nothing itself.
    store.transact(
        transaction -> {
          MessageRow row =
              message(transaction.instances().list(Instances.Query.of(TENANT), null, 1).get(0));
          transaction.messages().insert(List.of(row));
          held.add(row.id());
          return row;
        });
    kit.run();
    assertThat(kit.messages()).hasSize(2);
    assertThat(aside())
        .extracting(entry -> entry.kind() + " " + entry.id())
        .containsExactly("MESSAGE " + held.get(0));
    assertThat(kit.engine().messaging().messages().get(TENANT, held.get(0)).state())
        .isEqualTo(MessageState.HELD);
    kit.engine()
        .setAside()
        .cancel(TENANT, SetAside.Kind.MESSAGE, held.get(0), ANNA, "beyond repair");
    assertThat(kit.engine().messaging().messages().get(TENANT, held.get(0)).state())
        .isEqualTo(MessageState.CANCELED);
    assertThat(aside()).isEmpty();
  }

  @Test
  void a_message_that_cannot_be_read_stops_nothing_that_is_done_to_many() {
    publish(
        "w",
        "",
        """
        [{"id": "mail", "action": "send_email",
          "config": {"to": "lead@x.nl", "subject": "Hello", "text": "Hi", "window":
            {"days": "TUE", "from": "09:00", "to": "17:00"}}}]
        """);
    start("1");
    kit.run();
    MessageRow broken =
        store.transact(
            transaction -> {
              MessageRow row =
                  message(transaction.instances().list(Instances.Query.of(TENANT), null, 1).get(0))
                      .with(new MessageRow.Plan(null, null, "{\"window\": "))
                      .with(MessageRow.Status.pending(kit.clock().instant().plusSeconds(60)));
              transaction.messages().insert(List.of(row));
              return row;
            });
    Messages.BulkReport report =
        kit.engine()
            .messaging()
            .messages()
            .bulk(Messages.Query.of(TENANT), Messages.BulkOperation.SEND_NOW, ANNA, progress -> {});
    assertThat(report.done()).isEqualTo(1);
    assertThat(report.failures()).containsOnlyKeys(broken.id());
    kit.run();
    assertThat(kit.messages()).hasSize(1);
    assertThat(kit.engine().messaging().messages().cancel(Messages.Query.of(TENANT), ANNA, null))
        .isEqualTo(1);
  }

  private MessageRow message(InstanceRow of) {
    return MessageRow.builder(TENANT, UUID.randomUUID(), "broken")
        .origin(new MessageRow.Origin(of.key(), "w", null, "mail", of.subject()))
        .channel("email")
        .recipient(MessageRow.Recipient.of("lead@x.nl"))
        .body("{\"to\": ")
        .purpose(dev.workflow.spi.Handling.NONE.purpose())
        .createdAt(kit.clock().instant())
        .revision(0)
        .status(MessageRow.Status.pending(kit.clock().instant()))
        .build();
  }

  @Test
  void tasks_of_an_instance_that_cannot_be_read_keep_nobody_from_theirs() {
    publish("w", "", "[{\"id\": \"a\", \"action\": \"approval\"}]");
    InstanceId broken = start("1");
    InstanceId sound = start("2");
    kit.run();
    kit.engine().tasks().claim(TENANT, sound, "a", ANNA);
    kit.engine().tasks().release(TENANT, sound, "a", ANNA);
    breakJournal(broken);
    Tasks tasks = kit.engine().tasks();
    assertThat(tasks.inbox(TENANT, ANNA, null, 10).items())
        .extracting(task -> task.id().instance())
        .containsExactly(broken, sound);
    assertThat(tasks.list(TENANT, null, 10).items()).hasSize(2);
    assertThat(tasks.query(TENANT, TaskQuery.visibleTo(ANNA), null, 10).items()).hasSize(2);
    assertThat(tasks.next(TENANT, ANNA, TaskQuery.all()))
        .hasValueSatisfying(task -> assertThat(task.id().instance()).isEqualTo(sound));
    assertThat(tasks.next(TENANT, ANNA, TaskQuery.all())).isEmpty();
    setAside(broken);
    kit.engine().setAside().delete(TENANT, SetAside.Kind.INSTANCE, broken.value(), ANNA);
  }
}
