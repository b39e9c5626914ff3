package dev.workflow.expression;

import static dev.workflow.expression.Samples.CONTEXT;
import static dev.workflow.expression.Samples.json;
import static dev.workflow.expression.Samples.text;
import static dev.workflow.expression.Samples.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.FloatNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.workflow.WorkflowException;
import java.math.BigDecimal;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TemplateTest {

  private static final RenderContext LENIENT = CONTEXT.mode(RenderMode.LENIENT);

  @Nested
  class ALoneExpression {

    @ParameterizedTest
    @ValueSource(strings = {"1", "1.50", "'x'", "true", "null", "[1,{'a':2}]", "{'a':[]}", "1e400"})
    void keepsTheJsonType(String json) {
      assertThat(value("{{ a }}", "{'a':" + json + "}")).isEqualTo(json(json));
    }

    @Test
    void failsWithItsPathWhereTheValueIsMissing() {
      assertThatThrownBy(() -> value("{{lead.email}}", "{'lead':{}}"))
          .isInstanceOfSatisfying(
              ExpressionException.class,
              e -> {
                assertThat(e.expression()).isEqualTo("lead.email");
                assertThat(e.pointer()).isEmpty();
              })
          .isInstanceOf(WorkflowException.class)
          .hasMessage(
              "{{lead.email}} has no value; make sure the data holds \"lead.email\", or add a"
                  + " default: {{lead.email | default: \"…\"}}");
    }

    @Test
    void isNullWhereTheValueIsMissingInLenientMode() {
      assertThat(Template.parse("{{a}}").evaluate(json("{}"), LENIENT))
          .isEqualTo(NullNode.getInstance());
    }

    @Test
    void isTextWhenItIsRenderedToText() {
      assertThat(text("{{a}}", "{'a':[1,'x',null,{'b':1.0}]}"))
          .isEqualTo("[1,\"x\",null,{\"b\":1}]");
    }
  }

  @Nested
  class MixedText {

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        quoteCharacter = '`',
        value = {
          "1000.0 | 1000",
          "1000 | 1000",
          "1e3 | 1000",
          "-0.0 | 0",
          "12.50 | 12.5",
          "1e-7 | 0.0000001",
          "9007199254740993 | 9007199254740993",
          "123456789012345678901234567890 | 123456789012345678901234567890",
          "0.1 | 0.1",
          "true | true",
          "false | false",
          "'2024-02-29' | 2024-02-29",
          "{'b':[1.0,'\\n',true,null]} | {\"b\":[1,\"\\n\",true,null]}",
          "[] | []",
          "{} | {}",
        })
    void writesAValuePlainly(String json, String expected) {
      assertThat(value("<{{a}}>", "{'a':" + json + "}").textValue())
          .isEqualTo("<" + expected + ">");
    }

    @Test
    void writesEqualNumbersAlikeHoweverTheyAreHeld() {
      assertThat(textOf(DoubleNode.valueOf(1000.0))).isEqualTo("1000");
      assertThat(textOf(DoubleNode.valueOf(0.1))).isEqualTo("0.1");
      assertThat(textOf(DoubleNode.valueOf(-0.0))).isEqualTo("0");
      assertThat(textOf(DoubleNode.valueOf(1e22))).isEqualTo("10000000000000000000000");
      assertThat(textOf(DecimalNode.valueOf(new BigDecimal("12.50")))).isEqualTo("12.5");
      assertThat(textOf(FloatNode.valueOf(0.1f))).isEqualTo("0.1");
    }

    @Test
    void refusesNumbersThatCannotBeWrittenPlainly() {
      String expected = "{{a}} is a number of more than 1000 digits; correct the data";
      assertThatThrownBy(() -> text("{{a}}", "{'a':1e99999999}")).hasMessage(expected);
      assertThatThrownBy(() -> text("{{a}}", "{'a':1e-99999999}")).hasMessage(expected);
      assertThatThrownBy(() -> textOf(DoubleNode.valueOf(Double.NaN))).hasMessage(expected);
      assertThat(text("{{a}}", "{'a':[1e99999999]}")).isEqualTo("[1E+99999999]");
    }

    private String textOf(JsonNode value) {
      JsonNode data = JsonNodeFactory.instance.objectNode().set("a", value);
      return Template.parse("{{a}}").render(data, CONTEXT);
    }

    @Test
    void treatsNullAsMissing() {
      assertThatThrownBy(() -> value("Dear {{name}}", "{'name':null}"))
          .hasMessage(
              "{{name}} is null; make sure the data holds \"name\", or add a default: {{name |"
                  + " default: \"…\"}}");
      assertThat(Template.parse("Dear {{name}}!").render(json("{'name':null}"), LENIENT))
          .isEqualTo("Dear !");
    }

    @Test
    void neverEvaluatesTheData() {
      assertThat(text("{{a}}, {{a}}", "{'a':'{{today}} {{{b}}} {{#if c}}'}"))
          .isEqualTo("{{today}} {{{b}}} {{#if c}}, {{today}} {{{b}}} {{#if c}}");
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        value = {
          "\\{{a}} | {{a}}",
          "\\\\{{a}} | \\1",
          "\\\\\\{{a}} | \\{{a}}",
          "a\\b {{a}} \\ | a\\b 1 \\",
          "{\"a\":{\"b\":{{a}}}} | {\"a\":{\"b\":1}}",
          "{ {a}} }} | { {a}} }}",
          "{{{a}}}} | 1}",
          "\\{{{a}}} | {{{a}}}",
          "'' | ''",
        })
    void keepsLiteralBracesAndBackslashes(String template, String expected) {
      assertThat(text(template, "{'a':1}")).isEqualTo(expected);
    }
  }

  @Nested
  class Lenience {

    @ParameterizedTest
    @CsvSource(
        delimiter = ';',
        quoteCharacter = '`',
        value = {
          "{{a}} ; null",
          "{{secret.a}} ; null",
          "{{now+999999999999d}} ; null",
          "x {{n}} ; null",
          "{{s | date: \"d\"}} ; null",
          "x{{a}}y ; 'xy'",
          "{{today}} ; '2024-03-15'",
          "constant ; 'constant'",
        })
    void neverThrows(String template, String expected) {
      Template parsed = Template.parse(template);

      assertThat(
              parsed.evaluateLeniently(
                  json("{'n':1e99999,'s':'soon'}"), Samples.NOW, Samples.AMSTERDAM))
          .isEqualTo(json(expected));
    }
  }

  @Test
  void tellsWhatItReads() {
    Template template =
        Template.parse(
            "{{b.c}} {{a\\.x | upper}} {{today}} {{now-1h}} {{secret.k}} {{#each"
                + " items}}{{this.sku}} {{@index}} {{lead}}{{/each}} {{#if paid}}{{b.c}}{{/if}}");

    assertThat(template.paths()).containsExactly("b.c", "a\\.x", "items", "lead", "paid");
    assertThat(template.secrets()).containsExactly("k");
    assertThat(template.isConstant()).isFalse();
    assertThatThrownBy(() -> template.paths().add("x"))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void isConstantWithoutExpressions() {
    assertThat(Template.parse("\\{{a}}").isConstant()).isTrue();
    assertThat(Template.parse("").evaluate(json("{}"), CONTEXT)).isEqualTo(json("''"));
    assertThat(Template.containsExpression("a {{b}}")).isTrue();
    assertThat(Template.containsExpression("a { {b}}")).isFalse();
  }

  @Test
  void equalsATemplateOfTheSameText() {
    assertThat(Template.parse("{{a}}"))
        .isEqualTo(Template.parse("{{a}}"))
        .hasSameHashCodeAs(Template.parse("{{a}}"))
        .isNotEqualTo(Template.parse("{{ a }}"))
        .hasToString("{{a}}");
    assertThat(Template.parse("{{a}}").text()).isEqualTo("{{a}}");
  }
}
