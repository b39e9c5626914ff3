package dev.workflow.testkit.contract;

import static dev.workflow.testkit.WorkflowTestKit.TENANT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.workflow.Actor;
import dev.workflow.EngineOptions;
import dev.workflow.Event;
import dev.workflow.InstanceId;
import dev.workflow.InvalidInputException;
import dev.workflow.NotFoundException;
import dev.workflow.Page;
import dev.workflow.SubjectRef;
import dev.workflow.WorkflowEngine;
import dev.workflow.decision.Decision;
import dev.workflow.decision.Decision.Kind;
import dev.workflow.decision.Decision.Verdict;
import dev.workflow.decision.Decisions;
import dev.workflow.decision.Decisions.Query;
import dev.workflow.spi.FieldPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Why things happened, and why others did not. */
public abstract class DecisionsContract extends EngineContract {

  private static final Actor ANN = Actor.of("ann");
  private static final Actor HR = Actor.of("hr");
  private static final String NOTE = "[{\"id\": \"note\", \"action\": \"work\", \"config\": {}}]";
  private static final String WAIT =
      "[{\"id\": \"reply\", \"wait\": {\"event\": \"message.received\", \"timeout\": \"P3D\"}}]";

  private boolean masks;

  @Override
  protected WorkflowEngine.Builder customize(WorkflowEngine.Builder builder) {
    return super.customize(builder)
        .fields(
            request ->
                masks && request.field().equals("score") && !request.principal().equals(HR)
                    ? FieldPolicy.Access.masked("•••")
                    : FieldPolicy.Access.OPEN);
  }

  private Decisions decisions() {
    return kit.engine().decisions();
  }

  private void publish(String key, String trigger, String keys, String steps) {
    kit.publish(
        """
        {"key": "%s", "triggers": [{"event": "lead.created"%s}], %s "steps": %s}
        """
            .formatted(key, trigger, keys, steps));
  }

  private void publishAtLeast(int score) {
    publish(
        "hot",
        ", \"when\": {\"field\": \"score\", \"operator\": \"gte\", \"value\": " + score + "}",
        "",
        NOTE);
  }

  private void event(String id, String payload) {
    kit.event(Event.of(TENANT, "lead.created", LEAD, json(payload)).withId(id));
  }

  private List<String> of(String event) {
    return decisions().of(TENANT, event).stream().map(Decision::toString).toList();
  }

  private List<String> listed(Query query) {
    return decisions().list(TENANT, query, null, 100).items().stream()
        .map(Decision::toString)
        .toList();
  }

  @Test
  void of_an_event_every_candidate_says_how_it_fared_and_false_is_never_broken() {
    publishAtLeast(80);
    publish("welcome", "", "", NOTE);
    publish("twice", ", \"dedupe\": {\"key\": \"{{subject.id}}\"}", "", NOTE);
    publish("odd", ", \"dedupe\": {\"key\": \"{{nothing.there}}\"}", "", NOTE);
    publish("deals", "", "\"subject\": \"deal\",", NOTE);
    publish("off", "", "", NOTE);
    kit.engine().definitions().disable(TENANT, "off", ANN, "summer break");
    event("e-1", "{\"score\": 60}");
    event("e-2", "{\"score\": 60}");

    InstanceId welcomed =
        kit.engine().events().receipt(TENANT, "e-2").orElseThrow().started().get(0).instance();
    List<Decision> second = decisions().of(TENANT, "e-2");
    assertThat(second.stream().map(Decision::toString))
        .containsExactly(
            "welcome v1 START MATCHED, its trigger matches",
            "odd v1 START BROKEN (error), {{nothing.there}} has no value; make sure the data holds"
                + " \"nothing.there\", or add a default: {{nothing.there | default: \"…\"}}",
            "twice v1 START SUPPRESSED (dedupe), an event with key \"42\" started it before, and"
                + " its window is open",
            "deals v1 START NOT_MATCHED (subject_type), it is about a deal; the event's subject is"
                + " a lead",
            "hot v1 START NOT_MATCHED (condition), ✗ score gte 80 (was 60)",
            "off v1 START SUPPRESSED (disabled), disabled by ann at 2026-01-05T09:00:00Z: summer"
                + " break");
    assertThat(second.get(0).location()).isEqualTo(new Decision.Location("e-2", welcomed, null));
    assertThat(second.get(0).subject()).isEqualTo(LEAD);
    assertThat(second.get(5).by()).isEqualTo(ANN);
    assertThatThrownBy(() -> of("e-3"))
        .isInstanceOf(NotFoundException.class)
        .hasMessage("tenant test has no event \"e-3\"");
  }

