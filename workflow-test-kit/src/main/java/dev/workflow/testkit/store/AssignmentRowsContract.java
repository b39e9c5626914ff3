package dev.workflow.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.workflow.SubjectRef;
import dev.workflow.TenantId;
import dev.workflow.spi.store.AssignmentRows.DefaultRow;
import dev.workflow.spi.store.AssignmentRows.OverrideRow;
import dev.workflow.spi.store.AssignmentRows.RuleRow;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Overrides, rules and defaults. */
abstract class AssignmentRowsContract extends StoreContract {

  private static RuleRow rule(int n, int priority, Instant createdAt) {
    return new RuleRow(
        ACME, uuid(n), "rule " + n, priority, true, "{\"field\":\"x\"}", "w", createdAt, "anna");
  }

  private void put(RuleRow rule) {
    run(transaction -> transaction.assignments().putRule(rule));
  }

  private long revision(TenantId tenant) {
    return get(transaction -> transaction.assignments().revision(tenant));
  }

  @Test
  void an_override_is_put_replaced_and_deleted() {
    OverrideRow set = new OverrideRow(ACME, LEAD, "w", "anna", NOW, "große Eile", LATER);
    OverrideRow cleared = new OverrideRow(ACME, LEAD, null, "bob", LATER, null, null);
    OverrideRow other =
        new OverrideRow(ACME, SubjectRef.of("deal", "42"), "v", "bob", NOW, null, null);
    List<SubjectRef> subjects =
        List.of(LEAD, LEAD, SubjectRef.of("lead", "43"), SubjectRef.of("deal", "42"));
    run(transaction -> transaction.assignments().putOverride(set));
    run(transaction -> transaction.assignments().putOverride(other));
    assertThat(list(transaction -> transaction.assignments().overrides(ACME, subjects)))
        .containsExactlyInAnyOrder(set, other);
    run(transaction -> transaction.assignments().putOverride(cleared));
    assertThat(list(transaction -> transaction.assignments().overrides(ACME, List.of(LEAD))))
        .containsExactly(cleared);
    assertThat(truth(transaction -> transaction.assignments().deleteOverride(ACME, LEAD))).isTrue();
    assertThat(truth(transaction -> transaction.assignments().deleteOverride(ACME, LEAD)))
        .isFalse();
    assertThat(list(transaction -> transaction.assignments().overrides(ACME, subjects)))
        .containsExactly(other);
    assertThat(list(transaction -> transaction.assignments().overrides(ACME, List.of()))).isEmpty();
  }

  @Test
  void rules_are_listed_by_priority_then_oldest_first() {
    RuleRow low = rule(1, -5, NOW);
    RuleRow young = rule(2, 10, LATER);
    RuleRow old = rule(4, 10, NOW);
    RuleRow sameAge = rule(3, 10, NOW);
    for (RuleRow rule : List.of(low, young, old, sameAge)) {
      put(rule);
    }
    assertThat(list(transaction -> transaction.assignments().rules(ACME)))
        .containsExactly(sameAge, old, young, low);
    RuleRow changed = new RuleRow(ACME, uuid(1), "now first", 99, false, "{}", "v", NOW, "bob");
    put(changed);
    assertThat(list(transaction -> transaction.assignments().rules(ACME)))
        .containsExactly(changed, sameAge, old, young);
    assertThat(truth(transaction -> transaction.assignments().deleteRule(ACME, uuid(4)))).isTrue();
    assertThat(truth(transaction -> transaction.assignments().deleteRule(ACME, uuid(4)))).isFalse();
    assertThat(list(transaction -> transaction.assignments().rules(ACME)))
        .containsExactly(changed, sameAge, young);
  }

  @Test
  void a_tenant_has_one_row_of_defaults() {
    assertThat(maybe(transaction -> transaction.assignments().defaults(ACME))).isEmpty();
    DefaultRow first = new DefaultRow(ACME, "w", "{\"days\":30}", NOW, "anna");
    DefaultRow second = new DefaultRow(ACME, null, "{}", LATER, "bob");
    run(transaction -> transaction.assignments().putDefaults(first));
    assertThat(maybe(transaction -> transaction.assignments().defaults(ACME))).contains(first);
    run(transaction -> transaction.assignments().putDefaults(second));
    assertThat(maybe(transaction -> transaction.assignments().defaults(ACME))).contains(second);
  }

  @Test
  void every_change_of_rules_and_defaults_raises_the_revision_of_its_tenant_only() {
    assertThat(revision(ACME)).isZero();
    List<Runnable> writes =
        List.of(
            () -> put(rule(1, 1, NOW)),
            () -> put(rule(1, 2, NOW)),
            () ->
                run(
                    transaction ->
                        transaction
                            .assignments()
                            .putDefaults(new DefaultRow(ACME, null, "{}", NOW, "anna"))),
            () -> run(transaction -> transaction.assignments().deleteRule(ACME, uuid(1))));
    for (Runnable write : writes) {
      long before = revision(ACME);
      write.run();
      assertThat(revision(ACME)).isGreaterThan(before);
    }
    long before = revision(ACME);
    run(transaction -> transaction.assignments().deleteRule(ACME, uuid(1)));
    assertThat(revision(ACME)).isEqualTo(before);
    assertThat(revision(OTHER)).isZero();
  }
}
