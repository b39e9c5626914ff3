package dev.workflow.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.workflow.WorkflowEngine;
import dev.workflow.spi.Handling.Category;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class FrequencyCapTest {

  private static final Duration DAY = Duration.ofDays(1);

  @Test
  void a_cap_is_about_its_category_and_the_less_urgent_ones() {
    FrequencyCap cap = new FrequencyCap(Category.FOLLOW_UP, 1, DAY);
    assertThat(cap.covers(Category.TRANSACTIONAL)).isFalse();
    assertThat(cap.covers(Category.FOLLOW_UP)).isTrue();
    assertThat(cap.covers(Category.MARKETING)).isTrue();
  }

  @Test
  void what_cannot_be_kept_is_refused() {
    assertRefused(0, DAY, "a frequency cap allows 1 to 50 messages, not 0");
    assertRefused(51, DAY, "a frequency cap allows 1 to 50 messages, not 51");
    assertRefused(
        1,
        Duration.ZERO,
        "the window of a frequency cap is longer than nothing and at most 366 days, not PT0S");
    assertRefused(
        1,
        Duration.ofDays(367),
        "the window of a frequency cap is longer than nothing and at most 366 days, not PT8808H");
  }

  private static void assertRefused(int most, Duration per, String message) {
    assertThatThrownBy(() -> new FrequencyCap(Category.MARKETING, most, per))
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @Test
  void caps_that_remember_too_much_together_are_refused() {
    List<FrequencyCap> caps =
        List.of(
            new FrequencyCap(Category.MARKETING, 30, DAY),
            new FrequencyCap(Category.FOLLOW_UP, 21, DAY));
    assertThatThrownBy(() -> WorkflowEngine.builder().messaging(m -> m.frequencyCaps(caps)))
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "all frequency caps together allow 51 messages; at most 50 can be remembered for each person");
  }
}
