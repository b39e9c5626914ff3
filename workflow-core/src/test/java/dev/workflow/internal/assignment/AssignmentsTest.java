package dev.workflow.internal.assignment;

import static dev.workflow.internal.assignment.House.ACME;
import static dev.workflow.internal.assignment.House.ANN;
import static dev.workflow.internal.assignment.House.LEAD;
import static dev.workflow.internal.assignment.House.OTHER;
import static dev.workflow.internal.assignment.House.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.workflow.Actor;
import dev.workflow.InvalidInputException;
import dev.workflow.Json;
import dev.workflow.NotFoundException;
import dev.workflow.TenantId;
import dev.workflow.assignment.AssignmentRule;
import dev.workflow.assignment.Assignments.Choice;
import dev.workflow.assignment.Assignments.TenantDefault;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AssignmentsTest {

  private final House house = new House().workflow("fast");
  private final DefaultAssignments assignments = house.assignments;

  @Nested
  class Overrides {

    @Test
    void carryWhoWhenWhyAndUntil() {
      Instant expiry = START.plus(Duration.ofDays(30));
      Choice expected = new Choice(LEAD, "fast", ANN, START, "asked by phone", expiry);

      assertThat(assignments.setOverride(ACME, LEAD, "fast", ANN, "asked by phone", expiry))
          .isEqualTo(expected);
      assertThat(assignments.override(ACME, LEAD)).contains(expected);
      assertThat(assignments.override(OTHER, LEAD)).isEmpty();
    }

    @Test
    void replaceEachOther() {
      assignments.setOverride(ACME, LEAD, "fast", ANN, null, null);
      assignments.setNone(ACME, LEAD, Actor.of("bob"), "no", null);

      assertThat(assignments.override(ACME, LEAD))
          .contains(new Choice(LEAD, null, Actor.of("bob"), START, "no", null));
    }

    @Test
    void areRemovedOnce() {
      assignments.setNone(ACME, LEAD, ANN, null, null);

      assertThat(assignments.removeOverride(OTHER, LEAD, ANN)).isFalse();
      assertThat(assignments.removeOverride(ACME, LEAD, ANN)).isTrue();
      assertThat(assignments.removeOverride(ACME, LEAD, ANN)).isFalse();
      assertThat(assignments.override(ACME, LEAD)).isEmpty();
    }

    @Test
    void areRefusedWithEverythingThatIsWrong() {
      assertThatThrownBy(
              () -> assignments.setOverride(ACME, LEAD, "Fast Lane", ANN, "x".repeat(1001), START))
          .isInstanceOf(InvalidInputException.class)
          .hasMessage(
              """
              The override has 3 problems:
                /workflow: expected a workflow's key such as "lead-nurture"
                /reason: has 1001 characters; at most 1000 are allowed
                /expiresAt: is over already (2026-06-15T12:00:00Z; now is 2026-06-15T12:00:00Z)""");
      assertThat(assignments.override(ACME, LEAD)).isEmpty();
    }
  }

  @Nested
  class Rules {

    @Test
    void areListedInTheOrderInWhichTheyAreAsked() {
      AssignmentRule low = house.rule("low", 1, "{}", "fast");
      AssignmentRule old = house.rule("old", 5, "{}", "fast");
      AssignmentRule young = house.rule("young", 5, "{}", "fast");

      assertThat(assignments.rules(ACME)).containsExactly(old, young, low);
      assertThat(assignments.rules(OTHER)).isEmpty();
    }

    @Test
    void createdAtTheSameMomentAreStillToldApart() {
      AssignmentRule first = house.rule("first", 1, "{}", "fast");
      AssignmentRule second = house.rule("second", 1, "{}", "fast");

      assertThat(first.createdAt()).isEqualTo(START);
      assertThat(second.createdAt()).isEqualTo(START.plusNanos(1_000));
    }

    @Test
    void keepTheirAgeAndAuthorWhenTheyAreReplaced() {
      AssignmentRule rule = house.rule("r", 1, "{}", "fast");
      house.pass(Duration.ofDays(1));

      AssignmentRule changed =
          assignments.putRule(ACME, rule.withPriority(7).withEnabled(false), Actor.of("bob"));

      assertThat(changed).isEqualTo(rule.withPriority(7).withEnabled(false));
      assertThat(changed.createdBy()).isEqualTo(ANN);
      assertThat(assignments.rules(ACME)).containsExactly(changed);
    }

    @Test
    void areRemovedOnce() {
      AssignmentRule rule = house.rule("r", 1, "{}", "fast");

      assertThat(assignments.removeRule(OTHER, rule.id(), ANN)).isFalse();
      assertThat(assignments.removeRule(ACME, rule.id(), ANN)).isTrue();
      assertThat(assignments.removeRule(ACME, rule.id(), ANN)).isFalse();
      assertThat(house.governing("{}")).isEqualTo("none");
    }

    @Test
    void areRefusedWithEverythingThatIsWrong() {
      AssignmentRule wrong =
          AssignmentRule.of(
              " ",
              1,
              Json.read("{\"and\": [{\"field\": \"a\", \"operator\": \"gte_\", \"value\": 1}]}"),
              "");

      assertThatThrownBy(() -> assignments.putRule(ACME, wrong, ANN))
          .isInstanceOf(InvalidInputException.class)
          .hasMessage(
              """
              The rule has 3 problems:
                /name: must not be empty
                /workflow: expected a workflow's key such as "lead-nurture"
                /condition/and/0/operator: unknown operator "gte_"; did you mean "gte"?""");
      assertThat(assignments.rules(ACME)).isEmpty();
    }

    @Test
    void haveANameOfALimitedLength() {
      assertThatThrownBy(() -> house.rule("x".repeat(201), 1, "{}", "fast"))
          .hasMessage(
              """
              The rule has a problem:
                /name: has 201 characters; at most 200 are allowed""");
    }
  }

  @Nested
  class TheDefault {

    @Test
    void carriesWhoAndWhen() {
      assertThat(assignments.defaults(ACME)).isEmpty();
      assignments.setDefault(ACME, null, Map.of("paymentDays", Json.read("7")), ANN);
      assertThat(assignments.defaults(ACME))
          .contains(new TenantDefault(null, Map.of("paymentDays", Json.read("7")), ANN, START));
      assertThat(assignments.defaults(OTHER)).isEmpty();
      assertThat(house.changed).containsExactly(ACME);
    }

    @Test
    void isRefusedWithEverythingThatIsWrong() {
      Map<String, JsonNode> terms = new LinkedHashMap<>();
      terms.put("paymentDays", Json.read("\"7\""));
      terms.put("validityDays", Json.read("{}"));
      terms.put("discount", NullNode.getInstance());
      terms.put(" ", Json.read("1"));
      terms.put("x".repeat(101), Json.read("true"));

      assertThatThrownBy(() -> assignments.setDefault(ACME, "No", terms, ANN))
          .isInstanceOf(InvalidInputException.class)
          .hasMessage(
              """
              The tenant's default has 6 problems:
                /workflow: expected a workflow's key such as "lead-nurture"
                /terms/paymentDays: expected whole days, 0 to 36500; found "7"
                /terms/validityDays: expected whole days, 0 to 36500; found {}
                /terms/discount: must not be empty; leave the term out to take the host's
                /terms/ : a term needs a name
                /terms/%s: has 101 characters; at most 100 are allowed"""
                  .formatted("x".repeat(101)));
    }
  }

  static Stream<ThrowingCallable> callsForAStranger() {
    DefaultAssignments assignments = new House().assignments;
    TenantId stranger = TenantId.of("stranger");
    AssignmentRule rule = AssignmentRule.of("r", 1, Json.object(), "fast");
    return Stream.of(
        () -> assignments.setOverride(stranger, LEAD, "fast", ANN, null, null),
        () -> assignments.setNone(stranger, LEAD, ANN, null, null),
        () -> assignments.removeOverride(stranger, LEAD, ANN),
        () -> assignments.override(stranger, LEAD),
        () -> assignments.putRule(stranger, rule, ANN),
        () -> assignments.removeRule(stranger, rule.id(), ANN),
        () -> assignments.rules(stranger),
        () -> assignments.setDefault(stranger, null, Map.of(), ANN),
        () -> assignments.defaults(stranger),
        () -> assignments.resolve(stranger, LEAD, Json.object()),
        () -> assignments.preview(stranger, Json.object()),
        () -> assignments.resolveAll(stranger, Map.of()));
  }

  @ParameterizedTest
  @MethodSource("callsForAStranger")
  void anUnknownTenantIsRefusedEverywhere(ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOf(NotFoundException.class)
        .hasMessage("tenant \"stranger\" is unknown to the host's TenantDirectory");
  }

  @Test
  void aContextIsAnObject() {
    assertThatThrownBy(() -> house.resolve("[]"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            """
            The context has a problem:
              (document): expected an object with the subject's data""");
    assertThatThrownBy(() -> assignments.preview(ACME, NullNode.getInstance()))
        .isInstanceOf(InvalidInputException.class);
  }
}
