package dev.workflow.internal.decide;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BudgetTest {

  private static final long MB = 1_000_000;

  private final Budget.Written written = new Budget.Written();

  @Test
  void what_a_tenant_writes_uses_up_its_share_by_its_bytes() {
    Budget alone = Budget.of(1_000, false, written);
    assertThat(alone.spendOnBytes(14 * MB)).isEqualTo(1_400);
    assertThat(alone.spent()).isFalse();
    alone.spendOnBytes(MB);
    assertThat(alone.spent()).isTrue();
  }

  @Test
  void the_share_is_smaller_where_others_wait_for_it() {
    Budget shared = Budget.of(1_000, true, written);
    shared.spendOnBytes(2 * MB);
    assertThat(shared.spent()).isFalse();
    shared.spendOnBytes(MB);
    assertThat(shared.spent()).isTrue();
  }

  @Test
  void small_values_cost_nothing_but_their_moves() {
    Budget budget = Budget.of(1_000, true, written);
    assertThat(budget.spendOnBytes(9_999)).isZero();
    assertThat(budget.spent()).isFalse();
  }

  @Test
  void what_all_tenants_write_together_fills_the_unit_for_each_of_them() {
    Budget other = Budget.of(1_000, false, written);
    for (int i = 0; i < 4; i++) {
      Budget.of(1_000, false, written).spendOnBytes(8 << 20);
      assertThat(other.spent()).isEqualTo(i == 3);
    }
  }
}
