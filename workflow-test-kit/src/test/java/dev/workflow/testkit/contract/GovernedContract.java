package dev.workflow.testkit.contract;

import static dev.workflow.testkit.WorkflowTestKit.TENANT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.workflow.Actor;
import dev.workflow.Event;
import dev.workflow.Json;
import dev.workflow.PublishReceipt;
import dev.workflow.assignment.AssignmentRule;
import dev.workflow.messaging.Route;
import dev.workflow.testkit.WorkflowTestKit;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Workflows that start only for subjects to which they are assigned. */
public abstract class GovernedContract extends EngineContract {

  private static final Actor ANNA = Actor.of("anna");
  private static final String MAIL =
      """
      [{"id": "mail", "action": "send_email",
        "config": {"to": "ann@example.com", "subject": "Hello", "text": "Hi"}}]
      """;

  private void publishBoth() {
    publish("slow", "\"governed\": true,", MAIL);
    publish("fast", "\"governed\": true,", MAIL);
  }

  private PublishReceipt created(String payload) {
    return kit.event("lead.created", LEAD, payload);
  }

  private static List<String> started(PublishReceipt receipt) {
    return receipt.started().stream().map(one -> one.workflow().key()).toList();
  }

  private static List<String> suppressed(PublishReceipt receipt) {
    return receipt.suppressed().stream()
        .map(one -> one.workflow().key() + ": " + one.reason().text() + ": " + one.detail())
        .toList();
  }

  @Test
  void without_an_assignment_nothing_governed_starts_and_the_receipt_says_so() {
    publishBoth();
    publish("free", "", MAIL);
    PublishReceipt receipt = created("{}");
    assertThat(started(receipt)).containsExactly("free");
    assertThat(suppressed(receipt))
        .containsExactly(
            "fast: governed: no workflow governs lead:42: no override, rule or default applies",
            "slow: governed: no workflow governs lead:42: no override, rule or default applies");
  }

  @Test
  void of_those_that_are_governed_the_assigned_one_starts() {
    publishBoth();
    kit.engine().assignments().setDefault(TENANT, "slow", Map.of(), ANNA);
    PublishReceipt receipt = created("{\"lead_score\": 10}");
    assertThat(started(receipt)).containsExactly("slow");
    assertThat(suppressed(receipt))
        .containsExactly(
            "fast: governed: slow v1 governs lead:42: default -> slow: WON, nothing that comes"
                + " before it applies (set by anna at 2026-01-05T09:00:00Z)");
    kit.engine()
        .assignments()
        .putRule(
            TENANT,
            AssignmentRule.of(
                "hot",
                10,
                Json.read("{\"field\": \"lead_score\", \"operator\": \"gte\", \"value\": 80}"),
                "fast"),
            ANNA);
    assertThat(started(created("{\"lead_score\": 90}"))).containsExactly("fast");
    assertThat(started(created("{\"lead_score\": 10}"))).containsExactly("slow");
  }

  @Test
  void an_override_to_none_suppresses_it_and_says_who_and_why() {
    publishBoth();
    kit.engine().assignments().setDefault(TENANT, "slow", Map.of(), ANNA);
    kit.engine().assignments().setNone(TENANT, LEAD, ANNA, "asked to be left alone", null);
    PublishReceipt receipt = created("{}");
    assertThat(started(receipt)).isEmpty();
    String why =
        "no workflow governs lead:42: override -> no workflow: WON, chosen by anna at"
            + " 2026-01-05T09:00:00Z (asked to be left alone)";
    assertThat(suppressed(receipt))
        .containsExactly("fast: overridden: " + why, "slow: overridden: " + why);
    assertThat(kit.engine().explain(event()).toString()).contains(why);
  }

  @Test
  void an_override_counts_until_it_expires_or_is_removed() {
    publishBoth();
    kit.engine().assignments().setDefault(TENANT, "slow", Map.of(), ANNA);
    kit.engine()
        .assignments()
        .setOverride(
            TENANT, LEAD, "fast", ANNA, "a friend", WorkflowTestKit.START.plus(Duration.ofDays(1)));
    assertThat(started(created("{}"))).containsExactly("fast");
    kit.advance(Duration.ofDays(1));
    assertThat(started(created("{}"))).containsExactly("slow");
  }

  @Test
  void an_event_without_a_subject_starts_nothing_governed() {
    publishBoth();
    PublishReceipt receipt = kit.event(Event.of(TENANT, "lead.created", null, Json.object()));
    assertThat(suppressed(receipt))
        .contains("slow: governed: it is governed, and there is no subject");
  }

  @Test
  void whoever_starts_it_by_hand_decides_that_themselves() {
    publishBoth();
    kit.engine().assignments().setNone(TENANT, LEAD, ANNA, "no", null);
    assertInstance(kit.start("slow", LEAD, Json.object())).isCompleted();
  }

  private static Event event() {
    return Event.of(TENANT, "lead.created", LEAD, Json.object());
  }

  private Route route() {
    return kit.engine().messaging().routing().route(event(), "email", "customer");
  }

  @Test
  void routing_decides_by_the_same_assignments() {
    publishBoth();
    assertThat(route().decision()).isEqualTo(Route.Decision.FALLBACK);
    assertThat(route().trace())
        .extracting(Route.Candidate::verdict)
        .containsExactly(Route.Verdict.NOT_MATCHED, Route.Verdict.NOT_MATCHED);
    kit.engine().assignments().setDefault(TENANT, "slow", Map.of(), ANNA);
    assertThat(route().decision()).isEqualTo(Route.Decision.WORKFLOW);
    assertThat(route().workflow()).hasToString("slow v1");
    kit.engine().assignments().setNone(TENANT, LEAD, ANNA, "asked to be left alone", null);
    assertThat(route().decision()).isEqualTo(Route.Decision.SUPPRESSED);
    assertThat(route().trace())
        .extracting(Route.Candidate::verdict)
        .containsOnly(Route.Verdict.OVERRIDDEN);
    assertThat(route().trace().get(0).because()).contains("asked to be left alone");
  }
}
