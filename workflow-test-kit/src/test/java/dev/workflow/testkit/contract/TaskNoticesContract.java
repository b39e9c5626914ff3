package dev.workflow.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.Actor;
import dev.workflow.InstanceId;
import dev.workflow.SubjectRef;
import dev.workflow.TaskId;
import dev.workflow.TaskNotices;
import dev.workflow.Tasks;
import dev.workflow.TenantId;
import dev.workflow.WorkflowEngine;
import dev.workflow.WorkflowException;
import dev.workflow.definition.WorkflowDefinition;
import dev.workflow.instance.Migration;
import dev.workflow.messaging.ChannelAddress;
import dev.workflow.messaging.MessageTemplate;
import dev.workflow.messaging.Messages;
import dev.workflow.messaging.Suppressions;
import dev.workflow.spi.ActorDirectory;
import dev.workflow.spi.ChannelSender;
import dev.workflow.spi.Contact;
import dev.workflow.spi.FrequencyCap;
import dev.workflow.spi.Handling.Category;
import dev.workflow.spi.MessageState;
import dev.workflow.spi.OutboundMessage;
import dev.workflow.spi.SendResult;
import dev.workflow.spi.Window;
import dev.workflow.testkit.WorkflowTestKit;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Who is told of a task, when, and that nobody is who has nothing to do. */
public abstract class TaskNoticesContract extends EngineContract {

  private static final TenantId TENANT = WorkflowTestKit.TENANT;
  private static final Actor ANN = Actor.of("ann");
  private static final Actor BEN = Actor.of("ben");
  private static final Actor BOSS = Actor.of("boss");
  private static final String TOLD = "\"notify\": {\"channels\": [\"in_app\", \"email\"]}, ";
  private static final String ASK = ask(TOLD);

  private final Members members = new Members();
  private final List<String> needless = new ArrayList<>();
  private final List<String> watched = new ArrayList<>();
  private TaskNotices notices = TaskNotices.off();
  private boolean watching;

  /** LAWYER are ann and ben, PARTNER is paul; boss is ADMIN and has no role. */
  private static final class Members implements ActorDirectory {

    private final Map<String, Set<String>> roles = new HashMap<>();
    private @Nullable RuntimeException fault;
    private boolean lists = true;
    private Runnable asked = () -> {};

    Members() {
      roles.put("LAWYER", new LinkedHashSet<>(List.of("ann", "ben")));
      roles.put("PARTNER", Set.of("paul"));
    }

    @Override
    public Set<String> roles(TenantId tenant, Actor actor, @Nullable SubjectRef subject) {
      Set<String> has = new LinkedHashSet<>();
      roles.forEach(
          (role, actors) -> has.addAll(actors.contains(actor.id()) ? Set.of(role) : Set.of()));
      return actor.equals(BOSS) ? Set.of(ADMIN) : has;
    }

    @Override
    public Optional<Map<Membership, Set<Actor>>> eligible(TenantId tenant, Set<Membership> asked) {
      if (fault != null) {
        throw fault;
      }
      if (!lists) {
        return Optional.empty();
      }
      Map<Membership, Set<Actor>> all = new HashMap<>();
      for (Membership one : asked) {
        Set<Actor> actors = new LinkedHashSet<>();
        roles.getOrDefault(one.role(), Set.of()).forEach(id -> actors.add(Actor.of(id)));
        all.put(one, actors);
      }
      return Optional.of(all);
    }

    @Override
    public Map<Actor, Contact> contacts(TenantId tenant, Set<Actor> actors) {
      asked.run();
      Map<Actor, Contact> contacts = new HashMap<>();
      actors.forEach(
          actor -> contacts.put(actor, Contact.of("email", actor.id() + "@example.org")));
      return contacts;
    }
  }

  private static String ask(String keys) {
    return "[{\"id\": \"ask\", \"name\": \"Send it?\", \"action\": \"approval\", "
        + keys
        + "\"role\": \"LAWYER\", \"due\": \"P2D\"}]";
  }

  @Override
  protected WorkflowEngine.Builder customize(WorkflowEngine.Builder builder) {
    return super.customize(builder)
        .actors(members)
        .tasks(tasks -> tasks.withNotices(notices))
        .messaging(
            m -> {
              if (watching) {
                m.sender(new Watching());
              } else {
                m.frequencyCaps(
                    List.of(new FrequencyCap(Category.FOLLOW_UP, 20, Duration.ofHours(1))));
              }
            });
  }

