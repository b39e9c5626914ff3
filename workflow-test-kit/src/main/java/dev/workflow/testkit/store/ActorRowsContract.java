package dev.workflow.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.workflow.TenantId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is known of actors: the tenant's revision, and who was given a step when. */
public abstract class ActorRowsContract extends StoreContract {

  private static final List<String> ALL = List.of("anna", "bob");

  private long revision(TenantId tenant) {
    return store.transact(transaction -> transaction.actors().revision(tenant));
  }

  private long give(TenantId tenant, String step, String actor) {
    return store.transact(
        transaction -> {
          long turn = transaction.actors().nextAllocation(tenant, "w", step);
          transaction.actors().given(tenant, "w", step, actor, turn);
          return turn;
        });
  }

  private Map<String, Long> allocations(TenantId tenant, String step) {
    return store.transact(transaction -> transaction.actors().allocations(tenant, "w", step, ALL));
  }

  @Test
  void the_revision_of_a_tenant_is_raised() {
    assertThat(revision(ACME)).isZero();
    run(transaction -> transaction.actors().raise(ACME));
    assertThat(revision(ACME)).isEqualTo(1);
    assertThat(revision(OTHER)).isZero();
  }

  @Test
  void turns_are_numbered_for_each_step_of_each_tenant() {
    assertThat(allocations(ACME, "a")).isEmpty();
    assertThat(give(ACME, "a", "anna")).isEqualTo(1);
    assertThat(give(ACME, "a", "bob")).isEqualTo(2);
    assertThat(give(ACME, "a", "anna")).isEqualTo(3);
    assertThat(give(ACME, "b", "bob")).isEqualTo(1);
    assertThat(give(OTHER, "a", "bob")).isEqualTo(1);
    assertThat(allocations(ACME, "a")).isEqualTo(Map.of("anna", 3L, "bob", 2L));
    assertThat(allocations(ACME, "b")).isEqualTo(Map.of("bob", 1L));
  }
}
