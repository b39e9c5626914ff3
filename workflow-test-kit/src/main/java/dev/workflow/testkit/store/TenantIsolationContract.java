package dev.workflow.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.workflow.Instances;
import dev.workflow.SubjectRef;
import dev.workflow.TenantId;
import dev.workflow.WorkflowRef;
import dev.workflow.spi.MessageState;
import dev.workflow.spi.store.AssignmentRows.DefaultRow;
import dev.workflow.spi.store.AssignmentRows.OverrideRow;
import dev.workflow.spi.store.AssignmentRows.RuleRow;
import dev.workflow.spi.store.DefinitionRow;
import dev.workflow.spi.store.EventRows.EventKey;
import dev.workflow.spi.store.EventSubscriptionLookup;
import dev.workflow.spi.store.InstanceChange.SideRows;
import dev.workflow.spi.store.InstanceRow;
import dev.workflow.spi.store.InstanceRows.Held;
import dev.workflow.spi.store.InstanceRows.InstancePlace;
import dev.workflow.spi.store.InstanceRows.Performer;
import dev.workflow.spi.store.MessageFilter;
import dev.workflow.spi.store.MessageRow;
import dev.workflow.spi.store.MessageRows.Cursor;
import dev.workflow.spi.store.StoreTransaction;
import dev.workflow.spi.store.TaskFilter;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One tenant fills the store; another one, with the same ids, finds and touches nothing of it. */
abstract class TenantIsolationContract extends StoreContract {

  private InstanceRow row;

  @BeforeEach
  void fill() {
    row = filled(ACME);
  }

  private static InstanceRow rowOf(TenantId tenant) {
    return new InstanceRow(
        key(tenant, 1),
        WorkflowRef.of("w", 1),
        LEAD,
        new InstanceRow.Origin("e", null, null, "k", NOW),
        active(NOW));
  }

  private InstanceRow filled(TenantId tenant) {
    InstanceRow filled = rowOf(tenant);
    SideRows side =
        new SideRows(
            List.of(subscription(filled.key(), "wait", "s:lead:42")),
            List.of(),
            List.of(task(filled.key(), "ask", LATER)),
            List.of(),
            List.of(message(tenant, 1, filled.key())),
            null);
    run(
        transaction -> {
          transaction.events().insert(List.of(event(tenant, "e", NOW)));
          transaction.events().openWindow(tenant, "w", "k", NOW, null);
          transaction.definitions().insert(definition(tenant, 1, "PUBLISHED"));
          transaction.definitions().put(definition(tenant, 0, "DRAFT"));
          transaction.assignments().putOverride(override(tenant));
          transaction.assignments().putRule(rule(tenant));
          transaction.assignments().putDefaults(new DefaultRow(tenant, "w", "{}", NOW, "anna"));
          transaction.instances().write(List.of(insert(filled, side)));
        });
    return filled;
  }

  private static DefinitionRow definition(TenantId tenant, int version, String status) {
    return new DefinitionRow(tenant, "w", version, status, "{}", NOW, "anna");
  }

  private static OverrideRow override(TenantId tenant) {
    return new OverrideRow(tenant, LEAD, "w", "anna", NOW, null, null);
  }

  private static RuleRow rule(TenantId tenant) {
    return new RuleRow(tenant, uuid(1), "r", 1, true, "{}", "w", NOW, "anna");
  }

  @Test
  void every_read_of_another_tenant_is_empty() {
    List<Function<StoreTransaction, Object>> reads =
        List.of(
            t -> t.instances().read(List.of(key(OTHER, 1))),
            t -> t.instances().lock(List.of(key(OTHER, 1))),
            t -> t.instances().reachable(OTHER, LEAD, List.of("w")),
            t -> t.instances().openWithKey(OTHER, "w", "k", 10),
            t ->
                t.instances()
                    .subscriptions(
                        List.of(new EventSubscriptionLookup(OTHER, "lead.replied", "s:lead:42")),
                        null,
                        10),
            t -> t.instances().list(Instances.Query.of(OTHER), null, 10),
            t -> t.instances().list(Instances.Query.of(OTHER), InstancePlace.of(key(ACME, 9)), 10),
            t -> t.instances().count(OTHER),
            t -> t.instances().task(key(OTHER, 1), "ask").stream().toList(),
            t -> t.instances().tasks(TaskFilter.all(OTHER), null, 10),
            t ->
                t.instances()
                    .tasks(
                        TaskFilter.all(OTHER).of(Performer.of("a", Set.of("LAWYER"))).about(LEAD),
                        null,
                        10),
            t -> t.events().find(OTHER, "e").stream().toList(),
            t -> t.events().find(List.of(new EventKey(OTHER, "e"))),
            t -> t.events().list(OTHER, null, 10),
            t -> t.events().list(OTHER, event(ACME, "f", LATER), 10),
            t -> t.definitions().find(OTHER, "w", 1).stream().toList(),
            t -> t.definitions().versions(OTHER, "w"),
            t -> t.definitions().newest(OTHER),
            t -> t.definitions().all(OTHER),
            t -> t.messages().find(OTHER, uuid(1)).stream().toList(),
            t -> t.messages().list(MessageFilter.of(OTHER), null, 10),
            t ->
                t.messages()
                    .list(
                        MessageFilter.of(OTHER).about(LEAD).in(MessageState.PENDING), uuid(9), 10),
            t -> t.messages().upcoming(MessageFilter.of(OTHER), null, 10),
            t -> t.messages().upcoming(MessageFilter.of(OTHER), new Cursor(NOW, uuid(0)), 10),
            t -> t.assignments().overrides(OTHER, List.of(LEAD)),
            t -> t.assignments().rules(OTHER),
            t -> t.assignments().defaults(OTHER).stream().toList());
    for (int i = 0; i < reads.size(); i++) {
      assertThat((List<?>) get(reads.get(i))).as("read %s", i).isEmpty();
    }
    assertThat(number(t -> t.definitions().revision(OTHER))).isZero();
    assertThat(number(t -> t.assignments().revision(OTHER))).isZero();
  }