  /** A new kit whose engine tells people like this. */
  private void telling(TaskNotices how) {
    kit.close();
    notices = how;
    kit = WorkflowTestKit.on(store, this::customize);
  }

  private Tasks tasks() {
    return kit.engine().tasks();
  }

  private static TaskId task(InstanceId id) {
    return TaskId.of(id, "ask");
  }

  /** What was sent, as recipient and title. */
  private List<String> sent(String channel) {
    return kit.messages(channel).stream().map(TaskNoticesContract::line).sorted().toList();
  }

  private static String line(OutboundMessage message) {
    return message.recipient() + " " + message.text("subject");
  }

  /** What has become of all messages of the tenant, on a channel. */
  private List<String> states(String channel, MessageState state) {
    return kit.engine().messaging().messages().list(TENANT, null, state, null, 200).items().stream()
        .filter(message -> message.channel().equals(channel))
        .map(Messages.Message::result)
        .toList();
  }

  @Test
  void whoever_may_do_a_step_is_told_on_each_channel_when_it_is_ready() {
    run(ASK, "{}");
    assertThat(sent("email"))
        .containsExactly("ann@example.org To do: Send it?", "ben@example.org To do: Send it?");
    assertThat(sent("in_app")).containsExactly("ann To do: Send it?", "ben To do: Send it?");
    OutboundMessage one = kit.messages("in_app").get(0);
    assertThat(one.text("text"))
        .isEqualTo("Send it?\nAbout lead 42\nDue Wednesday 7 January 2026 09:00 (UTC)");
    assertThat(one.content().path("task").path("step").asText()).isEqualTo("ask");
    assertThat(one.handling().purpose().category()).isEqualTo(Category.FOLLOW_UP);
    assertThat(states("task_notice", MessageState.SENT))
        .containsExactly("ann by in_app, email; ben by in_app, email");
  }

  @Test
  void the_story_says_who_was_told_how() {
    String how = "\"notify\": {\"channels\": \"email\", \"digest\": \"PT10M\"}, ";
    InstanceId id = run(ask(how), "{}");
    kit.advance(Duration.ofMinutes(11));
    tasks().assign(TENANT, task(id), BOSS, "ann");
    kit.advance(Duration.ofMinutes(11));
    assertThat(kit.story(id))
        .contains("2026-01-05T09:10:05Z  ask: the engine tells ann and ben by email")
        .contains("2026-01-05T09:20:05Z  ask: the engine tells ann by email");
  }

  @Test
  void a_step_that_says_nothing_tells_nobody_unless_the_engine_does_so_for_all() {
    run(ask(""), "{}");
    assertThat(kit.messages()).isEmpty();
    telling(TaskNotices.on("email"));
    run(ask(""), "{}");
    assertThat(sent("email")).hasSize(2);
    run(ask("\"notify\": false, "), "{}");
    assertThat(sent("email")).hasSize(2);
  }

  @Test
  void what_waits_is_taken_back_when_somebody_claims_and_told_anew_when_they_give_it_back() {
    telling(TaskNotices.on("email").withDigest(Duration.ofMinutes(15)));
    InstanceId id = run(ask(""), "{}");
    kit.advance(Duration.ofMinutes(5));
    tasks().claim(TENANT, id, "ask", BEN);
    assertThat(states("task_notice", MessageState.CANCELED))
        .containsExactly("the task has changed");
    kit.advance(Duration.ofHours(1));
    assertThat(kit.messages()).isEmpty();
    tasks().release(TENANT, id, "ask", BEN);
    kit.advance(Duration.ofHours(1));
    assertThat(sent("email")).containsExactly("ann@example.org To do: Send it?");
  }

