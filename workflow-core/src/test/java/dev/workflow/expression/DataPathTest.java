package dev.workflow.expression;

import static dev.workflow.expression.Samples.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DataPathTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "lead.owner.email | {'lead':{'owner':{'email':'a@b'}}} | 'a@b'",
        "items.1.sku | {'items':[{'sku':'A'},{'sku':'B'}]} | 'B'",
        "items.007 | {'items':[0,1,2,3,4,5,6,7]} | 7",
        "a.0 | {'a':{'0':'key'}} | 'key'",
        "a.b | {'a.b':'dotted','a':{'b':'nested'}} | 'dotted'",
        "a\\.b | {'a.b':'dotted','a':{'b':'nested'}} | 'dotted'",
        "x.a\\.b.c | {'x':{'a.b':{'c':5}}} | 5",
        "x.a.b.c | {'x':{'a.b':{'c':5}}} | 5",
        "a.b.c | {'a':{'b.c':1},'a.b':{'c':2}} | 2",
        "a.b.c.d.e.f.g.h | {'a.b':{'c.d.e.f.g':{'h':1}}} | 1",
        "a.b | {'a':{'b':null}} | null",
      })
  void findsTheValueOfAPath(String path, String data, String expected) {
    assertThat(DataPath.parse(path).find(json(data))).isEqualTo(json(expected));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "a.b | {}",
        "a.b | {'a':1}",
        "a.2 | {'a':[1,2]}",
        "a.-1 | {'a':[1,2]}",
        "a.b | {'a':[1,2]}",
        "a.99999999999 | {'a':[1,2]}",
        "a | null",
        "a.b.c | {'a.b':{},'a':{'b':{'c':1}}}",
      })
  void givesAMissingNodeWhereThereIsNoValue(String path, String data) {
    assertThat(DataPath.parse(path).find(json(data)).isMissingNode()).isTrue();
  }

  @Test
  void knowsItsTextAndItsSegments() {
    DataPath path = DataPath.parse("x.a\\.b");

    assertThat(path).hasToString("x.a\\.b").isEqualTo(DataPath.parse("x.a\\.b"));
    assertThat(path.segments()).containsExactly("x", "a.b");
    assertThat(path).hasSameHashCodeAs(DataPath.parse("x.a\\.b")).isNotEqualTo("x.a\\.b");
  }

  @Test
  void refusesEmptySegmentsAndWildcardsAllAtOnce() {
    assertThatThrownBy(() -> DataPath.parse("a..*."))
        .isInstanceOf(InvalidExpressionException.class)
        .hasMessage(
            """
            The path "a..*." has 3 problems:
              at offset 2: a path segment is empty; write a.b, and \\. for a dot within \
            a key
              at offset 3: "*" names many values, a path names one; use an index: \
            items.0.sku
              at offset 5: a path segment is empty; write a.b, and \\. for a dot within \
            a key\
            """);
  }

  @Test
  void refusesWhatIsTooLong() {
    assertThatThrownBy(() -> DataPath.parse("a.".repeat(32) + "a"))
        .hasMessageEndingWith("at offset 0: a path has at most 32 segments");
    assertThatThrownBy(() -> DataPath.parse("a".repeat(501)))
        .hasMessageEndingWith("at offset 0: a path has at most 500 characters");
  }
}
