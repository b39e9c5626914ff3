package dev.workflow.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.workflow.InstanceId;
import dev.workflow.SubjectRef;
import dev.workflow.TenantId;
import dev.workflow.WorkflowRef;
import dev.workflow.memory.InMemoryWorkflowStore;
import dev.workflow.spi.TenantLimits;
import dev.workflow.spi.store.InstanceChange;
import dev.workflow.spi.store.InstanceKey;
import dev.workflow.spi.store.InstanceRow;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class InstanceClaimerTest {

  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
  private static final TenantId FLOOD = TenantId.of("flood");
  private static final TenantId CALM = TenantId.of("calm");

  private final InMemoryWorkflowStore store = new InMemoryWorkflowStore();
  private final Map<TenantId, TenantLimits> limits = new HashMap<>();
  private final InstanceClaimer claims =
      new InstanceClaimer(
          "node", Duration.ofSeconds(15), tenant -> limits.getOrDefault(tenant, TenantLimits.NONE));
  private int numbers;

  private void due(TenantId tenant, int count) {
    List<InstanceChange> changes = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      InstanceRow row =
          new InstanceRow(
              new InstanceKey(tenant, InstanceId.of(new UUID(7L << 12, ++numbers))),
              WorkflowRef.of("w", 1),
              SubjectRef.of("lead", "1"),
              new InstanceRow.Origin(null, "{}", null, null, NOW),
              new InstanceRow.Progress(
                  "ACTIVE", null, 1, null, NOW.minusSeconds(1_000).plusMillis(numbers), null));
      changes.add(
          new InstanceChange(
              InstanceChange.Kind.INSERT, row, 0, null, InstanceChange.SideRows.NONE));
    }
    store.transact(transaction -> transaction.instances().write(changes));
  }

  /** What so many claims after each other take of one tenant. */
  private List<Long> takes(TenantId tenant, int claims) {
    return IntStream.range(0, claims).mapToObj(claim -> take(tenant)).toList();
  }

  private long take(TenantId tenant) {
    InstanceClaimer.Taken claim = claims.claim(work -> store.transact(work::apply), NOW, 10);
    claims.took(claim);
    return claim.claimed().stream().filter(one -> one.row().key().tenant().equals(tenant)).count();
  }

  @Test
  void onceAClaimComesBackFullTheTenantsGetEqualShares() {
    due(FLOOD, 100);
    due(CALM, 30);
    assertThat(takes(CALM, 3)).containsExactly(0L, 5L, 5L);
  }

  @Test
  void whenNothingIsLeftBehindTheEarliestComeFirstAgain() {
    due(FLOOD, 12);
    assertThat(takes(FLOOD, 2)).containsExactly(10L, 2L);
    due(FLOOD, 9);
    due(CALM, 9);
    assertThat(take(FLOOD)).isEqualTo(9);
  }

  private void floodedWithPlaces(int places) {
    limits.put(FLOOD, TenantLimits.NONE.withConcurrent(places));
    due(FLOOD, 100);
    due(CALM, 2);
  }

  @Test
  void aTenantWithALimitGetsNoMoreThanItsPlaces() {
    floodedWithPlaces(3);
    assertThat(takes(FLOOD, 2)).containsExactly(3L, 0L);
    due(CALM, 1);
    assertThat(take(CALM)).isEqualTo(1);
  }

  @Test
  void aCrowdedNodeClaimsForTenantsThatHoldLittleOfItOnly() {
    InstanceCapacity room = new InstanceCapacity(1_000);
    for (int i = 0; i < 750; i++) {
      room.enter(FLOOD);
    }
    InstanceClaimer crowded =
        new InstanceClaimer(
            "node", Duration.ofSeconds(15), tenant -> TenantLimits.NONE, tenant -> false, room);
    due(FLOOD, 5);
    due(CALM, 5);
    InstanceClaimer.Taken taken =
        crowded.claim(
            claiming -> store.transact(transaction -> claiming.apply(transaction)), NOW, 4);
    assertThat(taken.claimed()).hasSize(4).allMatch(one -> one.row().key().tenant().equals(CALM));
  }

  @Test
  void aLimitedTenantDoesNotHideTheOthers() {
    floodedWithPlaces(1);
    assertThat(take(CALM)).isEqualTo(2);
  }
}
