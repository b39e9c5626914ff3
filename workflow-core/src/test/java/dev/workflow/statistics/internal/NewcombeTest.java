package dev.workflow.statistics.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.workflow.statistics.Statistics.Difference;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NewcombeTest {

  /** Table II of Newcombe (1998), method 10. */
  @ParameterizedTest
  @CsvSource({
    "56, 70, 48, 80, 0.0524, 0.3339",
    "9, 10, 3, 10, 0.1705, 0.8090",
    "6, 7, 2, 7, 0.0582, 0.8062",
    "5, 56, 0, 29, -0.0381, 0.1926",
    "0, 10, 0, 20, -0.1611, 0.2775",
    "0, 10, 0, 10, -0.2775, 0.2775",
    "10, 10, 0, 20, 0.6791, 1.0000",
    "10, 10, 0, 10, 0.6075, 1.0000"
  })
  void the_intervals_are_those_of_the_publication(
      long successes, long of, long others, long ofOthers, double low, double high) {
    Difference difference = Newcombe.difference(successes, of, others, ofOthers);
    assertThat(difference.estimate())
        .isEqualTo((double) successes / of - (double) others / ofOthers);
    assertThat(difference.low()).isCloseTo(low, within(0.00005));
    assertThat(difference.high()).isCloseTo(high, within(0.00005));
  }
}
