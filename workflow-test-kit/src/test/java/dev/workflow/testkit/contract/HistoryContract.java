package dev.workflow.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.workflow.Actor;
import dev.workflow.History;
import dev.workflow.History.Order;
import dev.workflow.InstanceId;
import dev.workflow.InvalidInputException;
import dev.workflow.Page;
import dev.workflow.SubjectRef;
import dev.workflow.TaskId;
import dev.workflow.Tasks;
import dev.workflow.TenantId;
import dev.workflow.evidence.EvidencePack;
import dev.workflow.evidence.EvidenceVerifier;
import dev.workflow.instance.HistoryEntry;
import dev.workflow.instance.StepState;
import dev.workflow.testkit.WorkflowTestKit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Who did what, for whom, when, from what to what and why can be read afterwards. */
public abstract class HistoryContract extends EngineContract {

  private static final TenantId TENANT = WorkflowTestKit.TENANT;
  private static final SubjectRef MATTER = SubjectRef.of("matter", "17");
  private static final Actor ANNA = Actor.of("anna");
  private static final Actor BOB = Actor.of("bob");
  private static final String ASK =
      "[{\"id\": \"ask\", \"action\": \"approval\", \"config\": {\"message\": \"Send it?\"}}]";

  private History history() {
    return kit.engine().history();
  }

  private Tasks tasks() {
    return kit.engine().tasks();
  }

  private TaskId ask(SubjectRef subject) {
    publish("w", "", ASK);
    return TaskId.of(kit.event("lead.created", subject, "{}").started().get(0).instance(), "ask");
  }

  private TaskId ask() {
    return ask(MATTER);
  }

  /** What people did, without what the engine did meanwhile. */
  private List<HistoryEntry> acts(InstanceId id) {
    return history().of(TENANT, id).stream()
        .filter(entry -> !entry.actor().equals(Actor.ENGINE))
        .filter(entry -> !(entry instanceof HistoryEntry.InstanceMove))
        .toList();
  }

  /** The story from the first act of a person on, without the times. */
  private List<String> told(InstanceId id) {
    return history()
        .story(TENANT, id)
        .lines()
        .filter(line -> line.contains("anna") || line.contains("bob"))
        .filter(line -> !line.contains("instance ACTIVE"))
        .map(line -> line.replaceFirst("^ +\\S+ +", ""))
        .toList();
  }

  @Test
  void an_answer_says_who_gave_it_and_what_it_was() {
    TaskId id = ask();
    tasks().complete(TENANT, id, ANNA, json("{\"approved\": true, \"comment\": \"Fine\"}"));
    List<HistoryEntry> acts = acts(id.instance());
    HistoryEntry.StepMove answer = (HistoryEntry.StepMove) acts.get(acts.size() - 1);
    assertThat(answer.step()).isEqualTo("ask");
    assertThat(answer.instance()).isEqualTo(id.instance());
    assertThat(answer.from()).isEqualTo(StepState.IN_PROGRESS);
    assertThat(answer.to()).isEqualTo(StepState.COMPLETED);
    assertThat(answer.actor()).isEqualTo(ANNA);
    assertThat(answer.onBehalfOf()).isNull();
    assertThat(answer.at()).isEqualTo(kit.clock().instant());
    assertThat(answer.how().output())
        .isEqualTo(json("{\"approved\": true, \"comment\": \"Fine\"}"));
    assertThat(told(id.instance()))
        .containsExactly(
            "ask READY -> IN_PROGRESS by anna",
            "ask IN_PROGRESS -> COMPLETED by anna: {\"approved\":true,\"comment\":\"Fine\"}");
  }

  @Test
  void a_reason_stands_with_what_it_was_given_for() {
    TaskId id = ask();
    tasks().skip(TENANT, id, ANNA, "Not needed");
    HistoryEntry act = acts(id.instance()).get(0);
    assertThat(act.reason()).isEqualTo("Not needed");
    assertThat(told(id.instance())).containsExactly("ask READY -> SKIPPED by anna: Not needed");
  }

