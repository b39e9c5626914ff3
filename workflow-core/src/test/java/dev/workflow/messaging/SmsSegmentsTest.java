package dev.workflow.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.workflow.messaging.SmsSegments.Encoding;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SmsSegmentsTest {

  @ParameterizedTest
  @CsvSource({
    "a, 0, GSM_7BIT, 0, 0",
    "a, 1, GSM_7BIT, 1, 1",
    "a, 160, GSM_7BIT, 160, 1",
    "a, 161, GSM_7BIT, 161, 2",
    "a, 306, GSM_7BIT, 306, 2",
    "a, 307, GSM_7BIT, 307, 3",
    "é, 160, GSM_7BIT, 160, 1",
    "€, 80, GSM_7BIT, 160, 1",
    "€, 81, GSM_7BIT, 162, 2",
    "ê, 70, UCS_2, 70, 1",
    "ê, 71, UCS_2, 71, 2",
    "ê, 134, UCS_2, 134, 2",
    "ê, 135, UCS_2, 135, 3",
    "🚀, 35, UCS_2, 70, 1",
    "🚀, 36, UCS_2, 72, 2",
  })
  void countsWhatTheNetworkCounts(
      String character, int times, Encoding encoding, int units, int segments) {
    assertThat(SmsSegments.of(character.repeat(times)))
        .isEqualTo(new SmsSegments(encoding, units, segments));
  }

  @Test
  void aCharacterOfTwoUnitsIsNotSplit() {
    assertThat(SmsSegments.of("a".repeat(152) + "€" + "a".repeat(152)).segments()).isEqualTo(3);
    assertThat(SmsSegments.of("a".repeat(151) + "€" + "a".repeat(153)).segments()).isEqualTo(2);
    assertThat(SmsSegments.of("ê".repeat(66) + "🚀" + "ê".repeat(66)).segments()).isEqualTo(3);
  }

  @Test
  void everySignOfTheBasicAlphabetCountsOne() {
    String all =
        "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
            + "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";
    assertThat(all).hasSize(127);
    assertThat(SmsSegments.of(all)).isEqualTo(new SmsSegments(Encoding.GSM_7BIT, 127, 1));
    assertThat(SmsSegments.of("^{}\\[~]|€\f")).isEqualTo(new SmsSegments(Encoding.GSM_7BIT, 20, 1));
  }

  @Test
  void aMegabyteIsCounted() {
    assertThat(SmsSegments.of("x".repeat(1 << 20)).segments()).isEqualTo(6_854);
  }
}
