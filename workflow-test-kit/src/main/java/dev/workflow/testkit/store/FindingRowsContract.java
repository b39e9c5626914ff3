package dev.workflow.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.workflow.InstanceId;
import dev.workflow.SubjectRef;
import dev.workflow.TenantId;
import dev.workflow.spi.store.FindingRows.FindingRow;
import dev.workflow.spi.store.InstanceKey;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What somebody has to look at. */
public abstract class FindingRowsContract extends StoreContract {

  private static final InstanceId ONE = InstanceId.of(uuid(1));

  private static FindingRow row(int id, String kind, @Nullable String step) {
    return new FindingRow(
        ACME,
        uuid(id),
        kind,
        step == null ? null : ONE,
        step,
        step == null ? null : "w",
        step == null ? null : SubjectRef.of("lead", "1"),
        NOW,
        null,
        "{}");
  }

  private List<FindingRow> list(
      TenantId tenant, @Nullable Boolean settled, @Nullable String kind, @Nullable UUID after) {
    return list(t -> t.findings().list(tenant, settled, kind, null, after, 9));
  }

  private Map<String, Long> count(TenantId tenant) {
    return store.transact(transaction -> transaction.findings().count(tenant));
  }

  @Test
  void one_is_read_as_it_was_written_until_it_is_settled() {
    FindingRow step = row(2, "A", "ask");
    FindingRow other = row(3, "B", "ask");
    FindingRow alone = row(4, "A", null);
    run(t -> List.of(step, other, alone).forEach(t.findings()::put));
    assertThat(list(ACME, null, null, null)).containsExactly(step, other, alone);
    assertThat(list(ACME, null, "A", null)).containsExactly(step, alone);
    assertThat(list(ACME, null, null, uuid(2))).containsExactly(other, alone);
    assertThat(list(OTHER, null, null, null)).isEmpty();
    assertThat(count(ACME)).isEqualTo(Map.of("A", 2L, "B", 1L));

    run(t -> t.findings().settle(new InstanceKey(ACME, ONE), "ask", "A", LATER));
    run(t -> t.findings().settle(new InstanceKey(ACME, ONE), "ask", "A", LATER.plusSeconds(1)));
    run(t -> t.findings().settle(new InstanceKey(OTHER, ONE), "ask", "B", LATER));
    assertThat(list(ACME, true, null, null))
        .extracting(FindingRow::settledAt)
        .containsExactly(LATER);
    assertThat(list(ACME, false, null, null)).containsExactly(other, alone);
    assertThat(count(ACME)).isEqualTo(Map.of("A", 1L, "B", 1L));
  }

  @Test
  void evidence_and_end_of_those_that_there_are_are_replaced() {
    FindingRow first = row(2, "A", "ask");
    FindingRow second = row(3, "B", null);
    run(t -> List.of(first, second).forEach(t.findings()::put));
    FindingRow changed = with(first, null, "{\"n\":1}");
    FindingRow ended = with(second, LATER, "{}");
    run(t -> t.findings().replace(List.of(changed, ended, row(9, "C", null))));
    assertThat(list(ACME, null, null, null)).containsExactly(changed, ended);
  }

  private static FindingRow with(FindingRow row, @Nullable Instant settledAt, String evidence) {
    return new FindingRow(
        row.tenant(),
        row.id(),
        row.kind(),
        row.instance(),
        row.step(),
        row.workflow(),
        row.subject(),
        row.since(),
        settledAt,
        evidence);
  }

  @Test
  void those_of_a_workflow_and_no_instance_are_settled_together() {
    FindingRow ofWorkflow =
        new FindingRow(ACME, uuid(5), "A", null, null, "w", null, NOW, null, "{}");
    FindingRow ofStep = row(6, "A", "ask");
    run(t -> List.of(ofWorkflow, ofStep).forEach(t.findings()::put));
    run(t -> t.findings().settle(OTHER, "w", "A", LATER));
    run(t -> t.findings().settle(ACME, "v", "A", LATER));
    run(t -> t.findings().settle(ACME, "w", "B", LATER));
    assertThat(list(ACME, true, null, null)).isEmpty();
    run(t -> t.findings().settle(ACME, "w", "A", LATER));
    run(t -> t.findings().settle(ACME, "w", "A", LATER.plusSeconds(1)));
    assertThat(list(ACME, true, null, null))
        .extracting(FindingRow::id, FindingRow::settledAt)
        .containsExactly(tuple(uuid(5), LATER));
    assertThat(list(ACME, false, null, null)).containsExactly(ofStep);
  }
}
