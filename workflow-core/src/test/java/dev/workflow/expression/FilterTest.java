package dev.workflow.expression;

import static dev.workflow.expression.Samples.CONTEXT;
import static dev.workflow.expression.Samples.json;
import static dev.workflow.expression.Samples.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FilterTest {

  private static final String DATA =
      "{'name':'Ada','blank':'','nothing':null,'n':1234.565,'s':'1250.00','list':[1],'flag':true,"
          + "'date':'2024-02-29','instant':'2024-02-29T23:30:00Z','local':'2024-02-29T08:05',"
          + "'offset':'2024-02-29T12:00:00+05:00'}";

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "name | default: \"there\" ; 'Ada'",
        "gone | default: \"there\" ; 'there'",
        "nothing | default: \"there\" ; 'there'",
        "blank | default: \"there\" ; ''",
        "gone | default: 'single' ; 'single'",
        "gone | default: 5 ; 5",
        "gone | default: -12345678901 ; -12345678901",
        "gone | default: 1.5 ; 1.5",
        "gone | default: true ; true",
        "gone | default: null ; null",
        "gone|upper|default:\"x\"|upper ; 'X'",
        "gone | default: \"}}|\\\"\\\\\" ; '}}|\\\"\\\\'",
        "name | upper ; 'ADA'",
        "name | lower ; 'ada'",
        "gone | default: \" x \" | trim ; 'x'",
        "n | upper ; '1234.565'",
        "flag | upper ; 'TRUE'",
        "nothing | upper ; null",
        "date | date: \"d MMMM yyyy\" ; '29 February 2024'",
        "date | date: \"HH:mm\" ; '00:00'",
        "instant | date: \"d MMM HH:mm\" ; '1 Mar 00:30'",
        "local | date: \"HH:mm\" ; '08:05'",
        "offset | date: \"HH:mm\" ; '08:00'",
        "today+1 | date: \"EEEE\" ; 'Saturday'",
        "now | date: \"HH:mm\" ; '00:30'",
        "n | number: \"#,##0.00\" ; '1,234.57'",
        "s | number: \"#,##0.00\" ; '1,250.00'",
        "s | number: \"0\" ; '1250'",
        "list | json ; '[1]'",
        "name | json ; '\\\"Ada\\\"'",
        "nothing | json ; 'null'",
      })
  void changesTheValue(String expression, String expected) {
    assertThat(value("{{" + expression + "}}", DATA)).isEqualTo(json(expected));
  }

  @Test
  void failsWithTheExpressionNamed() {
    assertThatThrownBy(() -> value("{{ list  | upper }}", DATA))
        .isInstanceOf(ExpressionException.class)
        .hasMessage(
            "{{list  | upper}} is a list, and a text filter takes a text; name a value in it");
    assertThatThrownBy(() -> value("{{name | date: \"d\"}}", DATA))
        .hasMessage(
            "{{name | date: \"d\"}} is \"Ada\", and \"date\" takes an ISO date or instant:"
                + " 2024-02-29, 2024-02-29T12:30:00Z");
    assertThatThrownBy(() -> value("{{n | date: \"d\"}}", DATA))
        .hasMessageStartingWith("{{n | date: \"d\"}} is a number, and");
    assertThatThrownBy(() -> value("{{flag | number: \"0\"}}", DATA))
        .hasMessage(
            "{{flag | number: \"0\"}} is true or false, and \"number\" takes a number: 1250 or"
                + " \"12.50\"");
    assertThatThrownBy(() -> value("{{gone | upper}}", DATA))
        .hasMessage(
            "{{gone | upper}} has no value; make sure the data holds \"gone\", or add a default:"
                + " {{gone | upper | default: \"…\"}}");
  }

  @Test
  void speaksTheLanguageOfTheContext() {
    RenderContext dutch = CONTEXT.locale(Locale.forLanguageTag("nl-NL"));
    Template template =
        Template.parse("{{date | date: \"d MMMM yyyy\"}}: € {{n | number: \"#,##0.00\"}}");

    assertThat(template.render(json(DATA), dutch)).isEqualTo("29 februari 2024: € 1.234,57");
    assertThat(
            Template.parse("{{i | upper}}")
                .render(json("{'i':'i'}"), CONTEXT.locale(Locale.forLanguageTag("tr"))))
        .isEqualTo("İ");
  }

  @Test
  void countsExactDecimals() {
    assertThat(value("{{n | number: \"0.00\"}}", "{'n':9007199254740993.005}").textValue())
        .isEqualTo("9007199254740993.01");
  }
}
