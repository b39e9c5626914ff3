package dev.workflow.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.workflow.TenantId;
import dev.workflow.spi.store.DefinitionRow;
import java.util.List;
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
}