  @Test
  void a_delegate_acts_for_the_owner() {
    TaskId id = ask();
    tasks().delegate(TENANT, id, ANNA, "bob");
    tasks().start(TENANT, id, BOB);
    HistoryEntry begun = acts(id.instance()).get(acts(id.instance()).size() - 1);
    assertThat(begun.actor()).isEqualTo(BOB);
    assertThat(begun.onBehalfOf()).isEqualTo(ANNA);
    tasks().resolve(TENANT, id, BOB, null);
    assertThat(told(id.instance()))
        .containsExactly(
            "ask: anna delegates it to bob",
            "ask READY -> IN_PROGRESS by bob for anna",
            "ask: bob gives it back to anna",
            "ask IN_PROGRESS -> READY by bob");
  }

  @Test
  void what_people_do_with_a_task_reads_as_sentences() {
    TaskId id = ask();
    tasks().claim(TENANT, id, ANNA);
    tasks().comment(TENANT, id, ANNA, "Who\nknows?");
    tasks().attach(TENANT, id, ANNA, "offer.pdf", "https://files/1", "application/pdf");
    tasks().setDue(TENANT, id, ANNA, kit.clock().instant().plus(Duration.ofDays(1)));
    tasks().setPriority(TENANT, id, ANNA, 80);
    tasks().save(TENANT, id, ANNA, json("{\"approved\": true}"), 0);
    tasks().suspend(TENANT, id, ANNA, null, "Waits for the client");
    tasks().resume(TENANT, id, BOB);
    tasks().release(TENANT, id, ANNA);
    assertThat(told(id.instance()))
        .containsExactly(
            "ask READY -> IN_PROGRESS by anna",
            "ask: anna says: Who\\nknows?",
            "ask: anna attaches offer.pdf (application/pdf): https://files/1",
            "ask: anna wants it due " + kit.clock().instant().plus(Duration.ofDays(1)),
            "ask: anna changes its priority from 50 to 80",
            "ask: anna saves a draft, version 1",
            "ask: anna puts it aside",
            "ask IN_PROGRESS -> BLOCKED by anna: Waits for the client",
            "ask: bob takes it up again",
            "ask BLOCKED -> READY by bob",
            "ask: anna gives it back for others",
            "ask IN_PROGRESS -> READY by anna");
  }

  @Test
  void each_of_several_answers_is_told() {
    InstanceId id =
        run("[{\"id\": \"ask\", \"action\": \"approval\", \"quorum\": {\"approvals\": 2}}]", "{}");
    TaskId task = TaskId.of(id, "ask");
    tasks().complete(TENANT, task, ANNA, json("{\"approved\": true}"));
    tasks().complete(TENANT, task, BOB, json("{\"approved\": true, \"comment\": \"Me too\"}"));
    assertThat(told(id).subList(0, 2))
        .containsExactly(
            "ask: anna approves: {\"approved\":true}",
            "ask: bob approves: {\"approved\":true,\"comment\":\"Me too\"}");
    assertInstance(id).isCompleted();
  }

  @Test
  void the_evidence_holds_all_that_is_known_and_can_be_verified() {
    publish(
        "w",
        "",
        "[{\"id\": \"mail\", \"action\": \"send_email\", \"config\": {\"to\": \"jane@example.com\","
            + " \"subject\": \"Hello\", \"text\": \"Dear {{name}}\"}}, "
            + ASK.substring(1));
    TaskId id =
        TaskId.of(
            kit.event(
                    "lead.created", MATTER, "{\"name\": \"Jane\", \"fee\": 0.10000000000000000001}")
                .started()
                .get(0)
                .instance(),
            "ask");
    tasks().complete(TENANT, id, ANNA, json("{\"approved\": true, \"comment\": \"<b>Fine</b>\"}"));
    kit.run();

    EvidencePack pack = history().evidence(TENANT, id.instance());
    EvidenceVerifier.Result result = EvidenceVerifier.verify(pack.json());
    assertThat(result.broken()).isNull();
    int around = 4; // how it began, its definition, the message and the end
    assertThat(result.entries()).isEqualTo(history().of(TENANT, id.instance()).size() + around);
    assertThat(pack.json())
        .contains("\"kind\":\"definition\"", "jane@example.com", "\"anna\"", "\"Jane\"")
        .contains("{\"$decimal\":\"0.10000000000000000001\"}");
    assertThat(pack.html()).contains("&lt;b&gt;Fine&lt;/b&gt;", "jane@example.com");

    EvidencePack erased =
        pack.without(
            (name, value) ->
                name.equals("recipient") || name.startsWith("content") || name.endsWith("/name"));
    assertThat(erased.json()).doesNotContain("\"Jane\"").contains("\"anna\"");
    assertThat(EvidenceVerifier.verify(erased.json()).isWhole()).isTrue();
    assertThat(erased.head()).isEqualTo(pack.head());
  }

