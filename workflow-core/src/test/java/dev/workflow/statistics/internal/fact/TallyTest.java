package dev.workflow.statistics.internal.fact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.workflow.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class TallyTest {

  private static final Instant AT = Instant.parse("2026-01-05T09:20:00Z");

  @Test
  void a_text_says_all_and_texts_add_up() {
    Tally one = new Tally();
    one.add(Figure.BEGUN, 12);
    one.add(Figure.FAILED, -1);
    assertThat(one.text()).isEqualTo("b12f-1");
    assertThat(new Tally().text()).isEmpty();
    one.time(0, 1);
    one.time(90_000, 3);
    Tally read = Tally.of(one.text());
    assertThat(read.text()).isEqualTo(one.text()).startsWith("b12f-1;");
    read.add(one.text());
    read.add(one);
    assertThat(read.get(Figure.BEGUN)).isEqualTo(36);
    assertThat(read.get(Figure.FAILED)).isEqualTo(-3);
    assertThat(read.timed()).isEqualTo(12);
  }

  @Test
  void percentiles_and_the_mean_are_exact_to_a_percent_however_they_were_added_up() {
    SplittableRandom random = new SplittableRandom(3);
    long[] times = random.doubles(5_000, 0, 24).mapToLong(e -> (long) Math.exp(e)).toArray();
    Tally whole = new Tally();
    Tally parts = new Tally();
    for (int i = 0; i < times.length; i += 50) {
      Tally part = new Tally();
      for (long time : Arrays.copyOfRange(times, i, i + 50)) {
        part.time(time, 1);
        whole.time(time, 1);
      }
      parts.add(part.text());
    }
    assertThat(parts.text()).isEqualTo(whole.text());
    Arrays.sort(times);
    for (int percent : List.of(1, 50, 90, 95, 99, 100)) {
      long exact = times[(int) Math.ceil(percent / 100.0 * times.length) - 1];
      assertThat(parts.percentile(percent).toMillis()).isBetween(exact, exact + 1 + exact / 100);
    }
    double mean = Arrays.stream(times).average().orElseThrow();
    assertThat((double) parts.mean().toMillis()).isBetween(mean * 0.99 - 1, mean * 1.01 + 1);
    assertThat(new Tally().mean()).isNull();
  }

  @Test
  void times_without_measure_or_end_are_kept_in_bounds() {
    Tally tally = new Tally();
    tally.time(Long.MAX_VALUE, 1);
    tally.time(Long.MIN_VALUE, 1);
    assertThat(Tally.of(tally.text()).percentile(100)).isGreaterThan(Duration.ofDays(36_000));
    assertThat(tally.percentile(1)).isZero();
    assertThat(new Tally().percentile(50)).isNull();
  }

  @Test
  void facts_are_read_as_they_were_written() {
    TenantId tenant = TenantId.of("a tenant");
    FactText text = new FactText().of(tenant, "w", 3);
    assertThat(text.text()).isNull();
    text.add(Kind.STEP, Figure.COMPLETED, "send/mail", AT, 1, Duration.ofMillis(12));
    text.add(Kind.PERSON, Figure.BEGUN, "o\\'k\tnew\nline", AT);
    text.of(tenant, "", 0);
    text.add(Kind.CHANNEL, Figure.SENT, "email", AT, 7, null);
    text.add(Kind.RUN, Figure.FAILED, "", AT, -1, null);
    assertThat(text.text()).startsWith("@a tenant\tw\t3\nSc1964005\tsend/mail\t12\n");
    assertThat(FactText.read(text.text()))
        .containsExactly(
            new Fact(tenant, "w", 3, Kind.STEP, Figure.COMPLETED, 1964005, "send/mail", 1, 12),
            new Fact(tenant, "w", 3, Kind.PERSON, Figure.BEGUN, 1964005, "o\\'k\tnew\nline", 1, -1),
            new Fact(tenant, "", 0, Kind.CHANNEL, Figure.SENT, 1964005, "email", 7, -1),
            new Fact(tenant, "", 0, Kind.RUN, Figure.FAILED, 1964005, "", -1, -1));
  }

  @Test
  void what_is_no_fact_is_refused() {
    for (String wrong :
        List.of(
            "",
            "Sc1\ta",
            "@t\tw\t1\n",
            "@t\tw\t1\nSc",
            "@t\tw\t1\nZc1\ta",
            "@t\tw\t1\nSz1\ta",
            "@t\tw\t1\nScx\ta",
            "@t\tw",
            "@t\tw\t1\nSc1\ta\\")) {
      assertThatThrownBy(() -> FactText.read(wrong))
          .as(wrong)
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
