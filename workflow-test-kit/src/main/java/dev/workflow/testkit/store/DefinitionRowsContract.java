package dev.workflow.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.workflow.TenantId;
import dev.workflow.spi.store.DefinitionRow;
import dev.workflow.spi.store.WorkflowSwitchRow;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Definitions, their versions and the revision by which others see that they changed. */
abstract class DefinitionRowsContract extends StoreContract {

  private static DefinitionRow row(String key, int version, String status) {
    return new DefinitionRow(
        ACME, key, version, status, "{\"v\":\"" + version + " ü\"}", NOW, "anna");
  }

  private boolean insert(DefinitionRow row) {
    return get(transaction -> transaction.definitions().insert(row));
  }

  private void put(DefinitionRow row) {
    run(transaction -> transaction.definitions().put(row));
  }

  private long revision(TenantId tenant) {
    return get(transaction -> transaction.definitions().revision(tenant));
  }

  @Test
  void a_page_has_the_draft_and_the_highest_version_of_each_key() {
    put(row("a", 0, "DRAFT"));
    insert(row("b", 1, "PUBLISHED"));
    insert(row("b", 2, "ARCHIVED"));
    put(row("b", 0, "DRAFT"));
    insert(row("c", 1, "PUBLISHED"));
    assertThat(list(transaction -> transaction.definitions().page(ACME, null, 2)))
        .containsExactly(row("a", 0, "DRAFT"), row("b", 0, "DRAFT"), row("b", 2, "ARCHIVED"));
    assertThat(list(transaction -> transaction.definitions().page(ACME, "b", 2)))
        .containsExactly(row("c", 1, "PUBLISHED"));
    assertThat(list(transaction -> transaction.definitions().page(TenantId.of("none"), null, 2)))
        .isEmpty();
  }

  @Test
  void versions_are_listed_newest_first_and_the_draft_last() {
    put(row("b", 0, "DRAFT"));
    assertThat(insert(row("b", 1, "PUBLISHED"))).isTrue();
    assertThat(insert(row("b", 2, "PUBLISHED"))).isTrue();
    assertThat(insert(row("b", 10, "PUBLISHED"))).isTrue();
    assertThat(insert(row("a", 1, "PUBLISHED"))).isTrue();
    assertThat(list(transaction -> transaction.definitions().versions(ACME, "b")))
        .containsExactly(
            row("b", 10, "PUBLISHED"),
            row("b", 2, "PUBLISHED"),
            row("b", 1, "PUBLISHED"),
            row("b", 0, "DRAFT"));
    assertThat(list(transaction -> transaction.definitions().all(ACME)))
        .extracting(row -> row.key() + row.version())
        .containsExactly("a1", "b0", "b1", "b2", "b10");
    assertThat(maybe(transaction -> transaction.definitions().find(ACME, "b", 2)))
        .contains(row("b", 2, "PUBLISHED"));
    assertThat(maybe(transaction -> transaction.definitions().find(ACME, "b", 3))).isEmpty();
  }

  @Test
  void the_newest_is_the_highest_that_is_published() {
    insert(row("a", 1, "PUBLISHED"));
    insert(row("a", 2, "PUBLISHED"));
    insert(row("b", 1, "PUBLISHED"));
    insert(row("c", 1, "PUBLISHED"));
    put(row("d", 0, "DRAFT"));
    put(row("a", 2, "ARCHIVED"));
    put(row("c", 1, "ARCHIVED"));
    assertThat(list(transaction -> transaction.definitions().newest(ACME)))
        .containsExactly(row("a", 1, "PUBLISHED"), row("b", 1, "PUBLISHED"));
  }

  @Test
  void a_version_that_exists_is_neither_replaced_nor_does_the_revision_rise() {
    insert(row("a", 1, "PUBLISHED"));
    long before = revision(ACME);
    DefinitionRow other = new DefinitionRow(ACME, "a", 1, "PUBLISHED", "{}", LATER, "bob");
    assertThat(insert(other)).isFalse();
    assertThat(maybe(transaction -> transaction.definitions().find(ACME, "a", 1)))
        .contains(row("a", 1, "PUBLISHED"));
    assertThat(revision(ACME)).isEqualTo(before);
  }

  @Test
  void only_the_draft_can_be_deleted() {
    put(row("a", 0, "DRAFT"));
    insert(row("a", 1, "PUBLISHED"));
    run(transaction -> transaction.definitions().deleteDraft(ACME, "a"));
    assertThat(list(transaction -> transaction.definitions().versions(ACME, "a")))
        .containsExactly(row("a", 1, "PUBLISHED"));
    long before = revision(ACME);
    run(transaction -> transaction.definitions().deleteDraft(ACME, "a"));
    assertThat(revision(ACME)).isEqualTo(before);
  }

