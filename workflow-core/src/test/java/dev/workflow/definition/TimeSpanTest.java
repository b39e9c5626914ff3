package dev.workflow.definition;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimeSpanTest {

  @ParameterizedTest
  @CsvSource({
    "PT0.5S, PT0.5S",
    "P1DT2H, PT26H",
    "P2W, PT336H",
    "P1M, PT744H",
    "P1Y2M3D, PT10344H",
  })
  void atMostTakesTheLongestMonthsAndYears(String span, Duration most) {
    assertThat(TimeSpan.parse(span).atMost()).isEqualTo(most);
  }
}