  @Test
  void the_history_of_a_matter_goes_over_all_its_instances_in_both_directions() {
    TaskId first = ask();
    kit.advance(Duration.ofHours(1));
    TaskId second = ask();
    ask(SubjectRef.of("matter", "18"));
    kit.advance(Duration.ofHours(1));
    tasks().complete(TENANT, first, ANNA, json("{\"approved\": true}"));
    kit.advance(Duration.ofHours(1));
    tasks().complete(TENANT, second, BOB, json("{\"approved\": false}"));
    kit.run();

    List<HistoryEntry> all = pages(Order.OLDEST_FIRST, 1_000);
    assertThat(all).extracting(HistoryEntry::at).isSorted();
    assertThat(all)
        .filteredOn(entry -> entry.instance().equals(first.instance()))
        .isEqualTo(history().of(TENANT, first.instance()));
    assertThat(all)
        .filteredOn(entry -> entry.instance().equals(second.instance()))
        .isEqualTo(history().of(TENANT, second.instance()));
    assertThat(all)
        .hasSize(
            history().of(TENANT, first.instance()).size()
                + history().of(TENANT, second.instance()).size());
    List<HistoryEntry> backwards = new ArrayList<>(all);
    Collections.reverse(backwards);
    for (int limit : List.of(1, 2, 3)) {
      assertThat(pages(Order.OLDEST_FIRST, limit)).isEqualTo(all);
      assertThat(pages(Order.NEWEST_FIRST, limit)).isEqualTo(backwards);
    }
  }

  private List<HistoryEntry> pages(Order order, int limit) {
    List<HistoryEntry> all = new ArrayList<>();
    @Nullable String cursor = null;
    do {
      Page<HistoryEntry> page = history().of(TENANT, MATTER, order, cursor, limit);
      all.addAll(page.items());
      cursor = page.next().orElse(null);
    } while (cursor != null);
    return all;
  }

  @Test
  void what_happens_while_a_history_is_read_is_on_its_next_page() {
    TaskId id = ask();
    kit.advance(Duration.ofHours(1));
    Page<HistoryEntry> page = history().of(TENANT, MATTER, Order.OLDEST_FIRST, null, 1);
    tasks().comment(TENANT, id, ANNA, "Later");
    String cursor = Objects.requireNonNull(page.next().orElse(null));
    List<HistoryEntry> rest = history().of(TENANT, MATTER, Order.OLDEST_FIRST, cursor, 100).items();
    assertThat(rest.get(rest.size() - 1)).isInstanceOf(HistoryEntry.TaskAct.class);
  }

  @Test
  void a_cursor_belongs_to_one_subject_and_one_direction() {
    ask();
    String cursor = history().of(TENANT, MATTER, Order.OLDEST_FIRST, null, 1).next().orElseThrow();
    String refused =
        "The cursor has a problem:\n  (document): is not a cursor returned by this list";
    assertThatThrownBy(() -> history().of(TENANT, MATTER, Order.NEWEST_FIRST, cursor, 1))
        .isExactlyInstanceOf(InvalidInputException.class)
        .hasMessage(refused);
    assertThatThrownBy(
            () ->
                history().of(TENANT, SubjectRef.of("matter", "18"), Order.OLDEST_FIRST, cursor, 1))
        .hasMessage(refused);
  }
}