  @Test
  void tasks_of_one_time_are_one_message_for_each_person() {
    telling(TaskNotices.on("email").withDigest(Duration.ofMinutes(15)));
    publish("w", "", ask(""));
    InstanceId first = started("1");
    started("2");
    InstanceId third = started("3");
    tasks().complete(TENANT, first, "ask", ANN, json("{\"approved\": true}"));
    tasks().assign(TENANT, task(third), BOSS, "ben");
    kit.advance(Duration.ofMinutes(16));
    assertThat(kit.messages("email")).hasSize(2);
    Map<String, Integer> count = new HashMap<>();
    kit.messages("email")
        .forEach(
            one -> count.put(one.recipient(), Math.max(1, one.content().path("count").asInt())));
    assertThat(count).isEqualTo(Map.of("ann@example.org", 1, "ben@example.org", 2));
  }

  private InstanceId started(String lead) {
    return kit.event("lead.created", SubjectRef.of("lead", lead), "{}").started().get(0).instance();
  }

  @Test
  void outside_of_the_hours_of_the_engine_nobody_is_chosen_yet() {
    Window afternoon =
        new Window(EnumSet.allOf(DayOfWeek.class), LocalTime.of(14, 0), LocalTime.of(18, 0), null);
    telling(TaskNotices.on("email").withWindow(afternoon));
    run(ask(""), "{}");
    assertThat(kit.messages()).isEmpty();
    members.roles.put("LAWYER", Set.of("carl"));
    kit.advance(Duration.ofHours(6));
    assertThat(sent("email")).containsExactly("carl@example.org To do: Send it?");
  }

  @Test
  void a_reminder_goes_to_whoever_has_it_then() {
    String reminders =
        "\"reminders\": [{\"before\": \"P1D\"}, {\"after\": \"PT0S\", \"every\": \"P1D\"}], ";
    InstanceId id = run(ask(reminders), "{}");
    assertThat(kit.messages()).isEmpty();
    kit.advance(Duration.ofDays(1));
    assertThat(sent("in_app")).containsExactly("ann Reminder: Send it?", "ben Reminder: Send it?");
    tasks().claim(TENANT, id, "ask", ANN);
    kit.advance(Duration.ofDays(1));
    assertThat(sent("in_app")).hasSize(3).contains("ann Overdue: Send it?");
    tasks().complete(TENANT, id, "ask", ANN, json("{\"approved\": true}"));
    kit.advance(Duration.ofDays(5));
    assertThat(sent("in_app")).hasSize(3);
  }

  @Test
  void an_escalation_tells_the_old_and_the_new_ones() {
    run(
        ask(
            "\"escalate\": [{\"after\": \"PT1H\", \"role\": \"PARTNER\"},"
                + " {\"after\": \"PT2H\", \"assignee\": \"carl\"}], "),
        "{}");
    kit.advance(Duration.ofHours(1));
    assertThat(sent("in_app"))
        .containsExactly(
            "ann Escalated to you: Send it?",
            "ben Escalated to you: Send it?",
            "paul Escalated to you: Send it?");
    kit.advance(Duration.ofHours(1));
    assertThat(sent("in_app"))
        .hasSize(7)
        .contains(
            "ann No longer yours, carl has it now: Send it?",
            "paul No longer yours, carl has it now: Send it?",
            "carl Escalated to you: Send it?");
  }

  @Test
  void who_is_given_a_task_is_told_and_who_gives_it_is_not() {
    InstanceId id = run(ASK, "{}");
    int before = kit.messages("in_app").size();
    tasks().assign(TENANT, task(id), BOSS, "ann");
    kit.run();
    assertThat(sent("in_app")).hasSize(before + 1).contains("ann From boss: Send it?");
    tasks().delegate(TENANT, task(id), ANN, "ben");
    kit.run();
    assertThat(sent("in_app")).hasSize(before + 2).contains("ben From ann: Send it?");
    tasks().resolve(TENANT, task(id), BEN, null);
    kit.run();
    assertThat(sent("in_app")).hasSize(before + 3).contains("ann From ben: Send it?");
  }