  @Test
  void no_write_of_another_tenant_touches_anything() {
    long definitions = get(t -> t.definitions().revision(ACME));
    long assignments = get(t -> t.assignments().revision(ACME));
    InstanceRow foreign = rowOf(OTHER);
    SideRows side =
        new SideRows(List.of(), List.of("wait"), List.of(), List.of("ask"), List.of(), LATER);
    MessageRow theirs = message(OTHER, 1, foreign.key());
    assertThat(write(append(foreign, 1, 2))).containsExactly(foreign.key());
    assertThat(write(update(foreign, 1, 2, ended("CANCELED", "canceled"))))
        .containsExactly(foreign.key());
    assertThat(write(append(foreign, 2, side))).containsExactly(foreign.key());
    assertThat(set(t -> t.instances().renew("x", List.of(new Held(foreign.key(), 1)), LATER)))
        .containsExactly(foreign.key());
    assertThat(list(t -> t.messages().update(List.of(theirs)))).containsExactly(theirs);
    assertThat(number(t -> t.messages().cancel(MessageFilter.of(OTHER), LATER, "spy", null)))
        .isZero();
    assertThat(truth(t -> t.assignments().deleteOverride(OTHER, LEAD))).isFalse();
    assertThat(truth(t -> t.assignments().deleteRule(OTHER, uuid(1)))).isFalse();
    run(t -> t.definitions().deleteDraft(OTHER, "w"));

    assertUntouched();
    assertThat(number(t -> t.definitions().revision(ACME))).isEqualTo(definitions);
    assertThat(number(t -> t.assignments().revision(ACME))).isEqualTo(assignments);
  }

  private void assertUntouched() {
    assertThat(stored(row.key()).row()).isEqualTo(row);
    assertThat(stored(row.key()).journal()).containsExactly(entry(1));
    assertThat(stored(row.key()).event()).isEqualTo(event(ACME, "e", NOW).body());
    assertThat(maybe(t -> t.instances().task(row.key(), "ask"))).isPresent();
    assertThat(
            list(
                t ->
                    t.instances()
                        .subscriptions(
                            List.of(new EventSubscriptionLookup(ACME, "lead.replied", "s:lead:42")),
                            null,
                            10)))
        .hasSize(1);
    assertThat(maybe(t -> t.messages().find(ACME, uuid(1)))).contains(message(ACME, 1, row.key()));
    assertThat(list(t -> t.assignments().overrides(ACME, List.of(LEAD))))
        .containsExactly(override(ACME));
    assertThat(list(t -> t.assignments().rules(ACME))).containsExactly(rule(ACME));
    assertThat(maybe(t -> t.definitions().find(ACME, "w", 0)))
        .contains(definition(ACME, 0, "DRAFT"));
  }

  @Test
  void another_tenant_may_use_the_same_ids_for_its_own() {
    filled(OTHER);
    run(
        t -> {
          t.assignments().deleteRule(OTHER, uuid(1));
          t.assignments().putOverride(new OverrideRow(OTHER, LEAD, null, "bob", NOW, null, null));
          t.definitions().put(definition(OTHER, 1, "ARCHIVED"));
          t.messages().cancel(MessageFilter.of(OTHER), LATER, "spy", null);
          t.instances()
              .write(
                  List.of(
                      append(
                          rowOf(OTHER),
                          2,
                          new SideRows(
                              List.of(),
                              List.of("wait"),
                              List.of(),
                              List.of("ask"),
                              List.of(),
                              null))));
        });
    assertUntouched();
    assertThat(list(t -> t.definitions().newest(ACME))).hasSize(1);
    assertThat(list(t -> t.instances().read(List.of(key(OTHER, 1), row.key())))).hasSize(2);
    assertThat(truth(t -> t.events().openWindow(OTHER, "w", "k", NOW, null))).isFalse();
    assertThat(list(t -> t.instances().reachable(OTHER, SubjectRef.of("lead", "42"), List.of("w"))))
        .extracting(InstanceRow::key)
        .containsExactly(key(OTHER, 1));
  }
}