  @Test
  void tenants_that_have_definitions_are_listed_a_page_at_a_time() {
    List<TenantId> known = list(transaction -> transaction.definitions().tenants(null, 9));
    insert(row("a", 1, "PUBLISHED"));
    run(transaction -> transaction.definitions().raise(OTHER));
    assertThat(known).isEmpty();
    List<TenantId> both = Stream.of(ACME, OTHER).sorted().toList();
    assertThat(list(transaction -> transaction.definitions().tenants(null, 9)))
        .containsExactlyElementsOf(both);
    assertThat(list(transaction -> transaction.definitions().tenants(null, 1)))
        .containsExactly(both.get(0));
    assertThat(list(transaction -> transaction.definitions().tenants(both.get(0), 9)))
        .containsExactly(both.get(1));
  }

  @Test
  void every_write_raises_the_revision_of_its_tenant_only() {
    assertThat(revision(ACME)).isZero();
    List<Runnable> writes =
        List.of(
            () -> put(row("a", 0, "DRAFT")),
            () -> put(row("a", 0, "DRAFT")),
            () -> insert(row("a", 1, "PUBLISHED")),
            () -> put(row("a", 1, "ARCHIVED")),
            () -> run(transaction -> transaction.definitions().raise(ACME)),
            () -> run(transaction -> transaction.definitions().deleteDraft(ACME, "a")));
    for (Runnable write : writes) {
      long before = revision(ACME);
      write.run();
      assertThat(revision(ACME)).isGreaterThan(before);
    }
    assertThat(revision(OTHER)).isZero();
  }

  private static WorkflowSwitchRow switched(String key, @Nullable Boolean enabled, Instant at) {
    return new WorkflowSwitchRow(ACME, key, enabled, at, "anna", enabled == null ? null : "why");
  }

  private boolean switchTo(WorkflowSwitchRow row) {
    return get(transaction -> transaction.definitions().switchTo(row));
  }

  @Test
  void the_newest_switch_of_each_workflow_counts_and_the_others_are_kept() {
    assertThat(switchTo(switched("a", false, NOW))).isTrue();
    long before = revision(ACME);
    assertThat(switchTo(switched("a", false, LATER))).isFalse();
    assertThat(revision(ACME)).isEqualTo(before);
    assertThat(switchTo(switched("b", true, NOW))).isTrue();
    assertThat(switchTo(switched("a", true, LATER))).isTrue();
    assertThat(switchTo(switched("a", null, LATER))).isTrue();
    assertThat(revision(ACME)).isGreaterThan(before);

    assertThat(list(transaction -> transaction.definitions().switches(ACME)))
        .containsExactlyInAnyOrder(switched("a", null, LATER), switched("b", true, NOW));
    assertThat(list(transaction -> transaction.definitions().switches(ACME, "a", 2)))
        .containsExactly(switched("a", null, LATER), switched("a", true, LATER));
    assertThat(list(transaction -> transaction.definitions().switches(OTHER))).isEmpty();

    insert(row("b", 1, "PUBLISHED"));
    run(transaction -> transaction.definitions().deleteAll(ACME, "b"));
    assertThat(list(transaction -> transaction.definitions().switches(ACME, "b", 2))).isEmpty();
  }

  @Test
  void a_draft_is_replaced_only_if_it_is_the_one_that_is_known() {
    DefinitionRow first = row("a", 0, "DRAFT");
    DefinitionRow second = new DefinitionRow(ACME, "a", 0, "DRAFT", "{}", LATER, "bob");
    assertThat(replaceDraft(first, "{}")).isFalse();
    assertThat(maybe(transaction -> transaction.definitions().find(ACME, "a", 0))).isEmpty();
    assertThat(replaceDraft(first, null)).isTrue();
    assertThat(replaceDraft(second, null)).isFalse();
    assertThat(replaceDraft(second, first.document())).isTrue();
    assertThat(maybe(transaction -> transaction.definitions().find(ACME, "a", 0))).contains(second);
  }

  private boolean replaceDraft(DefinitionRow draft, @Nullable String known) {
    return get(transaction -> transaction.definitions().replaceDraft(draft, known));
  }

  private Optional<String> takeName(String key, String name) {
    return maybe(transaction -> transaction.definitions().takeName(ACME, key, name));
  }

  @Test
  void a_name_is_one_workflows_until_it_gets_another_or_gives_it_back() {
    assertThat(takeName("a", "nurture")).isEmpty();
    assertThat(takeName("a", "nurture")).isEmpty();
    assertThat(takeName("b", "nurture")).contains("a");
    assertThat(maybe(transaction -> transaction.definitions().named(ACME, "nurture")))
        .contains("a");
    assertThat(maybe(transaction -> transaction.definitions().named(OTHER, "nurture"))).isEmpty();
    assertThat(takeName("a", "other")).isEmpty();
    assertThat(takeName("b", "nurture")).isEmpty();
    run(transaction -> transaction.definitions().freeName(ACME, "b"));
    assertThat(takeName("c", "nurture")).isEmpty();
    insert(row("c", 1, "PUBLISHED"));
    run(transaction -> transaction.definitions().deleteAll(ACME, "c"));
    assertThat(takeName("a", "nurture")).isEmpty();
  }
}
