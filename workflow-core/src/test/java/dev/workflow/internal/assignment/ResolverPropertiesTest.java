package dev.workflow.internal.assignment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Json;
import dev.workflow.assignment.EffectiveWorkflow;
import dev.workflow.assignment.EffectiveWorkflow.Candidate;
import dev.workflow.assignment.EffectiveWorkflow.Source;
import dev.workflow.assignment.EffectiveWorkflow.Verdict;
import dev.workflow.condition.EvaluationContext;
import dev.workflow.definition.WorkflowDefinition;
import dev.workflow.spi.store.AssignmentRows.DefaultRow;
import dev.workflow.spi.store.AssignmentRows.OverrideRow;
import dev.workflow.spi.store.AssignmentRows.RuleRow;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;

/** The resolver against a list of candidates that is filtered and sorted in the plainest way. */
class ResolverPropertiesTest {

  private static final Instant NOW = House.START;
  private static final List<String> KEYS = List.of("a", "b", "off", "gone");
  private static final Map<String, WorkflowDefinition> WORKFLOWS =
      new House().workflow("a").workflow("b").workflow("off", false, "{}").workflows;

  record Rule(int priority, int age, boolean enabled, int threshold, String workflow) {}

  record Choice(String workflow, int expiresIn) {}

  record Outcome(Source source, @Nullable String workflow) {}

  @Property
  void decidesAsTheReferenceDoes(
      @ForAll("choices") Optional<Choice> choice,
      @ForAll("rules") List<Rule> rules,
      @ForAll("defaults") Optional<String> standard,
      @ForAll("scores") int score) {
    Resolver.Decision decision =
        Resolver.decide(
            choice.map(ResolverPropertiesTest::row).orElse(null),
            tenantRules(rules, standard),
            (ObjectNode) Json.read("{\"score\": " + score + "}"),
            key -> Optional.ofNullable(WORKFLOWS.get(key)),
            EvaluationContext.of(NOW, ZoneOffset.UTC));

    WorkflowDefinition workflow = decision.workflow();
    Outcome outcome = new Outcome(decision.source(), workflow == null ? null : workflow.key());
    assertThat(outcome).isEqualTo(reference(choice, rules, standard, score));
    assertTraceIsWhole(decision, choice, rules, standard);
  }

  private static Outcome reference(
      Optional<Choice> choice, List<Rule> rules, Optional<String> standard, int score) {
    List<Outcome> applying = new ArrayList<>();
    choice
        .filter(one -> one.expiresIn() > 0)
        .ifPresent(one -> applying.add(new Outcome(Source.OVERRIDE, one.workflow())));
    rules.stream()
        .filter(Rule::enabled)
        .filter(rule -> score >= rule.threshold())
        .sorted(Comparator.comparing(Rule::age))
        .sorted(Comparator.comparing(Rule::priority).reversed())
        .forEach(rule -> applying.add(new Outcome(Source.RULE, rule.workflow())));
    standard.ifPresent(key -> applying.add(new Outcome(Source.DEFAULT, key)));
    return applying.stream()
        .map(one -> one.workflow().equals("none") ? new Outcome(one.source(), null) : one)
        .filter(one -> one.workflow() == null || List.of("a", "b").contains(one.workflow()))
        .findFirst()
        .orElse(new Outcome(Source.NONE, null));
  }

  private static void assertTraceIsWhole(
      Resolver.Decision decision,
      Optional<Choice> choice,
      List<Rule> rules,
      Optional<String> standard) {
    List<Candidate> trace = decision.trace();
    assertThat(trace)
        .hasSize((int) (choice.stream().count() + rules.size() + standard.stream().count()));
    assertThat(trace).extracting(Candidate::kind).isSorted();
    assertThat(trace).allSatisfy(candidate -> assertThat(candidate.because()).isNotBlank());
    assertThat(trace)
        .filteredOn(candidate -> candidate.verdict() == Verdict.WON)
        .extracting(Candidate::kind)
        .isEqualTo(decision.source() == Source.NONE ? List.of() : List.of(decision.source()));
    boolean won = false;
    for (Candidate candidate : trace) {
      if (won) {
        assertThat(candidate.verdict()).isIn(Verdict.OUTRANKED, Verdict.DISABLED);
      }
      won |= candidate.verdict() == EffectiveWorkflow.Verdict.WON;
    }
  }

  private static OverrideRow row(Choice choice) {
    String workflow = choice.workflow().equals("none") ? null : choice.workflow();
    return new OverrideRow(
        House.ACME, House.LEAD, workflow, "ann", NOW, null, NOW.plusSeconds(choice.expiresIn()));
  }

  private static TenantRules tenantRules(List<Rule> rules, Optional<String> standard) {
    List<CompiledRule> compiled = new ArrayList<>();
    for (int i = 0; i < rules.size(); i++) {
      Rule rule = rules.get(i);
      String condition =
          "{\"field\": \"score\", \"operator\": \"gte\", \"value\": " + rule.threshold() + "}";
      compiled.add(
          CompiledRule.of(
              new RuleRow(
                  House.ACME,
                  new UUID(0, i),
                  "r" + i,
                  rule.priority(),
                  rule.enabled(),
                  condition,
                  rule.workflow(),
                  NOW.plusSeconds(rule.age()),
                  "ann")));
    }
    compiled.sort(Comparator.comparing(CompiledRule::row, TenantRules.ORDER));
    DefaultRow defaults =
        standard.map(key -> new DefaultRow(House.ACME, key, "{}", NOW, "ann")).orElse(null);
    return new TenantRules(1, compiled, defaults);
  }

  @Provide
  Arbitrary<Optional<Choice>> choices() {
    return Combinators.combine(
            Arbitraries.of("a", "b", "off", "gone", "none"), Arbitraries.integers().between(-1, 1))
        .as(Choice::new)
        .optional();
  }

  @Provide
  Arbitrary<List<Rule>> rules() {
    return Combinators.combine(
            Arbitraries.integers().between(0, 3),
            Arbitraries.integers().between(0, 1_000),
            Arbitraries.of(true, true, true, false),
            Arbitraries.integers().between(0, 10),
            Arbitraries.of(KEYS))
        .as(Rule::new)
        .list()
        .uniqueElements(Rule::age)
        .ofMaxSize(8);
  }

  @Provide
  Arbitrary<Optional<String>> defaults() {
    return Arbitraries.of(KEYS).optional();
  }

  @Provide
  Arbitrary<Integer> scores() {
    return Arbitraries.integers().between(0, 10);
  }
}
