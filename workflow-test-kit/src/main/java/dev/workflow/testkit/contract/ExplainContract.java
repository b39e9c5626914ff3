package dev.workflow.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.workflow.Event;
import dev.workflow.EventExplanation.Candidate;
import dev.workflow.EventExplanation.Verdict;
import dev.workflow.InstanceId;
import dev.workflow.SubjectRef;
import dev.workflow.testkit.WorkflowTestKit;
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
  void what_would_be_skipped_is_suppressed() {
    publishWith("skip");
    start();
    Candidate second = foretold();
    assertThat(second.verdict()).isEqualTo(Verdict.SUPPRESSED);
    assertThat(second.because()).isEqualTo("concurrency: an instance with key \"42\" is active");
  }
}
