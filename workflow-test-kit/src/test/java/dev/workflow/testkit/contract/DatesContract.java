package dev.workflow.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.workflow.Actor;
import dev.workflow.InstanceId;
import dev.workflow.instance.StepState;
import dev.workflow.testkit.WorkflowTestKit;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Delays by dates and time spans of the data. The kit starts on Monday 2026-01-05 at 09:00 UTC. */
public abstract class DatesContract extends EngineContract {

  private static final Actor PERSON = Actor.of("operator");

  private static String step(String delay) {
    return "[{\"id\": \"a\", \"action\": \"work\", \"delay\": " + delay + "}]";
  }

  private static String at(String more) {
    return step("{\"until\": \"{{meeting.at}}\"" + more + "}");
  }

  private InstanceId meeting(String delay, String when) {
    return run(delay, "{\"meeting\": {\"at\": \"" + when + "\"}}");
  }

  private Instant due(String delay, String when) {
    InstanceId id = meeting(delay, when);
    assertThat(instance(id).step("a").reason()).isNull();
    return instance(id).step("a").dueAt();
  }

  private Instant dueAfter(String span, String payload) {
    return instance(run(step("{\"for\": \"" + span + "\"}"), payload)).step("a").dueAt();
  }

  private String reason(InstanceId id) {
    return instance(id).step("a").state() + ": " + instance(id).step("a").reason();
  }

  @Test
  void an_offset_counts_before_or_after_the_date() {
    String when = "2026-01-20T14:00:00Z";
    assertThat(due(at(", \"offset\": \"-P1D\""), when)).isEqualTo("2026-01-19T14:00:00Z");
    assertThat(due(at(", \"offset\": \"-PT90M\""), when)).isEqualTo("2026-01-20T12:30:00Z");
    assertThat(due(at(", \"offset\": \"P1DT1H\""), when)).isEqualTo("2026-01-21T15:00:00Z");
    kit.advance(Duration.ofDays(20));
    assertThat(calls).hasSize(3);
  }

  @Test
  void days_of_an_offset_are_days_of_the_calendar_where_clocks_change() {
    String amsterdam = ", \"timezone\": \"Europe/Amsterdam\", \"offset\": \"%s\"";
    String when = "2026-03-29T14:00:00+02:00";
    assertThat(due(at(amsterdam.formatted("-P1D")), when)).isEqualTo("2026-03-28T13:00:00Z");
    assertThat(due(at(amsterdam.formatted("-PT24H")), when)).isEqualTo("2026-03-28T12:00:00Z");
    assertThat(due(at(", \"offset\": \"-P1D\""), when)).isEqualTo("2026-03-28T12:00:00Z");
  }

  @Test
  void a_local_time_is_read_by_the_clock_that_is_named() {
    String when = "2026-02-10T09:30";
    assertThat(due(at(""), when)).isEqualTo("2026-02-10T09:30:00Z");
    assertThat(due(at(", \"timezone\": \"Asia/Tokyo\""), when)).isEqualTo("2026-02-10T00:30:00Z");
    assertThat(due(at(", \"timezone\": \"Asia/Tokyo\""), "2026-02-10"))
        .isEqualTo("2026-02-09T15:00:00Z");
  }

  @Test
  void a_local_time_that_clocks_leave_out_or_show_twice_comes_once() {
    String amsterdam = at(", \"timezone\": \"Europe/Amsterdam\"");
    assertThat(due(amsterdam, "2026-03-29T02:30")).isEqualTo("2026-03-29T01:00:00Z");
    assertThat(due(amsterdam, "2026-10-25T02:30")).isEqualTo("2026-10-25T00:30:00Z");
  }

  @Test
  void the_clock_of_the_recipient_holds_where_the_data_tell_it() {
    String delay = at(", \"timezone\": \"recipient\", \"offset\": \"-PT1H\"");
    InstanceId tokyo =
        run(
            delay,
            "{\"meeting\": {\"at\": \"2026-02-10T09:30\"}, \"lead\": {\"timezone\": \"Asia/Tokyo\"}}");
    assertThat(instance(tokyo).step("a").dueAt()).isEqualTo("2026-02-09T23:30:00Z");
    assertThat(due(delay, "2026-02-10T09:30")).isEqualTo("2026-02-10T08:30:00Z");
  }

  @Test
  void a_time_before_a_date_that_has_passed_follows_what_was_chosen() {
    String when = "2026-01-05T20:00:00Z";
    String before = ", \"offset\": \"-P1D\"";
    String why =
        "the delay until {{meeting.at}} (P1D before) ended in the past (2026-01-04T20:00:00Z)";
    InstanceId now = meeting(at(before), when);
    assertInstance(now).isCompleted().step("a", StepState.COMPLETED);
    assertThat(kit.story(now)).contains(why + "; it continues at once");
    assertThat(reason(meeting(at(before + ", \"ifPast\": \"skip\""), when)))
        .isEqualTo("SKIPPED: " + why);
    assertThat(reason(meeting(at(before + ", \"ifPast\": \"fail\""), when)))
        .isEqualTo("FAILED: " + why);
  }

  @Test
  void a_date_that_is_none_says_what_it_is_instead() {
    assertThat(reason(meeting(at(", \"offset\": \"-P1D\""), "soon")))
        .isEqualTo(
            "FAILED: the delay until {{meeting.at}} (P1D before) cannot be worked out: \"soon\" is"
                + " not a moment such as \"2026-03-01T09:00:00Z\", \"2026-03-01T09:00\" or"
                + " \"2026-03-01\"");
  }

