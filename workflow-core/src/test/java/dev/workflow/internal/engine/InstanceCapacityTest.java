package dev.workflow.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.workflow.TenantId;
import org.junit.jupiter.api.Test;

class InstanceCapacityTest {

  private static final TenantId FLOOD = TenantId.of("flood");
  private static final TenantId CALM = TenantId.of("calm");

  private static int fill(InstanceCapacity room, TenantId tenant) {
    int entered = 0;
    while (room.forNew(tenant)) {
      room.enter(tenant);
      entered++;
    }
    return entered;
  }

  @Test
  void oneTenantTakesThreeQuartersAndTheNextStillFindsRoom() {
    InstanceCapacity room = new InstanceCapacity(1_000);
    assertThat(fill(room, FLOOD)).isEqualTo(750);
    assertThat(fill(room, CALM)).isEqualTo(188);
    assertThat(room.forNew(TenantId.of("third"))).isTrue();
  }

  @Test
  void claimsLeaveAQuarterToNewInstances() {
    InstanceCapacity room = new InstanceCapacity(1_000);
    assertThat(room.toClaim()).isEqualTo(750);
    assertThat(room.crowded()).isFalse();
    fill(room, FLOOD);
    assertThat(room.crowded()).isTrue();
    assertThat(room.forClaims(FLOOD)).isFalse();
    assertThat(room.forNew(CALM)).isTrue();
  }

  @Test
  void claimsGoOnForTenantsThatHoldLittleAndLeaveHalfOfWhatIsFree() {
    InstanceCapacity room = new InstanceCapacity(1_000);
    fill(room, FLOOD);
    assertThat(room.forClaims(CALM)).isTrue();
    assertThat(room.toClaim()).isEqualTo(125);
    for (int i = 0; i < 125; i++) {
      room.enter(CALM);
    }
    assertThat(room.toClaim()).isEqualTo(62);
    assertThat(room.forClaims(FLOOD)).isFalse();
    assertThat(room.forClaims(CALM)).isTrue();
  }

  @Test
  void claimingIsWorthItAgainWhenAnEighthHasLeft() {
    InstanceCapacity room = new InstanceCapacity(1_000);
    fill(room, FLOOD);
    int left = 0;
    boolean again = false;
    while (!again) {
      again = room.leave(FLOOD);
      left++;
    }
    assertThat(left).isEqualTo(93);
    assertThat(room.toClaim()).isEqualTo(93);
  }

  @Test
  void oneSinglePlaceIsClaimedAndGivenBack() {
    InstanceCapacity room = new InstanceCapacity(1);
    assertThat(room.toClaim()).isEqualTo(1);
    assertThat(fill(room, FLOOD)).isEqualTo(1);
    assertThat(room.forNew(CALM)).isFalse();
    assertThat(room.toClaim()).isZero();
    assertThat(room.leave(FLOOD)).isTrue();
    assertThat(room.toClaim()).isEqualTo(1);
  }
}
