package dev.workflow.internal.assignment;

import static dev.workflow.internal.assignment.House.ACME;
import static dev.workflow.internal.assignment.House.ANN;
import static dev.workflow.internal.assignment.House.LEAD;
import static dev.workflow.internal.assignment.House.OTHER;
import static dev.workflow.internal.assignment.House.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.InvalidInputException;
import dev.workflow.Json;
import dev.workflow.SubjectRef;
import dev.workflow.WorkflowRef;
import dev.workflow.assignment.EffectiveWorkflow;
import dev.workflow.assignment.EffectiveWorkflow.Source;
import dev.workflow.assignment.EffectiveWorkflow.Term;
import dev.workflow.assignment.EffectiveWorkflow.TermSource;
import dev.workflow.spi.TenantDirectory;
import dev.workflow.spi.store.AssignmentRows.RuleRow;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ResolveTest {

  private static final String HOT = "{\"field\": \"score\", \"operator\": \"gte\", \"value\": 80}";

  private final House house =
      new House().workflow("fast").workflow("slow").workflow("vip").workflow("off", false, "{}");

  @Nested
  class Precedence {

    @Test
    void goesFromTheOverrideOverTheRulesToTheDefault() {
      house.assignments.setDefault(ACME, "slow", Map.of(), ANN);
      assertThat(house.resolve("{\"score\": 85}"))
          .returns(Source.DEFAULT, EffectiveWorkflow::source)
          .returns(WorkflowRef.of("slow", 1), EffectiveWorkflow::workflow);

      house.rule("hot leads", 10, HOT, "fast");
      assertThat(house.resolve("{\"score\": 85}"))
          .returns(Source.RULE, EffectiveWorkflow::source)
          .returns(WorkflowRef.of("fast", 1), EffectiveWorkflow::workflow);

      house.assignments.setOverride(ACME, LEAD, "vip", ANN, "a friend", null);
      assertThat(house.resolve("{\"score\": 85}"))
          .returns(Source.OVERRIDE, EffectiveWorkflow::source)
          .returns(WorkflowRef.of("vip", 1), EffectiveWorkflow::workflow);
    }

    @Test
    void isNothingWhereNothingApplies() {
      EffectiveWorkflow effective = house.resolve("{}");

      assertThat(effective.workflow()).isNull();
      assertThat(effective.source()).isEqualTo(Source.NONE);
      assertThat(effective.trace()).isEmpty();
      assertThat(effective).hasToString("no workflow by NONE");
    }

    @Test
    void amongRulesIsByPriorityAndThenByAge() {
      house.rule("old", 1, "{}", "slow");
      house.rule("young", 1, "{}", "vip");
      assertThat(house.governing("{}")).isEqualTo("slow");

      house.rule("high", 2, "{}", "fast");
      assertThat(house.governing("{}")).isEqualTo("fast");
    }

    @Test
    void doesNotChangeWhenARuleIsStoredAgain() {
      var old = house.rule("old", 1, "{}", "slow");
      house.rule("young", 1, "{}", "vip");
      house.pass(Duration.ofDays(1));

      house.assignments.putRule(ACME, old.withPriority(0), ANN);
      assertThat(house.governing("{}")).isEqualTo("vip");
      house.assignments.putRule(ACME, old, ANN);
      assertThat(house.governing("{}")).isEqualTo("slow");
    }

    @Test
    void leavesOutRulesThatAreSwitchedOff() {
      var rule = house.rule("hot leads", 10, "{}", "fast");
      house.assignments.putRule(ACME, rule.withEnabled(false), ANN);

      assertThat(House.lines(house.resolve("{}")))
          .containsExactly("rule \"hot leads\" -> fast: DISABLED, the rule is switched off");
    }
  }

  @Nested
  class AnOverride {

    @Test
    void mayBeExplicitlyNone() {
      house.rule("all", 1, "{}", "fast");
      house.assignments.setNone(ACME, LEAD, ANN, "asked us to stop", null);

      EffectiveWorkflow effective = house.resolve("{}");

      assertThat(effective.workflow()).isNull();
      assertThat(effective.source()).isEqualTo(Source.OVERRIDE);
      assertThat(House.lines(effective))
          .containsExactly(
              "override -> no workflow: WON, chosen by ann at 2026-06-15T12:00:00Z (asked us to"
                  + " stop)",
              "rule \"all\" -> fast: OUTRANKED, the override comes first");
    }

    @Test
    void countsUntilTheMomentItExpires() {
      house.assignments.setDefault(ACME, "slow", Map.of(), ANN);
      house.assignments.setOverride(ACME, LEAD, "vip", ANN, null, START.plus(Duration.ofHours(1)));
      house.pass(Duration.ofHours(1).minusNanos(1));
      assertThat(House.lines(house.resolve("{}")))
          .first()
          .isEqualTo(
              "override -> vip: WON, chosen by ann at 2026-06-15T12:00:00Z, until"
                  + " 2026-06-15T13:00:00Z");

      house.pass(Duration.ofNanos(1));
      assertThat(House.lines(house.resolve("{}")))
          .containsExactly(
              "override -> vip: EXPIRED, expired at 2026-06-15T13:00:00Z",
              "default -> slow: WON, nothing that comes before it applies (set by ann at"
                  + " 2026-06-15T12:00:00Z)");
    }

    @Test
    void isOfOneSubjectOfOneTenant() {
      house.assignments.setOverride(ACME, LEAD, "vip", ANN, null, null);
      JsonNode nothing = Json.object();

      assertThat(house.assignments.resolve(ACME, SubjectRef.of("lead", "43"), nothing).workflow())
          .isNull();
      assertThat(house.assignments.resolve(OTHER, LEAD, nothing).trace()).isEmpty();
      assertThat(house.assignments.preview(ACME, nothing).trace()).isEmpty();
    }
  }

  @Nested
  class AWorkflowThatCannotBeUsed {

    @Test
    void isPassedOverAndTheTraceSaysSo() {
      house.assignments.setOverride(ACME, LEAD, "missing", ANN, null, null);
      house.rule("first", 3, "{}", "off");
      house.rule("second", 2, "{}", "gone");
      house.assignments.setDefault(ACME, "slow", Map.of(), ANN);

      assertThat(house.resolve("{}"))
          .hasToString(
              """
              slow v1 by DEFAULT
                override -> missing: UNAVAILABLE, there is no published workflow "missing"
                rule "first" -> off: UNAVAILABLE, the workflow "off" is disabled
                rule "second" -> gone: UNAVAILABLE, there is no published workflow "gone"
                default -> slow: WON, nothing that comes before it applies (set by ann at \
              2026-06-15T12:00:00Z)""");
    }

    @Test
    void countsFromTheMomentItIsPublished() {
      house.rule("all", 1, "{}", "later");
      assertThat(house.governing("{}")).isEqualTo("none");
      house.workflow("later");
      assertThat(house.governing("{}")).isEqualTo("later");
    }

    @Test
    void isNoDefaultEither() {
      house.assignments.setDefault(ACME, "off", Map.of(), ANN);

      EffectiveWorkflow effective = house.resolve("{}");

      assertThat(effective.source()).isEqualTo(Source.NONE);
      assertThat(House.lines(effective))
          .containsExactly("default -> off: UNAVAILABLE, the workflow \"off\" is disabled");
    }
  }

  @Nested
  class ACondition {

    @Test
    void thatIsFalseIsExplainedByItsFirstFailingClause() {
      house.rule(
          "hot leads",
          1,
          "{\"and\": [{\"field\": \"status\", \"operator\": \"eq\", \"value\": \"new\"}, "
              + HOT
              + "]}",
          "fast");

      assertThat(House.lines(house.resolve("{\"status\": \"new\", \"score\": 60}")))
          .containsExactly("rule \"hot leads\" -> fast: NOT_MATCHED, ✗ score gte 80 (was 60)");
    }

    @Test
    void thatCannotBeReadIsNotTheSameAsFalse() {
      RuleRow broken =
          new RuleRow(
              ACME, new UUID(7, 7), "broken", 9, true, "{\"filed\": 1}", "fast", START, "ann");
      house.memory.transact(
          transaction -> {
            transaction.assignments().putRule(broken);
            return true;
          });
      house.rule("all", 1, "{}", "slow");

      EffectiveWorkflow effective = house.resolve("{}");

      assertThat(effective.workflow()).isEqualTo(WorkflowRef.of("slow", 1));
      assertThat(House.lines(effective))
          .first()
          .asString()
          .startsWith("rule \"broken\" -> fast: BROKEN, its condition cannot be read: ")
          .contains("filed");
    }

    @Test
    void readsTheSubjectToo() {
      house.rule(
          "leads",
          1,
          "{\"field\": \"subject.type\", \"operator\": \"eq\", \"value\": \"lead\"}",
          "fast");

      assertThat(house.governing("{}")).isEqualTo("fast");
      assertThat(house.governing("{\"subject\": {\"type\": \"deal\"}}")).isEqualTo("none");
      assertThat(house.assignments.preview(ACME, Json.object()).workflow()).isNull();
    }

    @Test
    void leavesTheCallersDataAlone() {
      JsonNode context = Json.read("{\"score\": 1}");
      house.rule("leads", 1, HOT, "fast");

      house.assignments.resolve(ACME, LEAD, context);

      assertThat(context).isEqualTo(Json.read("{\"score\": 1}"));
    }
  }

  @Nested
  class Terms {

    @Test
    void comeFromTheHostTheTenantAndTheWorkflowWithWhoAndWhen() {
      house.workflow("net14", true, "{\"paymentDays\": 14, \"deposit\": 0.5}");
      house.assignments.setDefault(
          ACME, "net14", Map.of("validityDays", Json.read("21"), "discount", Json.read("5")), ANN);

      assertThat(house.resolve("{}").terms())
          .containsExactly(
              Map.entry("currency", term("\"EUR\"", TermSource.HOST, null)),
              Map.entry("deposit", term("0.5", TermSource.WORKFLOW, "publisher")),
              Map.entry("discount", term("5", TermSource.TENANT, "ann")),
              Map.entry("paymentDays", term("14", TermSource.WORKFLOW, "publisher")),
              Map.entry("validityDays", term("21", TermSource.TENANT, "ann")));
    }

    @Test
    void areTheTenantsWhereNoWorkflowGoverns() {
      assertThat(house.resolve("{}").terms())
          .containsExactly(
              Map.entry("currency", term("\"EUR\"", TermSource.HOST, null)),
              Map.entry("paymentDays", term("30", TermSource.HOST, null)),
              Map.entry("validityDays", term("14", TermSource.TENANT, null)));
    }

    private static Term term(String value, TermSource source, @Nullable String by) {
      return new Term(Json.read(value), source, by, by == null ? null : START);
    }
  }

  @Nested
  class ManyAtOnce {

    @Test
    void areResolvedInOrderWithOneLookAtTheStore() {
      house.rule("hot leads", 1, HOT, "fast");
      house.assignments.setDefault(ACME, "slow", Map.of(), ANN);
      house.assignments.setOverride(ACME, SubjectRef.of("lead", "7"), "vip", ANN, null, null);
      Map<SubjectRef, JsonNode> contexts = new LinkedHashMap<>();
      for (int i = 5_000; i > 0; i--) {
        contexts.put(
            SubjectRef.of("lead", "" + i),
            Json.read("{\"score\": " + (i % 2 == 0 ? 90 : 10) + "}"));
      }
      house.store.takeReads();

      Map<SubjectRef, EffectiveWorkflow> resolved = house.assignments.resolveAll(ACME, contexts);

      assertThat(house.store.takeReads())
          .containsExactly("revision", "rules", "defaults", "overrides");
      assertThat(resolved.keySet()).containsExactlyElementsOf(contexts.keySet());
      assertThat(resolved.get(SubjectRef.of("lead", "7")).source()).isEqualTo(Source.OVERRIDE);
      assertThat(resolved.get(SubjectRef.of("lead", "8")).source()).isEqualTo(Source.RULE);
      assertThat(resolved.get(SubjectRef.of("lead", "9")).source()).isEqualTo(Source.DEFAULT);
      assertThat(resolved.get(SubjectRef.of("lead", "9")))
          .isEqualTo(
              house.assignments.resolve(
                  ACME, SubjectRef.of("lead", "9"), Json.read("{\"score\": 10}")));
    }

    @Test
    void sayAllTheContextsThatAreWrong() {
      Map<SubjectRef, JsonNode> contexts = new LinkedHashMap<>();
      contexts.put(LEAD, Json.read("1"));
      contexts.put(SubjectRef.of("lead", "43"), Json.read("{}"));
      contexts.put(SubjectRef.of("lead", "44"), Json.read("[]"));

      assertThatThrownBy(() -> house.assignments.resolveAll(ACME, contexts))
          .isInstanceOf(InvalidInputException.class)
          .hasMessage(
              """
              The list of contexts has 2 problems:
                /lead:42: expected an object with the subject's data
                /lead:44: expected an object with the subject's data""");
    }
  }

  @Nested
  class TheStore {

    @Test
    void isAskedForRulesOnlyAfterTheyHaveChanged() {
      house.rule("all", 1, "{}", "fast");
      house.resolve("{}");
      house.store.takeReads();

      house.resolve("{}");
      assertThat(house.store.takeReads()).containsExactly("revision", "overrides");

      house.assignments.setDefault(ACME, "slow", Map.of(), ANN);
      house.store.takeReads();
      house.resolve("{}");
      assertThat(house.store.takeReads())
          .containsExactly("revision", "rules", "defaults", "overrides");

      house.assignments.preview(ACME, Json.object());
      assertThat(house.store.takeReads()).containsExactly("revision");
    }

    @Test
    void isNotHeldWhileWorkflowsAreLookedUp() {
      house.rule("all", 1, "{}", "fast");
      DefaultAssignments watched =
          new DefaultAssignments(
              house.store,
              () -> START,
              (tenant, key) -> {
                assertThat(house.store.isOpen()).isFalse();
                return Optional.ofNullable(house.workflows.get(key));
              },
              TenantDirectory.open(),
              Map.of(),
              changed -> {});

      assertThat(watched.preview(ACME, Json.object()).source()).isEqualTo(Source.RULE);
    }

    @Test
    void thatFailsIsNotTakenForABrokenCondition() {
      house.rule("all", 1, "{}", "fast");
      DefaultAssignments failing =
          new DefaultAssignments(
              house.store,
              () -> START,
              (tenant, key) -> {
                throw new IllegalStateException("no connection");
              },
              TenantDirectory.open(),
              Map.of(),
              changed -> {});

      assertThatThrownBy(() -> failing.preview(ACME, Json.object()))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("no connection");
    }
  }
}