  @Test
  void a_holder_over_whom_somebody_acts_is_told_what_they_did() {
    InstanceId id = run(ASK, "{}");
    tasks().claim(TENANT, id, "ask", ANN);
    int before = kit.messages("in_app").size();
    tasks().setDue(TENANT, task(id), BOSS, Instant.parse("2026-02-01T12:00:00Z"));
    kit.run();
    assertThat(sent("in_app"))
        .hasSize(before + 1)
        .contains("ann Changed by boss (set due): Send it?");
    tasks().comment(TENANT, task(id), BOSS, "soon, please");
    tasks().assign(TENANT, task(id), BOSS, "ben");
    kit.run();
    assertThat(sent("in_app"))
        .hasSize(before + 3)
        .contains("ann No longer yours, ben has it now: Send it?", "ben From boss: Send it?");
    tasks().complete(TENANT, id, "ask", BOSS, json("{\"approved\": true}"));
    kit.run();
    assertThat(sent("in_app"))
        .hasSize(before + 4)
        .contains("ben Changed by boss (completed): Send it?");
    assertInstance(id).isCompleted();
  }

  @Test
  void nobody_is_told_of_a_paused_instance_until_it_goes_on() {
    telling(TaskNotices.on("email").withDigest(Duration.ofMinutes(15)));
    InstanceId id = run(ask(""), "{}");
    kit.engine().instances().pause(TENANT, id, BOSS, null);
    kit.advance(Duration.ofDays(1));
    assertThat(kit.messages()).isEmpty();
    kit.engine().instances().resume(TENANT, id, BOSS);
    kit.advance(Duration.ofHours(1));
    assertThat(sent("email")).hasSize(2);
  }

  @Test
  void nobody_is_told_of_a_task_that_was_put_aside_or_whose_instance_was_cancelled() {
    telling(TaskNotices.on("email").withDigest(Duration.ofMinutes(15)));
    InstanceId aside = run(ask(""), "{}");
    tasks().suspend(TENANT, task(aside), ANN, null, "later");
    InstanceId cancelled = started("7");
    kit.engine().instances().cancel(TENANT, cancelled, BOSS, "never mind");
    kit.advance(Duration.ofDays(1));
    assertThat(kit.messages()).isEmpty();
    tasks().resume(TENANT, task(aside), ANN);
    kit.advance(Duration.ofHours(1));
    assertThat(sent("email")).containsExactly("ben@example.org To do: Send it?");
  }

  @Test
  void who_has_voted_or_is_excluded_is_not_told() {
    InstanceId id =
        run(
            "[{\"id\": \"first\", \"action\": \"approval\", \"role\": \"LAWYER\"},"
                + " {\"id\": \"ask\", \"name\": \"Both?\", \"action\": \"approval\","
                + " \"role\": [\"LAWYER\", \"PARTNER\"], \"excluding\": \"first\","
                + " \"quorum\": {\"approvals\": 2}, \"due\": \"P1D\","
                + " \"reminders\": [{\"after\": \"PT0S\"}], "
                + "\"notify\": {}}]",
            "{}");
    tasks().complete(TENANT, id, "first", ANN, json("{\"approved\": true}"));
    kit.run();
    assertThat(sent("in_app")).containsExactly("ben To do: Both?", "paul To do: Both?");
    tasks().complete(TENANT, id, "ask", BEN, json("{\"approved\": true}"));
    kit.advance(Duration.ofDays(1));
    assertThat(sent("in_app")).hasSize(3).contains("paul Overdue: Both?");
  }

  @Test
  void each_round_and_each_sub_workflow_tells_of_its_own_task() {
    kit.publish("{\"key\": \"sub\", \"steps\": " + ask(TOLD) + "}");
    InstanceId id =
        run(
            "[{\"id\": \"all\", \"each\": {\"items\": [1, 2], \"maxConcurrent\": 2, \"steps\": "
                + ask(TOLD)
                + "}}, {\"id\": \"below\", \"workflow\": \"sub\"}]",
            "{}");
    int before = kit.messages("in_app").size();
    tasks().complete(TENANT, id, "ask[0]", ANN, json("{\"approved\": true}"));
    tasks().complete(TENANT, id, "ask[1]", ANN, json("{\"approved\": true}"));
    kit.run();
    assertThat(kit.messages("in_app")).hasSize(before + 2);
  }

  @Test
  void a_retry_tells_anew_of_what_is_open_again() {
    InstanceId id = run(ASK, "{}");
    tasks().fail(TENANT, id, "ask", ANN, "no");
    assertThat(sent("in_app")).hasSize(2);
    kit.engine().instances().retry(TENANT, id, BOSS);
    kit.run();
    assertThat(sent("in_app")).hasSize(4);
  }

