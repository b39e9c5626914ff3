package dev.workflow.expression;

import static dev.workflow.expression.Samples.CONTEXT;
import static dev.workflow.expression.Samples.json;
import static dev.workflow.expression.Samples.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BlockTest {

  private static final RenderContext LENIENT = CONTEXT.mode(RenderMode.LENIENT);

  @Test
  void loopsOverTheElementsOfAList() {
    assertThat(
            text(
                "{{#each items}}{{@index}}:{{this.sku}}x{{ this.n }} for {{who}};{{/each}}",
                "{'who':'Ada','items':[{'sku':'A','n':1},{'sku':'B','n':2}]}"))
        .isEqualTo("0:Ax1 for Ada;1:Bx2 for Ada;");
    assertThat(text("{{#each a}}<{{this}}>{{/each}}", "{'a':[1,'x',true]}"))
        .isEqualTo("<1><x><true>");
  }

  @Test
  void returnsToTheOuterElementBehindANestedLoop() {
    assertThat(
            text(
                "{{#each a}}({{#each"
                    + " this.b}}{{this}}{{@index}},{{/each}}{{this.c}}{{@index}}){{/each}}",
                "{'a':[{'b':[1,2],'c':'x'},{'b':[],'c':'y'}]}"))
        .isEqualTo("(10,21,x0)(y1)");
  }

  @Test
  void meansTheOuterElementWithinElse() {
    assertThat(
            text(
                "{{#each a}}{{#each this.b}}!{{else}}{{this.c}}{{/each}}{{/each}}",
                "{'a':[{'b':[],'c':'none'}]}"))
        .isEqualTo("none");
  }

  @Test
  void takesElseForAListThatIsEmptyOrMissing() {
    String template = "{{#each a}}x{{else}}none{{/each}}";
    assertThat(text(template, "{'a':[]}")).isEqualTo("none");
    assertThat(text(template, "{'a':null}")).isEqualTo("none");
    assertThat(text(template, "{}")).isEqualTo("none");
  }

  @Test
  void failsForAListThatIsMissingWithoutElse() {
    Template template = Template.parse("{{#each a.b}}x{{/each}}");

    assertThat(template.render(json("{'a':{'b':[]}}"), CONTEXT)).isEmpty();
    assertThat(template.render(json("{}"), LENIENT)).isEmpty();
    assertThatThrownBy(() -> template.render(json("{}"), CONTEXT))
        .isInstanceOf(ExpressionException.class)
        .hasMessage(
            "{{a.b}} has no value to loop over; make sure the data holds the list, or say what"
                + " stands there without one: {{else}}");
    assertThatThrownBy(() -> template.render(json("{'a':{'b':{}}}"), CONTEXT))
        .hasMessage("{{a.b}} is an empty object, and {{#each}} takes a list; name the list itself");
  }

  @Test
  void namesAnElementThatLacksAValue() {
    assertThatThrownBy(() -> text("{{#each a}}{{this.b}}{{/each}}", "{'a':[{}]}"))
        .hasMessage(
            "{{this.b}} has no value; make sure every element of the list holds \"b\", or add a"
                + " default: {{this.b | default: \"…\"}}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"true", "1", "0.1", "'x'", "[0]", "{'x':0}", "1e999999999"})
  void choosesByAValueThatIsThere(String json) {
    assertThat(text("{{#if a}}yes{{else}}no{{/if}}", "{'a':" + json + "}")).isEqualTo("yes");
  }

  @ParameterizedTest
  @ValueSource(strings = {"false", "0", "0.00", "-0.0", "''", "[]", "{}", "null"})
  void choosesElseByWhatIsEmpty(String json) {
    assertThat(text("{{#if a}}yes{{else}}no{{/if}}", "{'a':" + json + "}")).isEqualTo("no");
    assertThat(text("{{#if gone}}yes{{/if}}", "{}")).isEmpty();
  }

  @Test
  void nestsChoicesAndLoops() {
    assertThat(
            text(
                "{{#if a}}{{#each a}}{{#if this}}{{this}}{{else}}-{{/if}}{{#if"
                    + " @index}}!{{/if}}{{/each}}{{/if}}",
                "{'a':[1,0,2]}"))
        .isEqualTo("1-!2!");
  }
}
