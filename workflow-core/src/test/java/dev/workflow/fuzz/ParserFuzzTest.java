package dev.workflow.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class ParserFuzzTest {

  private static final int CASES = 20_000;

  @Test
  @Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void every_input_is_read_or_refused_as_documented() {
    ParserFuzz fuzz = new ParserFuzz(1);
    List<ParserFuzz.Finding> findings = new ArrayList<>();
    for (long number = 0; number < CASES; number++) {
      ParserFuzz.Finding finding = fuzz.play(number);
      if (finding != null) {
        findings.add(finding);
      }
    }

    assertThat(findings).isEmpty();
    assertThat(fuzz.tallies())
        .allSatisfy((target, tally) -> assertThat(tally.accepted()).as(target).isGreaterThan(10))
        .hasSize(10);
    assertThat(fuzz.tallies().get("definition").refused()).isGreaterThan(100);
  }
}