  @Test
  void a_directory_that_throws_is_asked_again() {
    members.fault = new IllegalStateException("the directory is away");
    run(ASK, "{}");
    assertThat(kit.messages()).isEmpty();
    members.fault = null;
    kit.advance(Duration.ofHours(1));
    assertThat(sent("email")).hasSize(2);
  }

  @Test
  void of_many_who_may_do_it_so_many_are_told_as_the_engine_says_and_the_rest_is_counted() {
    telling(TaskNotices.on("in_app").withMost(50));
    Set<String> many = new LinkedHashSet<>();
    for (int i = 1; i <= 1_000; i++) {
      many.add("lawyer-" + i);
    }
    members.roles.put("LAWYER", many);
    run(ask(""), "{}");
    assertThat(kit.messages("in_app")).hasSize(50);
    assertThat(states("task_notice", MessageState.SENT))
        .singleElement()
        .satisfies(
            result ->
                assertThat(result)
                    .endsWith(" and 30 more; 950 of 1000 were left out (TaskNotices.most)"));
  }

  @Test
  void everybody_is_nobody_in_particular() {
    run("[{\"id\": \"ask\", \"action\": \"approval\", \"notify\": {}}]", "{}");
    assertThat(kit.messages()).isEmpty();
    assertThat(states("task_notice", MessageState.SENT))
        .containsExactly("nobody: everybody may do it, so nobody in particular is told");
  }

  @Test
  void a_template_of_the_tenant_says_it_in_its_own_words_and_with_a_link() {
    telling(
        TaskNotices.on("in_app", "email")
            .withTemplate("task")
            .withLink("https://app.example.org/{{task.instance}}/{{task.step}}"));
    kit.engine()
        .messaging()
        .templates()
        .publish(
            TENANT,
            MessageTemplate.builder("task")
                .email(
                    "en",
                    "{{task.name}} of {{recipient.address}}",
                    "<a href=\"{{task.link}}\">{{task.kind}}</a>")
                .build(),
            BOSS);
    InstanceId id = run(ask("\"candidates\": [\"{{who}}\"], "), "{\"who\": \"dora\"}");
    assertThat(sent("email")).hasSize(3);
    assertThat(kit.messages("email").get(0).text("html"))
        .isEqualTo("<a href=\"https://app.example.org/" + id + "/ask\">ready</a>");
    // it has no text for the other channel, so that says it in the words of the engine
    assertThat(sent("in_app")).contains("dora To do: Send it?");
    assertThat(kit.messages("in_app").get(0).text("link"))
        .isEqualTo("https://app.example.org/" + id + "/ask");
  }

  @Test
  void an_address_that_gets_nothing_more_gets_no_notice_either() {
    kit.engine()
        .messaging()
        .suppressions()
        .suppress(
            TENANT,
            new ChannelAddress("email", "ann@example.org"),
            Suppressions.Reason.HARD_BOUNCE,
            Suppressions.Scope.EVERYTHING,
            BOSS,
            null);
    run(ASK, "{}");
    assertThat(sent("email")).containsExactly("ben@example.org To do: Send it?");
    assertThat(sent("in_app")).hasSize(2);
  }

  @Test
  void one_person_gets_no_more_notices_than_the_caps_allow() {
    publish("w", "", ask(TOLD));
    for (int i = 0; i < 15; i++) {
      started(String.valueOf(i));
    }
    // 20 within an hour to one person, whichever the channel
    assertThat(kit.messages().stream().filter(one -> line(one).startsWith("ann"))).hasSize(20);
  }

  @Test
  void a_claim_before_a_cap_lets_it_go_makes_it_needless() {
    publish("w", "", ask("\"notify\": {}, "));
    for (int i = 0; i < 25; i++) {
      started(String.valueOf(i));
    }
    assertThat(kit.messages("in_app")).hasSize(40);
    for (Tasks.Task one : tasks().list(TENANT, null, 100).items()) {
      tasks().claim(TENANT, one.instance(), one.step(), ANN);
    }
    kit.advance(Duration.ofDays(1));
    assertThat(kit.messages("in_app")).hasSize(40);
    assertThat(states("in_app", MessageState.CANCELED)).hasSize(10);
  }

