package dev.workflow.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CanonicalJsonTest {

  private static String canonical(String json) {
    return new String(CanonicalJson.of(Json.read(json)), StandardCharsets.UTF_8);
  }

  private static double bits(String hexadecimal) {
    return Double.longBitsToDouble(Long.parseUnsignedLong(hexadecimal, 16));
  }

  /** The examples in the text of RFC 8785. */
  @Nested
  class Rfc {

    /** Appendix B. */
    @ParameterizedTest
    @CsvSource({
      "0000000000000000, 0",
      "8000000000000000, 0",
      "0000000000000001, 5e-324",
      "8000000000000001, -5e-324",
      "7fefffffffffffff, 1.7976931348623157e+308",
      "ffefffffffffffff, -1.7976931348623157e+308",
      "4340000000000000, 9007199254740992",
      "c340000000000000, -9007199254740992",
      "4430000000000000, 295147905179352830000",
      "44b52d02c7e14af5, 9.999999999999997e+22",
      "44b52d02c7e14af6, 1e+23",
      "44b52d02c7e14af7, 1.0000000000000001e+23",
      "444b1ae4d6e2ef4e, 999999999999999700000",
      "444b1ae4d6e2ef4f, 999999999999999900000",
      "444b1ae4d6e2ef50, 1e+21",
      "3eb0c6f7a0b5ed8c, 9.999999999999997e-7",
      "3eb0c6f7a0b5ed8d, 0.000001",
      "41b3de4355555553, 333333333.3333332",
      "41b3de4355555554, 333333333.33333325",
      "41b3de4355555555, 333333333.3333333",
      "41b3de4355555556, 333333333.3333334",
      "41b3de4355555557, 333333333.33333343",
      "becbf647612f3696, -0.0000033333333333333333",
      "43143ff3c1cb0959, 1424953923781206.2"
    })
    void numbers(String hexadecimal, String text) {
      assertThat(CanonicalJson.number(bits(hexadecimal))).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"7fffffffffffffff", "7ff0000000000000", "fff0000000000000"})
    void no_numbers(String hexadecimal) {
      assertThatThrownBy(() -> CanonicalJson.number(bits(hexadecimal)))
          .isExactlyInstanceOf(IllegalArgumentException.class)
          .hasMessage("a number is not finite, or too large for a double");
    }

    /** Section 3.2.2 and 3.2.4. */
    @Test
    void literals_numbers_and_strings() {
      String text =
          """
          {
            "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
            "string": "\\u20ac$\\u000F\\u000aA'\\u0042\\u0022\\u005c\\\\\\"\\/",
            "literals": [null, true, false]
          }
          """;
      assertThat(canonical(text))
          .isEqualTo(
              "{\"literals\":[null,true,false],\"numbers\":[333333333.3333333,1e+30,4.5,0.002,1e-27],"
                  + "\"string\":\"€$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"}");
    }

    /** Section 3.2.3. */
    @Test
    void the_order_of_keys() {
      String text =
          """
          {"\\u20ac": "Euro Sign", "\\r": "Carriage Return",
           "\\ufb33": "Hebrew Letter Dalet With Dagesh", "1": "One",
           "\\ud83d\\ude00": "Emoji: Grinning Face", "\\u0080": "Control",
           "\\u00f6": "Latin Small Letter O With Diaeresis"}
          """;
      List<String> values = new ArrayList<>();
      Json.read(canonical(text)).forEach(value -> values.add(value.textValue()));
      assertThat(values)
          .containsExactly(
              "Carriage Return",
              "One",
              "Control",
              "Latin Small Letter O With Diaeresis",
              "Euro Sign",
              "Emoji: Grinning Face",
              "Hebrew Letter Dalet With Dagesh");
    }
  }

  /** The reference test data of the development portal that the RFC names, input and output. */
  @Nested
  class ReferenceData {

    private static final String DEL = "\u007f";

    @Test
    void arrays() {
      assertThat(
              canonical(
                  "[\n  56,\n  {\n    \"d\": true,\n    \"10\": null,\n    \"1\": [ ]\n  }\n]"))
          .isEqualTo("[56,{\"1\":[],\"10\":null,\"d\":true}]");
    }

    @Test
    void french() {
      assertThat(
              canonical(
                  """
                  {
                    "peach": "This sorting order",
                    "péché": "is wrong according to French",
                    "pêche": "but canonicalization MUST",
                    "sin":   "ingnore locale"
                  }
                  """))
          .isEqualTo(
              "{\"peach\":\"This sorting order\",\"péché\":\"is wrong according to French\","
                  + "\"pêche\":\"but canonicalization MUST\",\"sin\":\"ingnore locale\"}");
    }

    @Test
    void structures() {
      assertThat(
              canonical(
                  """
                  {
                    "1": {"f": {"f": "hi","F": 5} ,"\\n": 56.0},
                    "10": { },
                    "": "empty",
                    "a": { },
                    "111": [ { } ],
                    "A": { }
                  }
                  """))
          .isEqualTo(
              "{\"\":\"empty\",\"1\":{\"\\n\":56,\"f\":{\"F\":5,\"f\":\"hi\"}},\"10\":{},\"111\":[{}],"
                  + "\"A\":{},\"a\":{}}");
    }

    @Test
    void unicode_is_not_normalized() {
      assertThat(canonical("{\n  \"Unnormalized Unicode\":\"A\\u030a\"\n}"))
          .isEqualTo("{\"Unnormalized Unicode\":\"A\u030a\"}");
      assertThat(canonical("{\n  \"Unnormalized Unicode\":\"\\u1e0d\\u0307\"\n}"))
          .isEqualTo("{\"Unnormalized Unicode\":\"\u1e0d\u0307\"}");
    }

    @Test
    void weird() {
      assertThat(
              canonical(
                  """
                  {
                    "\\u20ac": "Euro Sign",
                    "1": "One",
                    "\\u0080": "Control\\u007f",
                    "\\ud83d\\ude02": "Smiley",
                    "\\u00f6": "Latin Small Letter O With Diaeresis",
                    "\\ufb33": "Hebrew Letter Dalet With Dagesh",
                    "</script>": "Browser Challenge"
                  }
                  """))
          .isEqualTo(
              "{\"1\":\"One\",\"</script>\":\"Browser Challenge\",\"\u0080\":\"Control"
                  + DEL
                  + "\",\"ö\":\"Latin Small Letter O With Diaeresis\",\"€\":\"Euro Sign\","
                  + "\"\ud83d\ude02\":\"Smiley\",\"\ufb33\":\"Hebrew Letter Dalet With Dagesh\"}");
    }
  }

  @Test
  void every_number_is_read_back_as_the_same_double() {
    Random random = new Random(8785);
    for (int i = 0; i < 20_000; i++) {
      double value = Double.longBitsToDouble(random.nextLong());
      if (!Double.isNaN(value) && !Double.isInfinite(value)) {
        String text = CanonicalJson.number(value);
        assertThat(Double.parseDouble(text)).isEqualTo(value);
        String digits = text.replaceAll("e.*|[-.]", "").replaceAll("^0+|0+$", "");
        assertThat(digits.length()).isLessThanOrEqualTo(17);
      }
    }
  }

  @Test
  void powers_of_two_have_the_fewest_digits() {
    for (int exponent = -1074; exponent < 1024; exponent++) {
      double value = Math.scalb(1.0, exponent);
      String digits = CanonicalJson.number(value).replaceAll("e.*|[.]", "").replaceAll("^0+", "");
      String javas = Double.toString(value).replaceAll("E.*|[.]", "").replaceAll("^0+", "");
      assertThat(digits.replaceAll("0+$", "").length())
          .isLessThanOrEqualTo(Math.max(1, javas.replaceAll("0+$", "").length()));
    }
  }

  @Test
  void half_a_surrogate_pair_has_no_form() {
    for (JsonNode json :
        List.of(
            Json.object().put("a", "b\ud83d"),
            Json.object().put("a", "\ude00"),
            Json.object().put("\ud83d", 1))) {
      assertThatThrownBy(() -> CanonicalJson.of(json))
          .isExactlyInstanceOf(IllegalArgumentException.class)
          .hasMessage("a text has half a surrogate pair");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0.1 | 0.1",
        "12.50 | 12.5",
        "9007199254740992 | 9007199254740992",
        "9007199254740993 | {\"$decimal\":\"9007199254740993\"}",
        "0.10000000000000000001 | {\"$decimal\":\"0.10000000000000000001\"}",
        "1e400 | {\"$decimal\":\"1E+400\"}",
        "{\"$decimal\": \"1\"} | {\"$escaped\":{\"$decimal\":\"1\"}}",
        "{\"$escaped\": {\"$decimal\": 1}} | {\"$escaped\":{\"$escaped\":{\"$escaped\":{\"$decimal\":1}}}}",
        "{\"$decimal\": 1, \"a\": 2} | {\"$decimal\":1,\"a\":2}"
      })
  void numbers_that_are_no_doubles_are_tagged_and_read_back(String json, String tagged) {
    JsonNode value = Json.read(json);
    JsonNode made = ExactNumbers.tagged(value);
    assertThat(new String(CanonicalJson.of(made), StandardCharsets.UTF_8)).isEqualTo(tagged);
    assertThat(Json.write(ExactNumbers.untagged(made))).isEqualTo(Json.write(value));
  }
}
