package dev.workflow.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.workflow.TenantId;
import dev.workflow.spi.store.TemplateRow;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Message templates and their versions. */
public abstract class TemplateRowsContract extends StoreContract {

  private static TemplateRow row(TenantId tenant, String name, int version) {
    return new TemplateRow(
        tenant, name, version, "PUBLISHED", "{\"v\":\"" + version + " ünï 🚀\"}", NOW, "anna");
  }

  private boolean insert(TemplateRow row) {
    return get(transaction -> transaction.templates().insert(row));
  }

  private boolean archive(TenantId tenant, String name, int version) {
    return get(transaction -> transaction.templates().setStatus(tenant, name, version, "ARCHIVED"));
  }

  private long revision(TenantId tenant) {
    return get(transaction -> transaction.templates().revision(tenant));
  }

  private Map<String, Integer> current(TenantId tenant) {
    return get(transaction -> transaction.templates().current(tenant));
  }

  @Test
  void versions_are_listed_newest_first() {
    assertThat(insert(row(ACME, "b", 1))).isTrue();
    assertThat(insert(row(ACME, "b", 2))).isTrue();
    assertThat(insert(row(ACME, "b", 10))).isTrue();
    assertThat(insert(row(ACME, "a", 1))).isTrue();
    assertThat(list(transaction -> transaction.templates().versions(ACME, "b")))
        .containsExactly(row(ACME, "b", 10), row(ACME, "b", 2), row(ACME, "b", 1));
    assertThat(maybe(transaction -> transaction.templates().find(ACME, "b", 2)))
        .contains(row(ACME, "b", 2));
    assertThat(maybe(transaction -> transaction.templates().find(ACME, "b", 3))).isEmpty();
  }

  @Test
  void the_newest_that_is_not_archived_is_in_use() {
    List.of(row(ACME, "a", 1), row(ACME, "b", 1), row(ACME, "b", 2), row(ACME, "c", 1))
        .forEach(this::insert);
    assertThat(current(ACME)).isEqualTo(Map.of("a", 1, "b", 2, "c", 1));
    assertThat(archive(ACME, "b", 2)).isTrue();
    assertThat(archive(ACME, "c", 1)).isTrue();
    assertThat(current(ACME)).isEqualTo(Map.of("a", 1, "b", 1));
    assertThat(list(transaction -> transaction.templates().newest(ACME)))
        .containsExactlyInAnyOrder(row(ACME, "a", 1), row(ACME, "b", 1));
    assertThat(maybe(transaction -> transaction.templates().find(ACME, "b", 2)))
        .contains(row(ACME, "b", 2).status("ARCHIVED"));
  }

  @Test
  void a_version_is_written_once() {
    assertThat(insert(row(ACME, "a", 1))).isTrue();
    TemplateRow other = new TemplateRow(ACME, "a", 1, "PUBLISHED", "{}", LATER, "bob");
    assertThat(insert(other)).isFalse();
    assertThat(maybe(transaction -> transaction.templates().find(ACME, "a", 1)))
        .contains(row(ACME, "a", 1));
    assertThat(archive(ACME, "a", 2)).isFalse();
  }

  @Test
  void every_change_raises_the_revision_of_its_tenant_only() {
    assertThat(revision(ACME)).isZero();
    insert(row(ACME, "a", 1));
    long first = revision(ACME);
    assertThat(first).isPositive();
    archive(ACME, "a", 1);
    long second = revision(ACME);
    assertThat(second).isGreaterThan(first);
    archive(ACME, "a", 2);
    assertThat(revision(ACME)).isEqualTo(second);
    assertThat(revision(OTHER)).isZero();
  }

  @Test
  void another_tenant_sees_and_touches_nothing() {
    insert(row(ACME, "a", 1));
    assertThat(current(OTHER)).isEmpty();
    assertThat(maybe(transaction -> transaction.templates().find(OTHER, "a", 1))).isEmpty();
    assertThat(list(transaction -> transaction.templates().versions(OTHER, "a"))).isEmpty();
    assertThat(list(transaction -> transaction.templates().newest(OTHER))).isEmpty();
    assertThat(archive(OTHER, "a", 1)).isFalse();
    assertThat(insert(row(OTHER, "a", 1))).isTrue();
    assertThat(archive(OTHER, "a", 1)).isTrue();
    assertThat(current(ACME)).isEqualTo(Map.of("a", 1));
  }

  @Test
  void what_is_rolled_back_never_was() {
    try {
      run(
          transaction -> {
            transaction.templates().insert(row(ACME, "a", 1));
            throw new IllegalStateException("rolled back");
          });
    } catch (IllegalStateException e) {
      assertThat(e).hasMessage("rolled back");
    }
    assertThat(current(ACME)).isEmpty();
    assertThat(revision(ACME)).isZero();
  }
}
