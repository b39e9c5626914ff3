package dev.workflow.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class TenantLimitsTest {

  @Test
  void limitsAddUp() {
    TenantLimits limits =
        TenantLimits.NONE
            .withStarts(10, Duration.ofMinutes(1))
            .withConcurrent(5)
            .withConcurrent("a", 1)
            .withConcurrent("b", 2);
    assertThat(limits.starts()).isEqualTo(new TenantLimits.Starts(10, Duration.ofMinutes(1)));
    assertThat(limits.concurrent()).isEqualTo(5);
    assertThat(limits.concurrentOf()).containsEntry("a", 1).containsEntry("b", 2).hasSize(2);
    assertThat(limits.limitsWork()).isTrue();
    assertThat(TenantLimits.NONE.withStarts(1, Duration.ofDays(1)).limitsWork()).isFalse();
  }

  @Test
  void aLimitThatLetsNothingThroughIsRefused() {
    assertThatThrownBy(() -> TenantLimits.NONE.withConcurrent(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a limit lets at least one instance work");
    assertThatThrownBy(() -> TenantLimits.NONE.withConcurrent("a", 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a limit lets at least one instance work");
    assertThatThrownBy(() -> TenantLimits.NONE.withStarts(0, Duration.ofDays(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a limit lets at least one instance begin, in a window longer than zero");
    assertThatThrownBy(() -> TenantLimits.NONE.withStarts(1, Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a limit lets at least one instance begin, in a window longer than zero");
  }
}
