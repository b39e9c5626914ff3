package dev.workflow.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.workflow.TenantId;
import dev.workflow.spi.store.InstanceKey;
import dev.workflow.spi.store.InstanceRow;
import dev.workflow.spi.store.InstanceRows.FairClaim;
import dev.workflow.spi.store.StoredInstance;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Claims in equal shares. */
abstract class FairClaimContract extends StoreContract {

  private static TenantId tenant(int number) {
    return TenantId.of("t%04d".formatted(number));
  }

  private void due(TenantId tenant, int from, int count) {
    run(
        transaction ->
            transaction
                .instances()
                .write(
                    Stream.iterate(from, n -> n + 1)
                        .limit(count)
                        .map(n -> insert(instance(key(tenant, n), active(NOW.plusMillis(n)))))
                        .toList()));
  }

  private FairClaim claim(int limit, @Nullable TenantId after) {
    return get(
        transaction ->
            transaction
                .instances()
                .claimFairly("node", LATER, LATER.plusSeconds(15), limit, after));
  }

  private static List<InstanceKey> keys(FairClaim claim) {
    return claim.claimed().stream().map(one -> one.row().key()).sorted().toList();
  }

  @Test
  void nothing_is_due_at_first() {
    assertThat(claim(10, null)).isEqualTo(new FairClaim(List.of(), null, false));
  }

  @Test
  void each_tenant_gets_an_equal_share_its_earliest_first() {
    due(tenant(1), 1, 20);
    due(tenant(2), 21, 2);
    due(tenant(3), 31, 5);
    FairClaim claim = claim(9, null);
    assertThat(keys(claim))
        .containsExactly(
            key(tenant(1), 1),
            key(tenant(1), 2),
            key(tenant(1), 3),
            key(tenant(2), 21),
            key(tenant(2), 22),
            key(tenant(3), 31),
            key(tenant(3), 32),
            key(tenant(3), 33));
    assertThat(claim.more()).isTrue();
    assertThat(claim.last()).isNull();
  }

  @Test
  void what_was_claimed_is_leased_and_fenced() {
    due(tenant(1), 1, 1);
    StoredInstance claimed = claim(10, null).claimed().get(0);
    InstanceRow.Progress progress = claimed.row().progress();
    assertThat(progress.owner()).isEqualTo("node");
    assertThat(progress.revision()).isEqualTo(2);
    assertThat(progress.dueAt()).isEqualTo(LATER.plusSeconds(15));
    assertThat(claimed.takenFrom()).isNull();
    assertThat(claimed.journal()).containsExactly(entry(1));
    assertThat(stored(key(tenant(1), 1)).row()).isEqualTo(claimed.row());
    assertThat(claim(10, null).claimed()).isEmpty();
  }

  @Test
  void a_lease_that_has_run_out_is_taken_over() {
    inserted(
        instance(
            key(tenant(1), 1), new InstanceRow.Progress("ACTIVE", null, 1, "gone", NOW, null)));
    assertThat(claim(10, null).claimed())
        .extracting(StoredInstance::takenFrom)
        .containsExactly("gone");
  }

  @Test
  void what_is_not_due_or_not_active_is_left() {
    inserted(instance(key(tenant(1), 1), active(LATER.plusMillis(1))));
    inserted(
        instance(key(tenant(2), 2), new InstanceRow.Progress("PAUSED", null, 1, null, NOW, null)));
    inserted(instance(key(tenant(3), 3), active(LATER)));
    inserted(instance(key(tenant(4), 4), ended("COMPLETED", "completed")));
    assertThat(keys(claim(10, null))).containsExactly(key(tenant(3), 3));
  }

  @Test
  void fewer_than_the_tenants_go_on_where_the_last_claim_ended() {
    for (int t = 1; t <= 5; t++) {
      due(tenant(t), 10 * t, 2);
    }
    FairClaim first = claim(2, null);
    assertThat(keys(first)).containsExactly(key(tenant(1), 10), key(tenant(2), 20));
    FairClaim second = claim(2, first.last());
    assertThat(keys(second)).containsExactly(key(tenant(3), 30), key(tenant(4), 40));
    FairClaim third = claim(2, second.last());
    assertThat(keys(third)).containsExactly(key(tenant(5), 50), key(tenant(5), 51));
    assertThat(third.last()).isNull();
  }

  @Test
  void a_round_comes_to_every_tenant_however_many_there_are() {
    for (int t = 0; t < 600; t++) {
      due(tenant(t), t, 1);
    }
    List<InstanceKey> all = new ArrayList<>();
    TenantId after = null;
    int claims = 0;
    do {
      FairClaim claim = claim(1_000, after);
      all.addAll(keys(claim));
      after = claim.last();
      claims++;
    } while (after != null && claims < 100);
    assertThat(after).isNull();
    assertThat(all).hasSize(600).doesNotHaveDuplicates();
  }

  @Test
  void a_backlog_of_one_tenant_does_not_hide_the_others() {
    due(tenant(1), 1, 500);
    due(tenant(2), 1_000, 1);
    due(tenant(3), 1_001, 1);
    assertThat(keys(claim(30, null)))
        .hasSize(12)
        .containsAll(Arrays.asList(key(tenant(2), 1_000), key(tenant(3), 1_001)));
  }
}