  @Test
  void a_trigger_is_asked_again_as_it_was_when_the_event_came() {
    publishAtLeast(80);
    event("before", "{\"score\": 60}");
    kit.advance(Duration.ofMinutes(1));
    kit.engine().definitions().disable(TENANT, "hot", ANN, null);
    event("meanwhile", "{\"score\": 90}");
    kit.advance(Duration.ofMinutes(1));
    publishAtLeast(50);
    kit.engine().definitions().enable(TENANT, "hot", ANN, null);
    event("after", "{\"score\": 40}");

    assertThat(of("before"))
        .containsExactly("hot v1 START NOT_MATCHED (condition), ✗ score gte 80 (was 60)");
    assertThat(of("meanwhile"))
        .containsExactly(
            "hot v1 START SUPPRESSED (disabled), disabled by ann at 2026-01-05T09:01:00Z");
    assertThat(of("after"))
        .containsExactly("hot v2 START NOT_MATCHED (condition), ✗ score gte 50 (was 40)");
  }

  @Test
  void they_are_found_by_workflow_subject_verdict_and_time_in_pages() {
    publishAtLeast(80);
    publish("welcome", "", "", NOTE);
    for (int i = 0; i < 3; i++) {
      event("e-" + i, "{\"score\": " + (60 + 20 * i) + "}");
      kit.advance(Duration.ofMinutes(1));
    }
    kit.event("lead.created", SubjectRef.of("lead", "7"), "{\"score\": 10}");

    Query hot = Query.all().ofWorkflow("hot").about(LEAD).of(Kind.START);
    assertThat(listed(hot))
        .containsExactly(
            "hot v1 START MATCHED, its trigger matches",
            "hot v1 START MATCHED, its trigger matches",
            "hot v1 START NOT_MATCHED (condition), ✗ score gte 80 (was 60)");
    assertThat(listed(hot.withVerdict(Verdict.NOT_MATCHED))).hasSize(1);
    assertThat(listed(Query.all().ofWorkflow("hot").withVerdict(Verdict.NOT_MATCHED))).hasSize(2);
    Instant second = Instant.parse("2026-01-05T09:01:00Z");
    assertThat(
            listed(
                Query.all().between(second, second.plusSeconds(60)).withVerdict(Verdict.MATCHED)))
        .containsExactly(
            "hot v1 START MATCHED, its trigger matches",
            "welcome v1 START MATCHED, its trigger matches");
    assertThat(listed(Query.all().ofWorkflow("none"))).isEmpty();

    List<String> paged = new ArrayList<>();
    String cursor = null;
    do {
      Page<Decision> page = decisions().list(TENANT, Query.all(), cursor, 1);
      page.items().forEach(one -> paged.add(one.toString()));
      cursor = page.next().orElse(null);
    } while (cursor != null);
    assertThat(paged).isEqualTo(listed(Query.all())).hasSizeGreaterThan(7);
    assertThatThrownBy(() -> listed(Query.all().between(second, second)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("is empty: it ends at " + second + " and begins at " + second);
    assertThatThrownBy(() -> decisions().list(TENANT, Query.all(), "bm8", 1))
        .isInstanceOf(InvalidInputException.class);
  }

  @Test
  void of_steps_it_says_why_they_were_left_out_or_wait_and_which_case_was_taken() {
    publish(
        "w",
        "",
        "",
        """
        [{"id": "vip", "action": "work",
          "when": {"field": "score", "operator": "gte", "value": 80}},
         {"id": "size", "branch": [
           {"when": {"field": "score", "operator": "lt", "value": 10}, "steps": []},
           {"name": "large", "when": {"field": "score", "operator": "gt", "value": 50},
            "steps": [{"id": "later", "action": "work", "delay": "P1D"}]}]},
         {"id": "none", "branch": [
           {"when": {"field": "score", "operator": "lt", "value": 10}, "steps": []}]},
         {"id": "reply", "wait": {"event": "message.received", "timeout": "P3D"}},
         {"id": "again", "wait": {"event": "message.received", "timeout": "P3D"}},
         {"id": "never", "action": "work", "delay": {"until": "{{missing}}"}, "allowFailure": true}]
        """);
    event("e-1", "{\"score\": 60}");
    kit.advance(Duration.ofDays(1));
    kit.event(Event.of(TENANT, "message.received", LEAD, json("{}")).withId("m-1"));
    kit.advance(Duration.ofDays(3));

    List<String> told = new ArrayList<>(listed(Query.all().about(LEAD)));
    java.util.Collections.reverse(told);
    assertThat(told)
        .containsExactly(
            "w v1 START MATCHED, its trigger matches",
            "w v1 STEP vip: NOT_MATCHED (condition), its condition is false: ✗ score gte 80 (was"
                + " 60)",
            "w v1 BRANCH size: MATCHED, takes case 1 (\"large\"): ✓ score gt 50 (was 60); case 0"
                + " does not hold, its condition is false: ✗ score lt 10 (was 60)",
            "w v1 STEP later: WAITING (delay), begins at 2026-01-06T09:00:00Z",
            "w v1 BRANCH none: NOT_MATCHED (condition), no case holds: case 0: its condition is"
                + " false: ✗ score lt 10 (was 60)",
            "w v1 WAIT reply: WAITING, waits for message.received about lead:42, until"
                + " 2026-01-09T09:00:00Z",
            "w v1 WAIT reply: MATCHED (event), answered by message.received (m-1)",
            "w v1 WAIT again: WAITING, waits for message.received about lead:42, until"
                + " 2026-01-09T09:00:00Z",
            "w v1 WAIT again: NOT_MATCHED (timeout), no event came that answers it",
            "w v1 STEP never: BROKEN (error), the delay until {{missing}} cannot be worked out:"
                + " {{missing}} has no value; make sure the data holds \"missing\", or add a default:"
                + " {{missing | default: \"…\"}}",
            "w v1 EXIT ENDED, ended completed");
    assertThat(of("m-1"))
        .containsExactly("w v1 WAIT reply: MATCHED (event), the event answered it");
  }

  @Test
  void it_says_what_ended_an_instance_and_who() {
    publish("w", "", "\"exit\": [{\"event\": \"lead.converted\"}],", WAIT);
    event("e-1", "{}");
    kit.event(Event.of(TENANT, "lead.converted", LEAD, json("{}")).withId("c-1"));
    event("e-2", "{}");
    InstanceId second =
        kit.engine().events().receipt(TENANT, "e-2").orElseThrow().started().get(0).instance();
    kit.engine().instances().cancel(TENANT, second, ANN, "by phone");

    List<Decision> ends = decisions().list(TENANT, Query.all().of(Kind.EXIT), null, 10).items();
    assertThat(ends.stream().map(Decision::toString))
        .containsExactlyInAnyOrder(
            "w v1 EXIT ENDED, ended canceled: by phone",
            "w v1 EXIT MATCHED, ended exited: event lead.converted (c-1)");
    assertThat(ends)
        .filteredOn(one -> one.verdict() == Verdict.ENDED)
        .extracting(Decision::by)
        .containsExactly(ANN);
    assertThat(of("c-1")).containsExactly("w v1 EXIT MATCHED (event), the event ended it");
  }

  @Test
  void of_an_event_it_says_why_it_answered_and_ended_nothing() {
    publish(
        "w",
        "",
        """
        "exit": [{"event": "message.received",
          "when": {"field": "event.payload.kind", "operator": "eq", "value": "stop"}}],""",
        """
        [{"id": "reply", "wait": {"event": "message.received",
           "when": {"field": "event.payload.kind", "operator": "eq", "value": "yes"}}}]
        """);
    event("e-1", "{}");
    kit.advance(Duration.ofMinutes(1));
    kit.event(Event.of(TENANT, "message.received", LEAD, json("{\"kind\": \"no\"}")).withId("m-1"));
    kit.advance(Duration.ofMinutes(1));
    kit.event(
        Event.of(TENANT, "message.received", LEAD, json("{\"kind\": \"yes\"}")).withId("m-2"));
    assertThat(of("m-1"))
        .containsExactly(
            "w v1 EXIT NOT_MATCHED (condition), its condition is false: ✗ event.payload.kind eq"
                + " \"stop\" (was \"no\")",
            "w v1 WAIT reply: NOT_MATCHED (condition), its condition is false: ✗ event.payload.kind"
                + " eq \"yes\" (was \"no\")");
    assertThat(of("m-2"))
        .containsExactly("w v1 WAIT reply: MATCHED (event), the event answered it");
  }

  @Test
  void what_somebody_has_overridden_says_who_and_why() {
    publish("w", "", "\"governed\": true,", NOTE);
    kit.engine().assignments().setNone(TENANT, LEAD, ANN, "asked to be left alone", null);
    event("e-1", "{}");
    Decision decision = decisions().of(TENANT, "e-1").get(0);
    assertThat(decision.verdict()).isEqualTo(Verdict.SUPPRESSED);
    assertThat(decision.rule()).isEqualTo(Decision.Rule.OVERRIDDEN);
    assertThat(decision.by()).isEqualTo(ANN);
    assertThat(decision.because()).contains("by ann").contains("asked to be left alone");
  }

  @Test
  void what_a_limit_delays_says_which() {
    publish("w", "", "\"rateLimit\": {\"permits\": 1, \"per\": \"PT1M\"},", NOTE);
    event("e-1", "{}");
    event("e-2", "{}");
    assertThat(listed(Query.all().withVerdict(Verdict.LIMITED)))
        .containsExactly(
            "w v1 START LIMITED (rate), begins at 2026-01-05T09:01:00Z: at most 1 start in PT1M");
  }

  @Test
  void of_many_candidates_so_many_are_asked_as_the_options_say() {
    try (WorkflowEngine few =
        customize(WorkflowEngine.builder())
            .store(store)
            .clock(kit.clock())
            .options(
                EngineOptions.defaults().withDecisions(new EngineOptions.DecisionRecords(false, 1)))
            .build()) {
      publishAtLeast(80);
      publish(
          "other",
          ", \"when\": {\"field\": \"vip\", \"operator\": \"eq\", \"value\": true}",
          "",
          NOTE);
      event("e-1", "{\"score\": 60}");
      assertThat(few.decisions().list(TENANT, Query.all(), null, 9).items())
          .extracting(Decision::toString)
          .containsExactly(
              "hot v1 START NOT_MATCHED (condition), ✗ score gte 80 (was 60)",
              "START LIMITED (cap), at most 1 candidates are asked again; 1 more may be none");
      assertThat(few.decisions().of(TENANT, "e-1")).hasSize(2);
    }
  }

  @Test
  void what_is_recorded_stays_as_it_was_when_its_workflow_is_gone() {
    try (WorkflowEngine recording =
        customize(WorkflowEngine.builder())
            .store(store)
            .clock(kit.clock())
            .options(
                EngineOptions.defaults().withDecisions(new EngineOptions.DecisionRecords(true, 5)))
            .build()) {
      publishAtLeast(80);
      recording
          .events()
          .publish(Event.of(TENANT, "lead.created", LEAD, json("{\"score\": 60}")).withId("e-1"));
      kit.engine()
          .definitions()
          .delete(TENANT, "hot", dev.workflow.Definitions.KeptHistory.NONE, ANN);
      assertThat(of("e-1"))
          .containsExactly("hot v1 START NOT_MATCHED (condition), ✗ score gte 80 (was 60)");
    }
  }

  @Test
  void who_may_not_see_a_field_is_not_told_its_value() {
    masks = true;
    kit.publish(
        """
        {"key": "hot", "triggers": [{"event": "lead.created",
           "when": {"field": "score", "operator": "gte", "value": 80}}], "steps": %s}
        """
            .formatted(NOTE));
    event("e-1", "{\"score\": 60}");
    assertThat(of("e-1"))
        .containsExactly("hot v1 START NOT_MATCHED (condition), ✗ score gte 80 (was 60)");
    assertThat(kit.engine().as(HR).decisions().of(TENANT, "e-1"))
        .extracting(Decision::verdict)
        .containsExactly(Verdict.NOT_MATCHED);
    List<Decision> seen = kit.engine().as(ANN).decisions().of(TENANT, "e-1");
    assertThat(seen).extracting(Decision::verdict).containsExactly(Verdict.BROKEN);
    assertThat(seen.get(0).because()).contains("score").doesNotContain("60");
  }

  @Test
  void what_was_written_with_values_is_told_without_them_to_whom_a_field_is_masked() {
    publish(
        "w",
        ", \"dedupe\": {\"key\": \"{{score}}\"}",
        "",
        """
        [{"id": "vip", "action": "work",
          "when": {"field": "score", "operator": "gte", "value": 80}},
         {"id": "size", "branch": [
           {"when": {"field": "score", "operator": "gt", "value": 50}, "steps": []}]}]
        """);
    event("e-1", "{\"score\": 61}");
    event("e-2", "{\"score\": 61}");
    assertThat(listed(Query.all()).toString()).contains("(was 61)").contains("key \"61\"");
    masks = true;
    List<Decision> seen =
        kit.engine().as(ANN).decisions().list(TENANT, Query.all(), null, 9).items();
    assertThat(seen.toString()).doesNotContain("61");
    assertThat(seen)
        .extracting(Decision::because)
        .contains(
            "its condition is false",
            "takes case 0",
            "an event with the same key started it before, and its window is open");
  }

  @Test
  void nothing_is_left_of_a_subject_that_was_erased() {
    publishAtLeast(80);
    publish("w", "", "", WAIT);
    event("e-1", "{\"score\": 60}");
    assertThat(listed(Query.all())).hasSize(3);
    kit.engine().retention().erase(TENANT, LEAD, ANN);
    assertThat(listed(Query.all())).isEmpty();
  }
}