  @Test
  void what_is_told_is_written_with_the_change_and_survives_its_node() {
    kit.publish("{\"key\": \"w\", \"steps\": " + ASK + "}");
    kit.engine()
        .instances()
        .start(TENANT, "w", LEAD, json("{}"), BOSS); // nothing runs: the process ends here
    kit.close();
    kit = WorkflowTestKit.on(store, this::customize);
    kit.run();
    assertThat(sent("email"))
        .containsExactly("ann@example.org To do: Send it?", "ben@example.org To do: Send it?");
  }

  @Test
  void a_node_that_finds_out_too_late_who_is_told_adds_nothing_to_what_another_has_told() {
    List<OutboundMessage> other = new ArrayList<>();
    members.asked =
        () -> {
          members.asked = () -> {};
          try (WorkflowTestKit second = WorkflowTestKit.on(store, this::customize)) {
            second.advance(Duration.ofMinutes(5)); // the lease of the first has run out
            other.addAll(second.messages("email"));
          }
        };
    run(ASK, "{}");
    assertThat(other).hasSize(2);
    kit.advance(Duration.ofMinutes(10));
    assertThat(kit.messages("email")).isEmpty();
    assertThat(kit.messages("in_app")).isEmpty();
  }

  @Test
  void steps_of_an_older_version_are_told_by_what_their_version_says() {
    InstanceId old = run(ask("\"reminders\": [{\"before\": \"P1D\"}], "), "{}");
    publish("w", "", ask("\"notify\": false, "));
    kit.advance(Duration.ofDays(1));
    assertThat(sent("in_app")).hasSize(2);
    assertInstance(old).isActive();
  }

  @Test
  void what_waits_to_be_told_of_a_step_is_told_when_another_version_calls_it_otherwise() {
    telling(TaskNotices.on("email").withDigest(Duration.ofMinutes(15)));
    InstanceId id = run(ask(""), "{}");
    publish("w", "", ask("").replace("\"ask\"", "\"decide\""));
    assertThat(
            kit.engine()
                .instances()
                .migrate(TENANT, id, Migration.to(2).step("ask", "decide"), BOSS)
                .problems())
        .isEmpty();
    kit.advance(Duration.ofMinutes(16));
    assertThat(sent("email"))
        .containsExactlyInAnyOrder(
            "ann@example.org To do: Send it?", "ben@example.org To do: Send it?");
    assertThat(kit.messages("email").get(0).content().at("/task/step").asText())
        .isEqualTo("decide");
  }

  @Test
  void a_channel_without_a_sender_is_said_when_the_document_is_read_and_fails_no_step() {
    String how = "\"notify\": {\"channels\": [\"fax\", \"email\"], \"template\": \"no_such\"}, ";
    WorkflowDefinition definition =
        WorkflowDefinition.parse("{\"key\": \"w\", \"steps\": " + ask(how) + "}");
    assertThat(kit.engine().definitions().warnings(TENANT, definition))
        .extracting(Object::toString)
        .containsExactlyInAnyOrder(
            "/steps/0/notify/channels/0: no sender is registered for the channel \"fax\": nobody is"
                + " told on it; give one with builder.messaging(m -> m.sender(...))",
            "/steps/0/notify/template: the tenant has no template \"no_such\"; the engine's own"
                + " text is sent");
    run(ask(how), "{}");
    assertThat(sent("email")).hasSize(2);
    InstanceId alone = run(ask("\"notify\": {\"channels\": \"fax\"}, "), "{}");
    assertInstance(alone).isActive();
    assertThat(kit.messages("fax")).isEmpty();
  }

  @Test
  void whoever_has_claimed_is_warned_once_when_four_fifths_of_the_time_have_passed() {
    InstanceId id = run(ask(TOLD + "\"claimFor\": \"PT10H\", "), "{}");
    tasks().claim(TENANT, id, "ask", ANN);
    int before = kit.messages("in_app").size();
    kit.advance(Duration.ofHours(8).minusSeconds(1));
    assertThat(sent("in_app")).hasSize(before);
    kit.advance(Duration.ofSeconds(1));
    assertThat(sent("in_app")).hasSize(before + 1).contains("ann Your claim ends soon: Send it?");
    assertThat(kit.story(id))
        .contains("ask: the engine warns ann that the claim ends at 2026-01-05T19:00:00Z");
    tasks().comment(TENANT, task(id), ANN, "still at it");
    kit.advance(Duration.ofHours(8));
    assertThat(sent("in_app")).hasSize(before + 2);
    kit.advance(Duration.ofHours(2));
    assertThat(sent("in_app"))
        .hasSize(before + 4)
        .filteredOn("ann To do: Send it?"::equals)
        .hasSize(2);
  }

