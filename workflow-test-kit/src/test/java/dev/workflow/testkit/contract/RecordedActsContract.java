package dev.workflow.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.Actor;
import dev.workflow.InstanceId;
import dev.workflow.Json;
import dev.workflow.TaskId;
import dev.workflow.TaskNotices;
import dev.workflow.Tasks;
import dev.workflow.TenantId;
import dev.workflow.WorkflowEngine;
import dev.workflow.evidence.EvidencePack;
import dev.workflow.evidence.EvidenceVerifier;
import dev.workflow.instance.HistoryEntry;
import dev.workflow.instance.StepState;
import dev.workflow.task.TaskQuery;
import dev.workflow.testkit.WorkflowTestKit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * Whatever people, time and operators do to a task is in its history, its story and its evidence.
 */
public abstract class RecordedActsContract extends EngineContract {

  private static final TenantId TENANT = WorkflowTestKit.TENANT;
  private static final Actor ANNA = Actor.of("lawyer-anna");
  private static final Actor BOB = Actor.of("lawyer-bob");
  private static final Actor BOSS = Actor.of("boss");

  private InstanceId id;

  @Override
  protected WorkflowEngine.Builder customize(WorkflowEngine.Builder builder) {
    return super.customize(builder)
        .tasks(tasks -> tasks.withNotices(TaskNotices.on("in_app")))
        .actors(
            (tenant, actor, subject) ->
                actor.equals(BOSS)
                    ? Set.of("ADMIN")
                    : actor.id().startsWith("lawyer") ? Set.of("LAWYER") : Set.of());
  }

  private Tasks tasks() {
    return kit.engine().tasks();
  }

  private TaskId task(String step) {
    return TaskId.of(id, step);
  }

  private void complete(String step, Actor actor) {
    tasks().complete(TENANT, task(step), actor, json("{\"approved\": true}"));
    kit.run();
  }

  /** The visit of a step that is to be done now. */
  private String open(String step) {
    return tasks().query(TENANT, TaskQuery.all(), null, 50).items().stream()
        .map(task -> task.id().step())
        .filter(visit -> visit.equals(step) || visit.startsWith(step + "#"))
        .findFirst()
        .orElseThrow();
  }

  /** Every act there is, one way or another. */
  private void everything() {
    id =
        run(
            """
            [{"id": "one", "action": "approval", "role": "LAWYER", "due": "P2D", "claimFor": "PT2H",
              "escalate": [{"after": "PT1H", "role": "BOARD"}], "reminders": [{"before": "P1D"}]},
             {"id": "two", "action": "approval", "role": "LAWYER", "sendBack": ["one"]},
             {"id": "three", "action": "approval", "role": "LAWYER", "quorum": {"approvals": 2}},
             {"id": "four", "action": "approval", "role": "LAWYER", "allocate": "round-robin"},
             {"id": "five", "action": "approval", "role": "LAWYER", "early": true},
             {"id": "six", "action": "approval", "role": "LAWYER", "allowFailure": true},
             {"id": "seven", "action": "approval", "role": "LAWYER", "early": true, "excluding": "four"},
             {"id": "eight", "action": "approval", "role": "LAWYER"}]
            """,
            "{}");
    TaskId one = task("one");
    tasks().claim(TENANT, one, ANNA);
    kit.advance(Duration.ofDays(1).plusHours(3));
    tasks().decline(TENANT, one, Actor.of("lawyer-cas"), "no time");
    tasks().claim(TENANT, one, ANNA);
    tasks().release(TENANT, one, ANNA);
    tasks().claim(TENANT, one, ANNA);
    tasks().assign(TENANT, one, ANNA, BOB.id());
    tasks().delegate(TENANT, one, BOB, ANNA.id());
    tasks().resolve(TENANT, one, ANNA, json("{\"approved\": true}"));
    tasks().suspend(TENANT, one, BOB, kit.clock().instant().plusSeconds(3_600), "on hold");
    tasks().resume(TENANT, one, BOB);
    tasks().setDue(TENANT, one, BOB, kit.clock().instant().plusSeconds(7_200));
    tasks().setFollowUp(TENANT, one, BOB, kit.clock().instant().plusSeconds(60));
    tasks().setPriority(TENANT, one, BOB, 80);
    tasks().comment(TENANT, one, BOB, "Jane called");
    tasks().attach(TENANT, one, BOB, "letter.pdf", "https://x.example/1", "application/pdf");
    tasks().helpers(TENANT, one, BOB, List.of("lawyer-dirk"), List.of());
    int version = tasks().get(TENANT, one, BOB).draft() == null ? 0 : 1;
    tasks().save(TENANT, one, BOB, json("{\"approved\": false}"), version);
    complete("one", BOB);
    tasks().revoke(TENANT, one, BOB);
    complete("one#2", BOB);
    tasks().reopen(TENANT, task("one#2"), BOSS);
    complete("one#3", BOB);
    tasks().sendBack(TENANT, task(open("two")), ANNA, "one", "a page is missing");
    kit.run();
    complete(open("one"), BOB);
    complete(open("two"), ANNA);
    tasks().claim(TENANT, task("three"), ANNA);
    complete("three", ANNA);
    complete("three", BOB);
    tasks().complete(TENANT, task("five"), ANNA, json("{\"approved\": true}"));
    tasks().complete(TENANT, task("seven"), ANNA, json("{\"approved\": true}"));
    complete("four", ANNA);
    tasks().fail(TENANT, task("six"), BOB, "cannot be done", "no-budget");
    kit.run();
    kit.engine().instances().edit(TENANT, id, BOSS).remove("eight").apply();
    kit.engine().instances().moveTo(TENANT, id, "six", BOSS, "once more");
    kit.run();
  }

