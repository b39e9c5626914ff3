package dev.workflow.condition;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConditionTextTest {

  private static String describe(String condition) {
    return Condition.parse(condition.replace('\'', '"')).describe();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'eq'|'new'|a eq new",
        "'=='|'two words'|a eq \"two words\"",
        "'eq'|'85'|a eq \"85\"",
        "'eq'|85|a eq 85",
        "'eq'|null|a eq null",
        "'eq'|'null'|a eq \"null\"",
        "'eq'|''|a eq \"\"",
        "'eq'|true|a eq true",
        "'>='|1.50|a gte 1.50",
        "'gt'|{'ref': 'quote.amount'}|a gt field quote.amount",
        "'before'|'{{today-30}}'|a before \"{{today-30}}\"",
        "'in'|['NL', 'B E', 3, null, [1]]|a in [NL, \"B E\", 3, null, [1]]",
        "'between'|[1, '{{x}}']|a between [1, \"{{x}}\"]",
        "'eq'|{'b': [1]}|a eq {\"b\":[1]}",
        "'exists'|true|a exists",
        "'exists'|false|a does not exist",
        "'empty'|true|a is empty",
        "'empty'|false|a is not empty",
        "'changed'|true|a changed",
        "'changed'|false|a did not change",
        "'changed_to'|'won'|a changed_to won"
      })
  void readsALeaf(String operator, String value, String line) {
    assertThat(describe("{'field': 'a', 'operator': " + operator + ", 'value': " + value + "}"))
        .isEqualTo(line);
  }

  @Test
  void readsGroups() {
    String a = "{'field': 'a', 'operator': 'eq', 'value': 1}";
    String b = "{'field': 'b', 'operator': 'eq', 'value': 'x', 'ignore_case': true}";

    assertThat(describe("{}")).isEqualTo("always");
    assertThat(describe("{'and': []}")).isEqualTo("always");
    assertThat(describe("{'or': []}")).isEqualTo("never");
    assertThat(describe("{'and': [" + a + ", " + b + "]}"))
        .isEqualTo("a eq 1 and b eq x ignoring case");
    assertThat(describe("{'or': [{'and': [" + a + ", " + a + "]}, {'or': [" + a + "]}]}"))
        .isEqualTo("(a eq 1 and a eq 1) or (a eq 1)");
    assertThat(describe("{'not': {'not': " + a + "}}")).isEqualTo("not (not (a eq 1))");
    assertThat(describe("{'and': [{'not': " + a + "}]}")).isEqualTo("not (a eq 1)");
  }

  @Test
  void staysOnALineOfBoundedLength() {
    String leaf = "{'field': 'a\\nb', 'operator': 'eq', 'value': 'c\\nd'}";
    String many = IntStream.range(0, 5_000).mapToObj(i -> leaf).collect(Collectors.joining(","));

    assertThat(describe(leaf)).isEqualTo("a b eq \"c\\nd\"");
    assertThat(describe("{'and': [" + many + "]}"))
        .hasSize(1_001)
        .startsWith("a b eq \"c\\nd\" and a b eq")
        .endsWith("…");
  }
}
