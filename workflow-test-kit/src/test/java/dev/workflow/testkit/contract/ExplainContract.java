package dev.workflow.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.workflow.Event;
import dev.workflow.InstanceId;
import dev.workflow.SubjectRef;
import dev.workflow.instance.StepState;
import dev.workflow.testkit.WorkflowTestKit;
import dev.workflow.trigger.EventExplanation;
import dev.workflow.trigger.EventExplanation.Candidate;
import dev.workflow.trigger.EventExplanation.Verdict;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What an explanation foretells about workflows that exclude each other. */
public abstract class ExplainContract extends EngineContract {

  private static final String WAITING =
      "[{\"id\": \"reply\", \"wait\": {\"event\": \"message.received\"}}]";

  private void publishWith(String policy) {
    publish(
        "w",
        "\"concurrency\": {\"key\": \"{{subject.id}}\", \"policy\": \"" + policy + "\"},",
        WAITING);
  }

  private Candidate foretold() {
    Event event = Event.of(WorkflowTestKit.TENANT, "lead.created", LEAD, json("{}"));
    List<Candidate> candidates = kit.engine().explain(event).candidates();
    assertThat(candidates).hasSize(1);
    return candidates.get(0);
  }

  private InstanceId start() {
    return kit.event("lead.created", LEAD, "{}").started().get(0).instance();
  }

  @Test
  void the_first_of_a_queue_starts() {
    publishWith("queue");
    Candidate first = foretold();
    assertThat(first.verdict()).isEqualTo(Verdict.STARTS);
    assertThat(first.because()).isEqualTo("its trigger matches");
    assertThat(first.concurrent()).isEmpty();
  }

  @Test
  void what_would_wait_behind_others_is_queued_and_names_them_oldest_first() {
    publishWith("queue");
    InstanceId active = start();
    InstanceId waiting = start();
    Candidate third = foretold();
    assertThat(third.verdict()).isEqualTo(Verdict.QUEUED);
    assertThat(third.concurrent()).containsExactly(active, waiting);
    assertThat(third.because())
        .isEqualTo(
            "its trigger matches; it would wait until those before it have ended, with the"
                + " concurrency key \"42\": "
                + active
                + ", "
                + waiting);
    assertInstance(active).isActive();
    assertThat(kit.engine().instances().count(WorkflowTestKit.TENANT)).hasSize(2);
  }

  @Test
  void of_a_long_queue_the_line_for_people_names_five() {
    publishWith("queue");
    for (int i = 0; i < 7; i++) {
      start();
    }
    Candidate eighth = foretold();
    assertThat(eighth.concurrent()).hasSize(7);
    assertThat(eighth.because()).endsWith(eighth.concurrent().get(4) + " and 2 more");
  }

  @Test
  void what_would_replace_another_starts_and_names_it() {
    publishWith("replace");
    InstanceId active = start();
    Candidate second = foretold();
    assertThat(second.verdict()).isEqualTo(Verdict.STARTS);
    assertThat(second.concurrent()).containsExactly(active);
    assertThat(second.because())
        .isEqualTo(
            "its trigger matches; it would cancel and replace those with the concurrency key"
                + " \"42\": "
                + active);
    assertInstance(active).isActive();
  }

  @Test
  void one_with_another_key_is_in_nobodys_way() {
    publishWith("queue");
    kit.event("lead.created", SubjectRef.of("lead", "7"), "{}");
    assertThat(foretold().verdict()).isEqualTo(Verdict.STARTS);
  }

  @Test
  void of_an_event_that_was_accepted_it_says_so() {
    publishWith("skip");
    Event event = Event.of(WorkflowTestKit.TENANT, "lead.created", LEAD, json("{}")).withId("e-1");
    assertThat(kit.engine().explain(event).accepted()).isNull();
    InstanceId started = kit.event(event).started().get(0).instance();

    EventExplanation again = kit.engine().explain(event);
    assertThat(again.accepted()).isNotNull();
    assertThat(again.accepted().started().get(0).instance()).isEqualTo(started);
    assertThat(again)
        .hasToString(
            "the event \"e-1\" was accepted before, and publishing it again does nothing; if it"
                + " were new:\n"
                + "w v1: SUPPRESSED, concurrency: an instance with key \"42\" is active");
  }

  @Test
  void a_value_of_another_type_is_false_and_named_wherever_a_condition_is() {
    String when = "\"when\": {\"field\": \"score\", \"operator\": \"gt\", \"value\": 5}";
    kit.publish(
        """
        {"key": "w", "triggers": [{"event": "lead.created"}],
         "exit": [{"event": "lead.won", %1$s}],
         "steps": [
           {"id": "a", "action": "work", %1$s},
           {"id": "b", "branch": [{%1$s, "steps": [{"id": "c", "action": "work"}]}]},
           {"id": "r", "repeat": {"max": 3, "while": {"field": "score", "operator": "gt", "value": 5},
             "steps": [{"id": "e", "action": "work"}]}},
           {"id": "d", "wait": {"event": "lead.seen", %1$s}}]}
        """
            .formatted(when));
    kit.publish(
        """
        {"key": "t", "triggers": [{"event": "lead.won", %s}],
         "steps": [{"id": "a", "action": "work"}]}
        """
            .formatted(when));
    InstanceId id =
        kit.event("lead.created", LEAD, "{\"score\": \"high\"}").started().get(0).instance();
    String clause = "✗ score gt 5 (was \"high\"; type mismatch: text vs number)";

    assertInstance(id).isActive().step("a", StepState.SKIPPED);
    assertThat(kit.instance(id).step("a").reason()).isEqualTo("its condition is false: " + clause);
    assertThat(kit.instance(id).step("b").reason())
        .isEqualTo("no case holds: case 0: its condition is false: " + clause);

    assertThat(kit.instance(id).step("r").reason()).isEqualTo("its condition is false: " + clause);

    assertThat(explained("lead.won", "{\"score\": \"high\"}"))
        .hasToString(
            "t v1: NOT_MATCHED, "
                + clause
                + "\n"
                + id
                + ": exit, its condition is false: "
                + clause);
    assertThat(explained("lead.seen", "{\"score\": \"high\"}").misses())
        .extracting(EventExplanation.Miss::toString)
        .containsExactly(id + ": step d, its condition is false: " + clause);
    assertThat(explained("lead.won", "{\"score\": 6}").misses()).isEmpty();
    assertThat(explained("lead.won", "{\"score\": 6}").wouldExit()).containsExactly(id);
  }

  private EventExplanation explained(String type, String payload) {
    return kit.engine().explain(Event.of(WorkflowTestKit.TENANT, type, LEAD, json(payload)));
  }

  @Test
  void what_would_be_skipped_is_suppressed() {
    publishWith("skip");
    start();
    Candidate second = foretold();
    assertThat(second.verdict()).isEqualTo(Verdict.SUPPRESSED);
    assertThat(second.because()).isEqualTo("concurrency: an instance with key \"42\" is active");
  }
}
