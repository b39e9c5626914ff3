package dev.workflow.messaging;

import static java.text.Normalizer.Form.NFKC;
import static org.assertj.core.api.Assertions.assertThat;

import com.ibm.icu.text.IDNA;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DomainNamesTest {

  private static final IDNA UTS46 =
      IDNA.getUTS46Instance(
          IDNA.NONTRANSITIONAL_TO_ASCII
              | IDNA.USE_STD3_RULES
              | IDNA.CHECK_BIDI
              | IDNA.CHECK_CONTEXTJ);

  @ParameterizedTest
  @CsvSource({
    "Example.COM, example.com",
    "example.com., example.com",
    "straße.de, xn--strae-oqa.de",
    "STRASSE.de, strasse.de",
    "Müller.example, xn--mller-kva.example",
    "mu\u0308ller.example, xn--mller-kva.example",
    "bücher。example, xn--bcher-kva.example",
    "βόλος.com, xn--nxasmm1c.com",
    "ΒΌΛΟΣ.com, xn--nxasmq6b.com",
    "ＥＸＡＭＰＬＥ．com, example.com",
    "münchen\u00AD.de, xn--mnchen-3ya.de",
    "пример.рф, xn--e1afmkfd.xn--p1ai",
    "例え.テスト, xn--r8jz45g.xn--zckzah",
    "xn--MLLER-kva.example, xn--mller-kva.example",
    "localhost, localhost",
  })
  void a_name_has_one_form(String name, String ascii) {
    assertThat(DomainNames.ascii(name)).isEqualTo(ascii);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", ".", "a..b", ".a", "a b", "a@b", "ä b", "☃ .com", "a/b", "\uD800.com"})
  void what_is_no_name_is_refused(String name) {
    assertThat(DomainNames.ascii(name)).isNull();
  }

  @Test
  void a_name_that_no_server_can_have_is_refused() {
    assertThat(DomainNames.ascii("a".repeat(64))).isNull();
    assertThat(DomainNames.ascii("a.".repeat(127) + "a")).isNull();
    assertThat(DomainNames.ascii("ü".repeat(60))).isNull();
    assertThat(DomainNames.ascii("ü".repeat(1_000_000))).isNull();
  }

  /** Every letter that the standard takes; of the ideographs those that have another form. */
  @Test
  void every_letter_becomes_what_the_standard_makes_of_it() {
    List<String> others = new ArrayList<>();
    for (int c = 0x80; c <= Character.MAX_CODE_POINT; c++) {
      String letter = Character.toString(c);
      boolean plain = Character.isIdeographic(c) && Normalizer.isNormalized(letter, NFKC);
      if (isLetter(c) && !plain) {
        String name = "a" + letter + "z.com";
        IDNA.Info info = new IDNA.Info();
        String expected = UTS46.nameToASCII(name, new StringBuilder(), info).toString();
        String found = DomainNames.ascii(name);
        if (!info.hasErrors() && !expected.equals(found)) {
          others.add("%04X %s %s".formatted(c, expected, found));
        }
      }
    }
    assertThat(others).isEmpty();
  }

  private static boolean isLetter(int c) {
    return Character.isLetterOrDigit(c)
        || Character.getType(c) == Character.NON_SPACING_MARK
        || Character.getType(c) == Character.COMBINING_SPACING_MARK;
  }
}
