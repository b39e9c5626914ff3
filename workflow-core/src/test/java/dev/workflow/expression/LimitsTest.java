package dev.workflow.expression;

import static dev.workflow.expression.Samples.CONTEXT;
import static dev.workflow.expression.Samples.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class LimitsTest {

  private static ArrayNode list(int size) {
    ArrayNode list = JsonNodeFactory.instance.arrayNode(size);
    for (int i = 0; i < size; i++) {
      list.add(i);
    }
    return list;
  }

  private static JsonNode data(JsonNode value) {
    return JsonNodeFactory.instance.objectNode().set("a", value);
  }

  @Test
  void boundsTheOutput() {
    RenderContext context = CONTEXT.maxOutput(10);
    String expected =
        "{{a}} makes the text longer than 10 characters; render less, or raise maxOutput";

    assertThat(Template.parse("{{a}}").render(json("{'a':'1234567890'}"), context)).hasSize(10);
    assertThatThrownBy(() -> Template.parse("{{a}}").render(json("{'a':'12345678901'}"), context))
        .isInstanceOf(ExpressionException.class)
        .hasMessage(expected);
    assertThatThrownBy(() -> Template.parse("{{a}}").render(json("{'a':[1,2,3,4,5]}"), context))
        .hasMessage(expected);
    assertThatThrownBy(
            () ->
                Template.parse("{{a}}")
                    .render(json("{'a':'<<<'}"), context.escaping(Escaping.HTML)))
        .hasMessage(expected);
    assertThatThrownBy(() -> Template.parse("12345678901{{a}}").render(json("{}"), context))
        .hasMessage(
            "The template makes the text longer than 10 characters; render less, or raise"
                + " maxOutput");
  }

  @Test
  void boundsTheOutputOfAWholeConfiguration() {
    ConfigTemplate config = ConfigTemplate.parse(json("{'x':'-{{a}}','y':'-{{a}}'}"));

    assertThat(config.evaluate(json("{'a':'1234'}"), CONTEXT.maxOutput(10)).size()).isEqualTo(2);
    assertThatThrownBy(() -> config.evaluate(json("{'a':'12345'}"), CONTEXT.maxOutput(10)))
        .hasMessage(
            "/y: {{a}} makes the text longer than 10 characters; render less, or raise maxOutput");
  }

  @Test
  void boundsTheWork() {
    Template template =
        Template.parse("{{#each a}}{{#each a}}{{#each a}}{{/each}}{{/each}}{{/each}}");

    assertThatThrownBy(() -> template.render(data(list(10_000)), CONTEXT))
        .isInstanceOf(ExpressionException.class)
        .hasMessage(
            "{{a}} takes the rendering beyond its 1000000 steps of work; render less, or raise"
                + " maxSteps");
  }

  @Test
  void boundsWorkThatLeavesNoOutput() {
    JsonNode data =
        JsonNodeFactory.instance
            .objectNode()
            .<ObjectNode>set("a", list(100_000))
            .put("s", " ".repeat(1_000_000));

    assertThatThrownBy(
            () -> Template.parse("{{#each a}}{{s | trim}}{{/each}}").render(data, CONTEXT))
        .isInstanceOf(ExpressionException.class)
        .hasMessageContaining("steps of work");
  }

  @Test
  void boundsTheWorkOfLongNumbers() {
    BigDecimal manyZeros = BigDecimal.ONE.setScale(990, RoundingMode.UNNECESSARY);
    JsonNode data =
        JsonNodeFactory.instance
            .objectNode()
            .<ObjectNode>set("a", list(100_000))
            .set("n", DecimalNode.valueOf(manyZeros));
    Template template = Template.parse("{{#each a}}{{n}}{{/each}}");

    assertThatThrownBy(() -> template.render(data, CONTEXT))
        .isInstanceOf(ExpressionException.class)
        .hasMessageContaining("steps of work");
  }

  @Test
  void refusesDataThatIsNestedWithoutEnd() {
    JsonNode deep = JsonNodeFactory.instance.arrayNode();
    for (int i = 0; i < 100_000; i++) {
      deep = JsonNodeFactory.instance.arrayNode().add(deep);
    }
    JsonNode data = data(deep);

    assertThatThrownBy(() -> Template.parse("{{a}}").render(data, CONTEXT))
        .hasMessage("{{a}} is nested deeper than 1000; correct the data");
    assertThatThrownBy(
            () -> Template.parse("{{a}}").evaluate(data, CONTEXT.escaping(Escaping.HTML)))
        .hasMessage("{{a}} is nested deeper than 1000; correct the data");
  }

  @Test
  void readsALargeTemplateInATime() {
    String text = "{{a}} ".repeat(170_000);

    assertThat(Template.parse(text).render(json("{'a':1}"), CONTEXT)).hasSize(340_000);
    assertThat(Template.parse("x".repeat(1_000_000)).isConstant()).isTrue();
    assertThat(Template.parse("\\{{".repeat(330_000)).isConstant()).isTrue();
    assertThat(Template.parse("\\".repeat(1_000_000) + "{{a}}").isConstant()).isFalse();
  }

  @Test
  void takesOnlyPositiveBounds() {
    assertThatThrownBy(() -> CONTEXT.maxOutput(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("maxOutput must be positive, but is 0");
    assertThatThrownBy(() -> CONTEXT.maxSteps(-1))
        .hasMessage("maxSteps must be positive, but is -1");
  }
}
