package dev.workflow.gallery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.workflow.InvalidInputException;
import dev.workflow.Json;
import dev.workflow.expression.RenderContext;
import dev.workflow.expression.Template;
import java.time.Instant;
import java.time.ZoneOffset;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class WorkflowTemplateTest {

  /** A template with one parameter of this schema, and a workflow that is these places. */
  private static WorkflowTemplate template(String schema, String places) {
    return WorkflowTemplate.parse(
        """
        {"key": "t", "name": "T", "category": "sales",
         "parameters": {"type": "object", "properties": {"x": %s}, "required": ["x"]},
         "workflow": {"places": %s}}
        """
            .formatted(schema, places));
  }

  private static JsonNode filled(String schema, String places, String value) {
    ObjectNode values = Json.object();
    values.set("x", Json.read(value));
    return template(schema, places).fill(values).get("places");
  }

  private static final String STRING = "{\"type\": \"string\"}";

  @Nested
  class Places {

    @Test
    void a_place_as_a_whole_takes_the_type_of_the_value() {
      String whole = "{\"a\": {\"$parameter\": \"x\"}, \"b\": [{\"$parameter\": \"x\"}]}";
      assertThat(filled("{\"type\": \"integer\"}", whole, "7"))
          .isEqualTo(Json.read("{\"a\": 7, \"b\": [7]}"));
      assertThat(filled("{\"type\": \"array\"}", whole, "[1, \"two\"]"))
          .isEqualTo(Json.read("{\"a\": [1, \"two\"], \"b\": [[1, \"two\"]]}"));
      assertThat(filled("{\"type\": \"boolean\"}", whole, "false"))
          .isEqualTo(Json.read("{\"a\": false, \"b\": [false]}"));
    }

    @Test
    void within_a_text_a_value_is_text() {
      assertThat(filled("{\"type\": \"number\"}", "\"after ${x} days, not $${x}\"", "2.50"))
          .isEqualTo(TextNode.valueOf("after 2.5 days, not ${x}"));
    }

    @Test
    void what_is_left_out_is_the_default() {
      WorkflowTemplate template =
          WorkflowTemplate.parse(
              """
              {"key": "t", "name": "T", "category": "c",
               "parameters": {"type": "object", "properties": {"x": {"type": "integer", "default": 3}}},
               "workflow": {"days": {"$parameter": "x"}}}
              """);
      assertThat(template.fill(Json.object())).isEqualTo(Json.read("{\"days\": 3}"));
      assertThat(template.fill(Json.object().put("x", 5))).isEqualTo(Json.read("{\"days\": 5}"));
    }

    @Test
    void special_characters_of_html_are_escaped_in_html_alone() {
      assertThat(filled(STRING, "{\"html\": \"<b>${x}</b>\", \"text\": \"${x}\"}", "\"<i>&'\\\"\""))
          .isEqualTo(
              Json.read(
                  "{\"html\": \"<b>&lt;i&gt;&amp;&#39;&quot;</b>\", \"text\": \"<i>&'\\\"\"}"));
    }

    @Test
    void a_parameter_that_takes_an_expression_is_put_as_it_is() {
      String schema = "{\"type\": \"string\", \"x-expression\": true}";
      assertThat(filled(schema, "[{\"$parameter\": \"x\"}, \"To ${x}\"]", "\"{{lead.email}}\""))
          .isEqualTo(Json.read("[\"{{lead.email}}\", \"To {{lead.email}}\"]"));
    }
  }

  @Nested
  class Refusals {

    private void refused(String document, String... problems) {
      assertThatThrownBy(() -> WorkflowTemplate.parse(document))
          .isInstanceOf(InvalidInputException.class)
          .hasMessage(
              "The workflow template%s has %s:\n  %s",
              document.contains("\"key\": \"t\"") ? " \"t\"" : "",
              problems.length == 1 ? "a problem" : problems.length + " problems",
              String.join("\n  ", problems));
    }

    @Test
    void every_mistake_is_named_at_its_place() {
      refused(
          """
          {"key": "t", "name": " ", "categry": "sales", "category": "c",
           "parameters": {"type": "object", "properties": {
             "free": {"type": "string"}, "any": {"default": 1}, "un used": {"type": "integer", "default": "x"},
             "list": {"type": "array", "default": []}}},
           "workflow": {"a": {"$parameter": "fre"}, "b": "${any} ${list}", "c": ["${free"],
             "d": {"$parameter": "any", "also": 1}, "e": "${free}"}}
          """,
          "/categry: unknown key; did you mean \"category\"?",
          "/name: must not be empty",
          "/parameters/properties/free: is neither required nor has a \"default\"; write one of both",
          "/parameters/properties/any: has no \"type\"; write one, such as \"string\"",
          "/parameters/properties/un used: the name of a parameter has letters, digits and _ only,"
              + " and begins with a letter",
          "/parameters/properties/un used/default: expected a whole number, found a text",
          "/workflow/a/$parameter: there is no parameter \"fre\"; did you mean \"free\"?",
          "/workflow/b: the parameter \"list\" is of the type array: write {\"$parameter\": \"list\"}"
              + " in the place of the text",
          "/workflow/c/0: \"${\" is never closed; add \"}\", or write \"$${\" for the characters"
              + " themselves",
          "/workflow/d: a place of a parameter has \"$parameter\" and nothing else",
          "/parameters/properties/un used: stands nowhere in the workflow");
    }

    @Test
    void what_is_no_template_at_all_is_refused_in_one_sentence() {
      refused("[]", "(document): expected an object, found an empty list");
      refused(
          "{\"workflow\": {}}",
          "/key: is required",
          "/name: is required",
          "/category: is required");
    }

    @Test
    void values_that_do_not_fit_their_parameters_are_all_named() {
      WorkflowTemplate template =
          WorkflowTemplate.parse(
              """
              {"key": "t", "name": "T", "category": "c",
               "parameters": {"type": "object", "required": ["a", "b"], "properties": {
                 "a": {"type": "integer", "minimum": 1}, "b": {"type": "string"}}},
               "workflow": {"a": {"$parameter": "a"}, "b": "${b}"}}
              """);
      assertThatThrownBy(() -> template.fill(Json.object().put("a", 0).put("c", 1)))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("/parameters/a")
          .hasMessageContaining("/parameters/b")
          .hasMessageContaining("/parameters/c");
    }

    @Test
    void within_an_expression_a_value_is_a_part_of_a_path_or_a_number() {
      assertThat(filled(STRING, "\"{{lead.${x}}}\"", "\"owner.email\""))
          .isEqualTo(TextNode.valueOf("{{lead.owner.email}}"));
      for (String value :
          new String[] {"a}} {{secret.key", "secret.key", "a | json", "a\\\"", ""}) {
        assertThatThrownBy(() -> filled(STRING, "\"{{${x}}}\"", "\"" + value + "\""))
            .as(value)
            .isInstanceOf(InvalidInputException.class)
            .hasMessage(
                "The workflow template \"t\" has a problem:\n  /parameters/x: stands within an"
                    + " expression, where it can be a number or a path of the data, of letters,"
                    + " digits, _ and dots");
      }
    }
  }

  /** Texts in which braces and backslashes meet in every way. */
  @Provide
  Arbitrary<String> hostile() {
    return Arbitraries.strings().withChars('{', '}', '\\', 'a', '$', '"').ofMaxLength(8);
  }

  @Property(tries = 2_000)
  void a_value_stands_for_itself_whatever_it_holds_and_whatever_stands_beside_it(
      @ForAll("hostile") String before,
      @ForAll("hostile") String value,
      @ForAll("hostile") String after) {
    String written = (before + "#" + after).replace("$", "").replace("{{", "");
    String left = written.substring(0, written.indexOf('#'));
    String right = written.substring(written.indexOf('#') + 1);
    ObjectNode places = Json.object().put("t", left + "${x}" + right);

    String text =
        filled(STRING, Json.write(places), Json.write(TextNode.valueOf(value)))
            .get("t")
            .textValue();

    assertThat(rendered(text)).isEqualTo(left + value + right);
  }

  @Property(tries = 2_000)
  void an_expression_of_the_author_counts_whatever_value_stands_beside_it(
      @ForAll("hostile") String before,
      @ForAll("hostile") String value,
      @ForAll("hostile") String after) {
    String left = before.replace("{", "").replace("\\", "").replace("$", "");
    String right = after.replace("{", "").replace("$", "");
    ObjectNode places = Json.object().put("t", left + "${x}{{name}}${x}" + right);
    String written = left + value;
    int braces = written.length() - written.replaceAll("\\{+$", "").length();
    if (braces % 2 == 1) {
      assertThatThrownBy(
              () -> filled(STRING, Json.write(places), Json.write(TextNode.valueOf(value))))
          .hasMessage(
              "The workflow template \"t\" has a problem:\n  /parameters/x: puts a single brace"
                  + " right before an expression, where none can stand");
      return;
    }
    String text =
        filled(STRING, Json.write(places), Json.write(TextNode.valueOf(value)))
            .get("t")
            .textValue();

    assertThat(rendered(text)).isEqualTo(left + value + "Ann" + value + right);
  }

  @Test
  void an_empty_value_does_not_join_the_braces_beside_it() {
    assertThatThrownBy(() -> filled(STRING, "\"{${x}{{name}}}\"", "\"\""))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("/parameters/x: puts a single brace right before an expression");
    assertThat(filled(STRING, "\"{${x}{ name }}\"", "\"\""))
        .isEqualTo(TextNode.valueOf("\\{{ name }}"));
  }

  private static String rendered(String text) {
    Instant now = Instant.parse("2026-01-05T09:00:00Z");
    return Template.parse(text)
        .render(Json.object().put("name", "Ann"), RenderContext.of(now, ZoneOffset.UTC));
  }
}