  private List<HistoryEntry> history() {
    return kit.engine().history().of(TENANT, id);
  }

  private Set<String> acts() {
    Set<String> acts = new TreeSet<>();
    for (HistoryEntry entry : history()) {
      if (entry instanceof HistoryEntry.TaskAct act) {
        acts.add(act.act());
      }
    }
    return acts;
  }

  /** The entries of a pack by the id that they have in the history. */
  private static Map<String, JsonNode> entries(EvidencePack pack) {
    Map<String, JsonNode> entries = new LinkedHashMap<>();
    for (JsonNode entry : Json.read(pack.json()).path("entries")) {
      if (entry.path("facts").has("id") && !entry.at("/facts/kind").asText().equals("message")) {
        entries.put(entry.at("/facts/id").asText(), entry);
      }
    }
    return entries;
  }

  @Test
  void every_act_is_in_the_history() {
    everything();
    assertThat(acts())
        .containsExactly(
            "allocate",
            "answer_early",
            "assign",
            "attach",
            "claim",
            "claim_ends",
            "comment",
            "decline",
            "delegate",
            "do_anew",
            "escalate",
            "fail",
            "helpers",
            "keep_as_draft",
            "lapse",
            "move_to",
            "release",
            "remind",
            "reopen",
            "resolve",
            "resume",
            "revoke",
            "save",
            "send_back",
            "set_due",
            "set_follow_up",
            "set_priority",
            "suspend",
            "vote");
  }

  @Test
  void every_act_is_told_in_words_of_its_own() {
    everything();
    String story = kit.engine().history().story(TENANT, id);
    assertThat(story)
        .contains(
            "is at it",
            "gives it back for others",
            "warns lawyer-anna that the claim ends at",
            "ends the claim of lawyer-anna",
            "escalates it to the role BOARD",
            "reminds of it, due",
            "declines it: no time",
            "assigns it from lawyer-anna to lawyer-bob",
            "delegates it to lawyer-anna",
            "gives it back to lawyer-bob",
            "puts it aside",
            "takes it up again",
            "wants it due",
            "shows it from",
            "changes its priority from 50 to 80",
            "says: Jane called",
            "attaches letter.pdf",
            "saves a draft, version",
            "takes the answer back",
            "opens it anew",
            "sends it back to one",
            "approves:",
            "finds nobody to give it to",
            "answers it before its turn",
            "keeps the answer as a draft: lawyer-anna has answered a step that excludes them",
            "says that it cannot be done, code no-budget",
            "moves the instance to it: once more");
    for (String act : acts()) {
      assertThat(story.lines().filter(line -> act.contains("_") && line.contains(act))).isEmpty();
    }
  }

  @Test
  void every_entry_of_the_history_is_in_the_evidence_with_all_its_values_and_verifies() {
    everything();
    EvidencePack pack = kit.engine().history().evidence(TENANT, id);
    assertThat(EvidenceVerifier.verify(pack.json()).isWhole()).isTrue();
    Map<String, JsonNode> entries = entries(pack);
    List<String> ids = new ArrayList<>();
    for (HistoryEntry entry : history()) {
      ids.add(entry.stamp().id());
      JsonNode kept = entries.get(entry.stamp().id());
      assertThat(kept).as("%s", entry).isNotNull();
      assertThat(kept.at("/values/actor/value").asText()).isEqualTo(entry.actor().id());
      if (entry instanceof HistoryEntry.TaskAct act) {
        assertThat(kept.at("/facts/act").asText()).isEqualTo(act.act());
        assertThat(kept.at("/facts/step").asText()).isEqualTo(act.step());
        act.detail()
            .properties()
            .forEach(
                part ->
                    assertThat(kept.at("/values").path("detail/" + part.getKey()).path("value"))
                        .as("%s of %s", part.getKey(), act)
                        .isEqualTo(part.getValue()));
      } else if (entry instanceof HistoryEntry.StepMove move && move.how().output() != null) {
        assertThat(kept.path("values").toString()).contains("output/");
      } else if (entry instanceof HistoryEntry.StepsChanged changed) {
        assertThat(kept.at("/facts/revision").asInt()).isEqualTo(changed.revision());
        assertThat(kept.at("/values/difference/value")).isEqualTo(changed.difference());
      }
    }
    assertThat(entries.keySet()).containsExactlyElementsOf(ids);
  }

  @Test
  void an_entry_that_is_changed_or_left_out_breaks_the_chain_of_any_kind_of_act() {
    everything();
    String pack = kit.engine().history().evidence(TENANT, id).json();
    List<String> lines = pack.lines().toList();
    for (int i = 1; i < lines.size() - 1; i++) {
      List<String> without = new ArrayList<>(lines);
      without.remove(i);
      assertThat(verifies(String.join("\n", without))).as(lines.get(i)).isFalse();
    }
  }

  private static boolean verifies(String pack) {
    return EvidenceVerifier.verify(pack).isWhole();
  }

  @Test
  void blocking_is_putting_aside_without_an_end_and_reassigning_is_assigning() {
    id = run("[{\"id\": \"one\", \"action\": \"approval\", \"role\": \"LAWYER\"}]", "{}");
    TaskId one = task("one");
    tasks().claim(TENANT, one, ANNA);
    tasks().block(TENANT, one, ANNA, "the file is missing");
    assertInstance(id).step("one", StepState.BLOCKED);
    assertThat(instance(id).step("one").reason()).contains("the file is missing");
    tasks().unblock(TENANT, one, ANNA);
    assertInstance(id).step("one", StepState.IN_PROGRESS);
    tasks().reassign(TENANT, one, ANNA, BOB.id());
    assertThat(acts()).contains("suspend", "resume", "assign");
    complete("one", BOB);
    assertInstance(id).isCompleted();
  }
}
