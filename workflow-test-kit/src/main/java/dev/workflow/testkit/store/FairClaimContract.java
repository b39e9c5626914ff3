package dev.workflow.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.workflow.TenantId;
import dev.workflow.WorkflowRef;
import dev.workflow.spi.store.InstanceKey;
import dev.workflow.spi.store.InstanceRow;
import dev.workflow.spi.store.InstanceRows.DueLanes;
import dev.workflow.spi.store.InstanceRows.Lane;
import dev.workflow.spi.store.StoredInstance;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Lanes, one for each workflow of each tenant, and claims of so many from each. */
abstract class FairClaimContract extends StoreContract {

  private static final Lane FIRST = lane(1, "w");
  private static final Lane SECOND = lane(2, "w");
  private static final Lane OTHER_WORKFLOW = lane(2, "x");

  private static Lane lane(int tenant, String workflow) {
    return new Lane(TenantId.of("t%04d".formatted(tenant)), workflow);
  }

  private static InstanceRow row(Lane lane, int n, InstanceRow.Progress progress) {
    InstanceRow row = instance(key(lane.tenant(), n), progress);
    return new InstanceRow(
        row.key(), WorkflowRef.of(lane.workflow(), 1), row.subject(), row.origin(), progress);
  }

  private void due(Lane lane, int from, int count) {
    run(
        transaction ->
            transaction
                .instances()
                .write(
                    Stream.iterate(from, n -> n + 1)
                        .limit(count)
                        .map(n -> insert(row(lane, n, active(NOW.plusMillis(n)))))
                        .toList()));
  }

  private DueLanes lanes() {
    return get(transaction -> transaction.instances().dueLanes(LATER, null));
  }

  private List<StoredInstance> claim(Map<Lane, Integer> shares) {
    return list(
        transaction -> transaction.instances().claim("node", LATER, LATER.plusSeconds(15), shares));
  }

  private static List<InstanceKey> keys(List<StoredInstance> claimed) {
    return claimed.stream().map(one -> one.row().key()).sorted().toList();
  }

  @Test
  void nothing_is_due_at_first() {
    assertThat(lanes()).isEqualTo(new DueLanes(List.of(), null));
    assertThat(claim(Map.of())).isEmpty();
    assertThat(claim(Map.of(FIRST, 3))).isEmpty();
  }

  @Test
  void a_lane_is_due_if_one_of_its_instances_is() {
    inserted(row(FIRST, 1, active(LATER.plusMillis(1))));
    inserted(row(SECOND, 2, active(LATER.plusMillis(1))));
    inserted(row(SECOND, 3, active(LATER)));
    inserted(row(lane(3, "w"), 4, new InstanceRow.Progress("PAUSED", null, 1, null, NOW, null)));
    inserted(row(lane(4, "w"), 5, ended("COMPLETED", "completed")));
    inserted(row(OTHER_WORKFLOW, 6, active(NOW)));
    assertThat(lanes()).isEqualTo(new DueLanes(List.of(SECOND, OTHER_WORKFLOW), null));
  }

  @Test
  void a_round_comes_to_every_lane_once_however_many_there_are() {
    List<Lane> expected = new ArrayList<>();
    for (int t = 0; t < 300; t++) {
      due(lane(t, "w"), t, 1);
      expected.add(lane(t, "w"));
    }
    List<Lane> all = new ArrayList<>();
    DueLanes part = lanes();
    all.addAll(part.due());
    for (int calls = 1; part.last() != null && calls < 100; calls++) {
      Lane last = part.last();
      part = get(transaction -> transaction.instances().dueLanes(LATER, last));
      all.addAll(part.due());
    }
    assertThat(part.last()).isNull();
    assertThat(all).isEqualTo(expected);
  }

  @Test
  void each_lane_gives_at_most_its_share_its_earliest_first() {
    due(FIRST, 1, 20);
    due(SECOND, 21, 2);
    due(OTHER_WORKFLOW, 31, 5);
    assertThat(keys(claim(Map.of(FIRST, 2, SECOND, 3, OTHER_WORKFLOW, 1))))
        .containsExactly(
            key(FIRST.tenant(), 1),
            key(FIRST.tenant(), 2),
            key(SECOND.tenant(), 21),
            key(SECOND.tenant(), 22),
            key(SECOND.tenant(), 31));
    assertThat(keys(claim(Map.of(FIRST, 1)))).containsExactly(key(FIRST.tenant(), 3));
  }

  @Test
  void what_was_claimed_is_leased_and_fenced() {
    due(FIRST, 1, 1);
    StoredInstance claimed = claim(Map.of(FIRST, 10)).get(0);
    InstanceRow.Progress progress = claimed.row().progress();
    assertThat(progress.owner()).isEqualTo("node");
    assertThat(progress.revision()).isEqualTo(2);
    assertThat(progress.dueAt()).isEqualTo(LATER.plusSeconds(15));
    assertThat(claimed.takenFrom()).isNull();
    assertThat(claimed.journal()).containsExactly(entry(1));
    assertThat(stored(key(FIRST.tenant(), 1)).row()).isEqualTo(claimed.row());
    assertThat(claim(Map.of(FIRST, 10))).isEmpty();
  }

  @Test
  void a_lease_that_has_run_out_is_taken_over() {
    inserted(row(FIRST, 1, new InstanceRow.Progress("ACTIVE", null, 1, "gone", NOW, null)));
    assertThat(claim(Map.of(FIRST, 1)))
        .extracting(StoredInstance::takenFrom)
        .containsExactly("gone");
  }

  @Test
  void what_nodes_hold_is_counted_by_workflow() {
    var leased = new InstanceRow.Progress("ACTIVE", null, 1, "a", LATER.plusSeconds(10), null);
    inserted(row(SECOND, 1, leased));
    inserted(row(SECOND, 2, leased));
    inserted(row(OTHER_WORKFLOW, 3, leased));
    inserted(row(FIRST, 4, leased));
    inserted(row(SECOND, 5, active(LATER.plusSeconds(10))));
    inserted(row(SECOND, 6, new InstanceRow.Progress("ACTIVE", null, 1, "gone", LATER, null)));
    inserted(row(SECOND, 7, ended("COMPLETED", "completed")));
    Map<String, Integer> held =
        get(
            transaction ->
                transaction.instances().held(SECOND.tenant(), LATER, LATER.plusSeconds(60)));
    assertThat(held).isEqualTo(Map.of("w", 2, "x", 1));
  }
}
