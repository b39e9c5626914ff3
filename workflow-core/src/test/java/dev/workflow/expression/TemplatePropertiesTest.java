package dev.workflow.expression;

import static dev.workflow.expression.Samples.CONTEXT;
import static dev.workflow.expression.Samples.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class TemplatePropertiesTest {

  private static final List<String> PIECES =
      List.of(
          "{{",
          "}}",
          "{{{",
          "}}}",
          "\\",
          "{",
          "}",
          "#each ",
          "#if ",
          "/each",
          "/if",
          "else",
          "a",
          "a.b",
          "items",
          "this",
          "this.x",
          "@index",
          "today",
          "now",
          "+",
          "-",
          "2",
          "w",
          "M",
          "b",
          " ",
          "|",
          "default",
          ":",
          "\"",
          "'x'",
          "upper",
          "date: \"d MMM\"",
          "number: \"0.0\"",
          "json",
          "secret.k",
          "*",
          ".",
          "😀",
          "\u0000",
          "\n",
          "{{a}}",
          "{{#each items}}",
          "{{/each}}",
          "{{#if a}}",
          "{{else}}",
          "{{/if}}",
          "{{this}}",
          "{{this.x | default: 1}}");

  private static final List<JsonNode> DATA =
      List.of(
          json("{}"),
          json("null"),
          json("[1]"),
          json("{'a':{'b':'2024-01-01'},'items':[{'x':1},null,'s',[2]]}"),
          json("{'a':1e99999,'items':{'x':[]}}"),
          json("{'a':'<\\r\\n>','a.b':12.50,'items':[]}"));

  @Provide
  Arbitrary<String> templates() {
    return Arbitraries.of(PIECES).list().ofMaxSize(25).map(pieces -> String.join("", pieces));
  }

  @Provide
  Arbitrary<JsonNode> data() {
    return Arbitraries.of(DATA);
  }

  private static Optional<Template> parse(String text) {
    try {
      return Optional.of(Template.parse(text));
    } catch (InvalidExpressionException e) {
      assertThat(e.problems()).isNotEmpty();
      return Optional.empty();
    }
  }

  @Property(tries = 20_000)
  void throwsNothingButTheDocumentedExceptions(
      @ForAll("templates") String text,
      @ForAll("data") JsonNode data,
      @ForAll Escaping escaping,
      @ForAll RenderMode mode) {
    RenderContext context = CONTEXT.escaping(escaping).mode(mode);
    parse(text)
        .ifPresent(
            template -> {
              try {
                template.evaluate(data, context);
                template.render(data, context);
              } catch (ExpressionException e) {
                assertThat(e).message().isNotBlank();
              }
            });
  }

  @Property(tries = 20_000)
  void neverThrowsLeniently(@ForAll("templates") String text, @ForAll("data") JsonNode data) {
    parse(text)
        .ifPresent(
            template ->
                assertThat(template.evaluateLeniently(data, Samples.NOW, Samples.AMSTERDAM))
                    .isNotNull());
  }

  @Property
  void readsAnyText(@ForAll String text) {
    parse(text).ifPresent(template -> assertThat(template.text()).isEqualTo(text));
  }

  @Property
  void keepsTextWithoutBracesAsItIs(@ForAll String text) {
    if (!Template.containsExpression(text)) {
      assertThat(Template.parse(text).render(json("{}"), CONTEXT)).isEqualTo(text);
    }
  }

  @Property
  void neverEvaluatesData(@ForAll("templates") String value) {
    JsonNode data = JsonNodeFactory.instance.objectNode().put("a", value);

    assertThat(Template.parse("<{{a}}>").render(data, CONTEXT)).isEqualTo("<" + value + ">");
    assertThat(Template.parse("{{a}}").evaluate(data, CONTEXT)).isEqualTo(TextNode.valueOf(value));
  }

  @Property
  void leavesNoMarkupInHtml(@ForAll String value) {
    JsonNode data = JsonNodeFactory.instance.objectNode().put("a", value);
    String html = Template.parse("{{a}}").render(data, CONTEXT.escaping(Escaping.HTML));

    assertThat(html).doesNotContain("<", ">", "\"", "'");
    assertThat(
            html.replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&quot;", "\"")
                .replace("&#39;", "'")
                .replace("&amp;", "&"))
        .isEqualTo(value);
  }

  @Property
  void leavesOnlyUnreservedCharactersInAUrl(@ForAll String value) {
    JsonNode data = JsonNodeFactory.instance.objectNode().put("a", value);
    String url = Template.parse("{{a}}").render(data, CONTEXT.escaping(Escaping.URL));

    assertThat(url).matches("[A-Za-z0-9._~%-]*");
    if (StandardCharsets.UTF_8.newEncoder().canEncode(value)) {
      assertThat(URLDecoder.decode(url, StandardCharsets.UTF_8)).isEqualTo(value);
    }
  }
}