  @Test
  void a_warning_that_waits_is_taken_back_when_the_claimant_does_something() {
    telling(TaskNotices.on("in_app").withDigest(Duration.ofHours(1)));
    InstanceId id = run(ask("\"claimFor\": \"PT10H\", "), "{}");
    tasks().claim(TENANT, id, "ask", ANN);
    kit.advance(Duration.ofHours(8).plusMinutes(1));
    tasks().comment(TENANT, task(id), ANN, "still at it");
    kit.advance(Duration.ofHours(2));
    assertThat(kit.messages("in_app")).isEmpty();
  }

  @Test
  void nobody_is_warned_where_nobody_is_told_nor_of_what_is_assigned() {
    InstanceId id = run(ask("\"claimFor\": \"PT10H\", "), "{}");
    tasks().claim(TENANT, id, "ask", ANN);
    kit.advance(Duration.ofHours(9));
    assertThat(kit.story(id)).doesNotContain("warns");
    InstanceId assigned = run(ask(TOLD + "\"assignee\": \"ann\", \"claimFor\": \"PT10H\", "), "{}");
    tasks().claim(TENANT, assigned, "ask", ANN);
    kit.advance(Duration.ofHours(9));
    assertThat(kit.story(assigned)).doesNotContain("warns");
  }

  @Test
  void the_picture_shows_who_was_told_and_how_often_it_was_done_anew() {
    InstanceId id =
        run(
            ask(
                TOLD
                    + "\"reminders\": [{\"before\": \"P1D\"}],"
                    + " \"escalate\": [{\"after\": \"PT30H\", \"role\": \"PARTNER\"}], "),
            "{}");
    kit.advance(Duration.ofHours(31));
    assertThat(kit.engine().history().diagram(TENANT, id))
        .contains("ns_ask_[\"reminded once; escalated once; told ann, ben, paul\"]")
        .contains("class s_ask_ READY");
  }

  @Test
  void a_substitute_is_told_what_whoever_is_away_is_told_and_for_whom() {
    Instant now = kit.clock().instant();
    Actor sue = Actor.of("sue");
    kit.engine().actors().absence(TENANT, ANN, now, now.plus(Duration.ofDays(1)), sue);
    InstanceId id = run(ASK, "{}");
    assertThat(sent("in_app"))
        .containsExactly("ann To do: Send it?", "ben To do: Send it?", "sue To do: Send it?");
    assertThat(kit.messages("in_app"))
        .filteredOn(message -> message.recipient().equals("sue"))
        .singleElement()
        .satisfies(message -> assertThat(message.text("text")).contains("For ann, who is away"));
    int before = kit.messages("in_app").size();
    tasks().assign(TENANT, task(id), BOSS, "ann");
    kit.run();
    assertThat(sent("in_app"))
        .hasSize(before + 2)
        .contains("ann From boss: Send it?", "sue From boss: Send it?");
    kit.advance(Duration.ofDays(1));
    tasks().setPriority(TENANT, task(id), BOSS, 90);
    kit.run();
    assertThat(sent("in_app"))
        .hasSize(before + 3)
        .contains("ann Changed by boss (set priority): Send it?");
  }

  @Test
  void who_may_not_do_it_themselves_is_not_told_for_somebody_who_is_away() {
    Instant now = kit.clock().instant();
    kit.engine().actors().absence(TENANT, ANN, now, now.plus(Duration.ofDays(1)), BEN);
    InstanceId id =
        run(
            "[{\"id\": \"first\", \"action\": \"approval\"},"
                + " {\"id\": \"ask\", \"name\": \"Send it?\", \"action\": \"approval\", "
                + TOLD
                + "\"candidates\": [\"ann\"], \"excluding\": \"first\"}]",
            "{}");
    tasks().complete(TENANT, id, "first", BEN, json("{\"approved\": true}"));
    kit.run();
    assertThat(sent("in_app")).containsExactly("ann To do: Send it?");
  }