  @Test
  void an_offset_of_a_hundred_years_ends_within_the_times_that_are_kept() {
    assertThat(due(at(", \"offset\": \"P100Y\""), "2026-01-20T14:00:00Z"))
        .isEqualTo("2126-01-20T14:00:00Z");
    assertThat(reason(meeting(at(", \"offset\": \"P100Y\""), "9990-01-01")))
        .isEqualTo("READY: null");
  }

  @Test
  void a_delay_takes_its_length_from_the_data() {
    assertThat(dueAfter("{{grace}}d", "{\"grace\": 14}")).isEqualTo("2026-01-19T09:00:00Z");
    assertThat(dueAfter("{{grace}}", "{\"grace\": \"P2W\"}")).isEqualTo("2026-01-19T09:00:00Z");
    assertThat(dueAfter("{{grace}}", "{\"grace\": \"36h\"}")).isEqualTo("2026-01-06T21:00:00Z");
    assertThat(dueAfter("PT{{minutes}}M", "{\"minutes\": 5}")).isEqualTo("2026-01-05T09:05:00Z");
    assertThat(dueAfter("{{months}}M", "{\"months\": 1}")).isEqualTo("2026-02-05T09:00:00Z");
    assertThat(calls).isEmpty();
  }

  @Test
  void a_term_gives_the_length_of_a_delay() {
    InstanceId id =
        run(
            "\"terms\": {\"graceDays\": 3},",
            step("{\"for\": \"{{terms.graceDays}}d\", \"from\": \"trigger\"}"),
            "{}");
    assertThat(instance(id).step("a").dueAt()).isEqualTo("2026-01-08T09:00:00Z");
    kit.advance(Duration.ofDays(3));
    assertThat(calls).containsExactly("a/1");
  }

  @Test
  void a_length_that_cannot_be_worked_out_fails_the_step_unless_another_answer_was_chosen() {
    String delay = "{\"for\": \"{{grace}}\", \"ifMissing\": \"%s\"}";
    String why =
        "the delay for {{grace}} cannot be worked out: it gives a number, not a duration such as"
            + " \"P14D\" or \"14d\"";
    String payload = "{\"grace\": 14}";
    assertThat(reason(run(step(delay.formatted("fail")), payload))).isEqualTo("FAILED: " + why);
    assertThat(reason(run(step(delay.formatted("skip")), payload))).isEqualTo("SKIPPED: " + why);
    InstanceId now = run(step(delay.formatted("now")), payload);
    assertInstance(now).isCompleted();
    assertThat(kit.story(now)).contains(why + "; it continues at once");
  }

  @Test
  void a_length_that_is_negative_endless_or_hostile_is_refused() {
    String refused = "FAILED: the delay for {{grace}} cannot be worked out: ";
    String delay = step("{\"for\": \"{{grace}}\"}");
    assertThat(reason(run(delay, "{\"grace\": \"-3d\"}")))
        .isEqualTo(refused + "it gives \"-3d\", not a duration such as \"P14D\" or \"14d\"");
    assertThat(reason(run(delay, "{\"grace\": \"999999999y\"}")))
        .isEqualTo(refused + "\"P999999999Y\" is longer than 100 years");
    assertThat(reason(run(delay, "{\"grace\": \"" + "9".repeat(100_000) + "d\"}")))
        .isEqualTo(
            refused
                + "it gives \""
                + "9".repeat(100)
                + "\", not a duration such as \"P14D\" or \"14d\"");
    assertThat(reason(run(delay, "{\"grace\": \"P" + "9".repeat(50) + "D\"}")))
        .isEqualTo(refused + "\"P" + "9".repeat(50) + "D\" is longer than 100 years");
  }

  @Test
  void a_retry_works_the_length_out_again() {
    InstanceId id =
        run(
            """
            [{"id": "both", "parallel": [
              {"steps": [{"id": "a", "action": "work", "delay": {"for": "{{grace}}d"}}]},
              {"steps": [{"id": "find", "action": "set", "delay": "PT1H",
                          "config": {"values": {"grace": 2}}}]}]}]
            """,
            "{}");
    kit.advance(Duration.ofHours(2));
    assertInstance(id).hasFailed().step("a", StepState.FAILED);
    Instant now = kit.clock().instant();
    kit.engine().instances().retry(WorkflowTestKit.TENANT, id, PERSON);
    kit.run();
    assertThat(instance(id).step("a").dueAt()).isEqualTo(now.plus(Duration.ofDays(2)));
  }

  @Test
  void each_round_of_a_loop_waits_for_its_own_date() {
    InstanceId id =
        run(
            """
            [{"id": "all", "each": {"items": "{{dates}}", "as": "date", "maxConcurrent": 2,
              "steps": [{"id": "a", "action": "work",
                         "delay": {"until": "{{date}}", "offset": "-P1D"}}]}}]
            """,
            "{\"dates\": [\"2026-01-10\", \"2026-01-20\"]}");
    assertThat(instance(id).step("a[0]").dueAt()).isEqualTo("2026-01-09T00:00:00Z");
    assertThat(instance(id).step("a[1]").dueAt()).isEqualTo("2026-01-19T00:00:00Z");
    kit.advance(Duration.ofDays(10));
    assertThat(calls).containsExactly("a[0]/1");
  }
}