  @Test
  void a_role_that_the_directory_does_not_list_is_said_and_who_is_named_is_told_all_the_same() {
    members.lists = false;
    run(ask(TOLD + "\"candidates\": [\"dora\"], "), "{}");
    assertThat(sent("in_app")).containsExactly("dora To do: Send it?");
    run(ask(TOLD), "{}");
    assertThat(states("task_notice", MessageState.SENT))
        .contains(
            "nobody: the ActorDirectory does not tell who has LAWYER; override"
                + " ActorDirectory.eligible");
  }

  /**
   * Asks of each notice, at the moment at which it goes out, whether its reader could act on it.
   */
  private final class Watching implements ChannelSender {

    @Override
    public String channel() {
      return "in_app";
    }

    @Override
    public SendResult send(OutboundMessage message) {
      JsonNode items = message.content().path("items");
      if (items.isEmpty()) {
        watch(message.content().path("task"));
      }
      items.forEach(item -> watch(item.path("task")));
      return SendResult.sent(null);
    }

    private void watch(JsonNode told) {
      InstanceId instance = InstanceId.parse(told.path("instance").asText());
      Actor to = Actor.of(told.path("to").asText());
      String what = told.path("kind").asText() + " to " + to.id();
      watched.add(what);
      if (!told.path("fixed").booleanValue()) {
        tasks()
            .whyNot(TENANT, instance, told.path("step").asText(), to)
            .filter(why -> why.reason() != Tasks.Reason.RESOLVE_FIRST)
            .ifPresent(why -> needless.add(what + ": " + why.message()));
      }
    }
  }

  @Test
  void whatever_people_do_nobody_is_told_who_has_nothing_to_do() {
    watching = true;
    telling(TaskNotices.on("in_app").withDigest(Duration.ofMinutes(15)));
    publish(
        "w",
        "",
        ask(
            "\"reminders\": [{\"before\": \"P1D\"}, {\"after\": \"PT0S\", \"every\": \"PT6H\"}],"
                + " \"escalate\": [{\"after\": \"PT8H\", \"role\": \"PARTNER\"}], "));
    for (int seed = 0; seed < 6; seed++) {
      Random random = new Random(seed);
      List<TaskId> open = new ArrayList<>();
      for (int act = 0; act < 40; act++) {
        if (open.size() < 4) {
          open.add(task(started(seed + "-" + act)));
        }
        TaskId task = open.get(random.nextInt(open.size()));
        Actor actor = List.of(ANN, BEN, BOSS, Actor.of("paul")).get(random.nextInt(4));
        String to = List.of("ann", "ben", "paul", "carl").get(random.nextInt(4));
        try {
          act(random.nextInt(12), task, actor, to);
        } catch (WorkflowException e) {
          // they may not, or it is not the time: nothing has happened
        }
        kit.advance(Duration.ofMinutes(random.nextInt(5) == 0 ? 400 : random.nextInt(20)));
      }
      assertThat(needless).as("seed " + seed).isEmpty();
    }
    assertThat(watched).contains("ready to ann", "reminder to ben", "escalated to paul");
  }

  private void act(int which, TaskId task, Actor actor, String to) {
    switch (which) {
      case 0, 1 -> tasks().claim(TENANT, task.instance(), task.step(), actor);
      case 2 -> tasks().release(TENANT, task.instance(), task.step(), actor);
      case 3 -> tasks().assign(TENANT, task, actor, to);
      case 4 -> tasks().delegate(TENANT, task, actor, to);
      case 5 -> tasks().resolve(TENANT, task, actor, null);
      case 6 -> tasks().suspend(TENANT, task, actor, null, null);
      case 7 -> tasks().resume(TENANT, task, actor);
      case 8 -> kit.engine().instances().pause(TENANT, task.instance(), BOSS, null);
      case 9 -> kit.engine().instances().resume(TENANT, task.instance(), BOSS);
      case 10 ->
          tasks().setDue(TENANT, task, actor, kit.clock().instant().plus(Duration.ofHours(3)));
      default ->
          tasks()
              .complete(TENANT, task.instance(), task.step(), actor, json("{\"approved\": true}"));
    }
  }
}
