package dev.workflow.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.workflow.Problem;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TemplateFaultsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      value = {
        "{{a | uper}} ~ 6: unknown filter \"uper\"; did you mean \"upper\"?",
        "{{a | xyzzy}} ~ 6: unknown filter \"xyzzy\"; there is default, upper, lower, trim, date,"
            + " number, json",
        "{{a | default}} ~ 6: \"default\" takes one argument: default: \"there\"; found none",
        "{{a | default: 1, 2}} ~ 6: \"default\" takes one argument: default: \"there\"; found 2",
        "{{a | upper: 1}} ~ 6: \"upper\" takes no argument: upper; found 1",
        "{{a | default: b}} ~ 15: an argument is a text in quotes, a number, true, false or null;"
            + " found b",
        "{{a | default: 1x}} ~ 15: an argument is a text in quotes, a number, true, false or null;"
            + " found 1x",
        "{{a | default: -}} ~ 15: an argument is a text in quotes, a number, true, false or null;"
            + " found -",
        "{{a | default: \"b}} ~ 15: the text is never closed; add \"",
        "{{a | default: \"\\n\"}} ~ 16: an escape in a text is \\\" or \\\\; write \\\\ for one \\",
        "{{a |}} ~ 5: after \"|\" comes a filter, like default: \"there\"; found \"}}\"",
        "{{a | date: \"qqqqqq\"}} ~ 6: \"date\" cannot use the pattern \"qqqqqq\"; write one like"
            + " \"d MMMM yyyy\" (Too many pattern letters: q)",
        "{{a | date: 5}} ~ 6: \"date\" takes a pattern of 1 to 200 characters in quotes: date:"
            + " \"d MMMM yyyy\"",
        "{{a | number: \"0.0.0\"}} ~ 6: \"number\" cannot use the pattern \"0.0.0\"; write one like"
            + " \"#,##0.00\" (Multiple decimal separators in pattern \"0.0.0\")",
        "{{a | number: true}} ~ 6: \"number\" takes a pattern of 1 to 200 characters in quotes:"
            + " number: \"#,##0.00\"",
        "{{today+1m}} ~ 9: \"m\" is minutes, which today does not have; a month is \"M\"",
        "{{today+1h}} ~ 9: unknown unit \"h\"; \"today\" takes d, w, M, y, b",
        "{{now+1D}} ~ 7: unknown unit \"D\"; \"now\" takes s, m, h, d, w, M, y, b",
        "{{today+}} ~ 8: after \"today+\" comes a number, like today+2w",
        "{{today+1 000}} ~ 10: unknown unit \"000\"; \"today\" takes d, w, M, y, b",
        "{{today+9999999999999}} ~ 8: a distance has at most 12 digits",
        "{{today+10001b}} ~ 8: at most 10000 business days can be counted",
        "{{}} ~ 2: expected a path like lead.email, today, now or secret.name; found \"}}\"",
        "{{\"a\"}} ~ 2: expected a path like lead.email, today, now or secret.name; found \"\"\"",
        "{{a b}} ~ 4: expected \"|\" or \"}}\"; found \"b\"",
        "{{a+1}} ~ 3: expected \"|\" or \"}}\"; found \"+\"",
        "{{a..b}} ~ 4: a path segment is empty; write a.b, and \\. for a dot within a key",
        "{{items.*.sku}} ~ 8: \"*\" names many values, a path names one; use an index: items.0.sku",
        "{{secret}} ~ 2: a secret has a name; write {{secret.name}}",
        "{{secret.a | upper}} ~ 11: a secret takes no filters; write {{secret.name}} alone",
        "{{#if secret.a}}{{/if}} ~ 6: {{#if}} takes a value of the data, like {{#if items}}",
        "{{#each}}{{/each}} ~ 7: {{#each}} needs a value; write {{#each items}}",
        "{{#if a | upper}}{{/if}} ~ 8: {{#if}} takes no filters; remove them",
        "{{#eech a}}{{this}}{{/eech}} ~ 0: unknown block \"#eech\"; did you mean \"each\"?",
        "{{#if a}} ~ 0: {{#if}} is never closed; add {{/if}}",
        "{{/if}} ~ 0: {{/if}} closes nothing; remove it",
        "{{#if a}}{{/each}} ~ 9: {{/each}} closes {{#if}} of offset 0; write {{/if}}",
        "{{else}} ~ 0: {{else}} is allowed only within {{#if}} or {{#each}}; remove it",
        "{{#if a}}{{else}}{{else}}{{/if}} ~ 17: a second {{else}} in {{#if}}; remove it",
        "{{#if a}}{{else if b}}{{/if}} ~ 9: {{else}} takes nothing; nest a further {{#if}} behind"
            + " it",
        "{{this.a}} ~ 2: \"this\" is allowed only within {{#each}}; name the value from the top",
        "{{@index}} ~ 2: \"@index\" is allowed only within {{#each}}",
        "{{@indx}} ~ 2: unknown \"@indx\"; did you mean \"@index\"?",
        "{{#each a}}{{else}}{{this}}{{/each}} ~ 21: \"this\" is allowed only within {{#each}}; name the"
            + " value from the top",
        "x{{a ~ 1: \"{{\" is never closed; add \"}}\", or write \\{{ for the braces themselves",
        "x{{a {{b}} ~ 1: \"{{\" is never closed; add \"}}\", or write \\{{ for the braces"
            + " themselves",
        "x{{ ~ 1: \"{{\" is never closed; add \"}}\", or write \\{{ for the braces themselves",
        "{{{a}} ~ 4: \"{{{\" closes with \"}}}\"; write \"{{\" for an escaped value",
      })
  void namesTheOffsetAndTheRemedy(String template, String expected) {
    InvalidExpressionException thrown =
        catchThrowableOfType(InvalidExpressionException.class, () -> Template.parse(template));

    assertThat(thrown.problems()).containsExactly(new Problem("", "at offset " + expected));
  }

  @Test
  void findsAllFaultsAtOnce() {
    assertThatThrownBy(() -> Template.parse("{{a | uper}} {{ }} {{#if b}} {{today+1x | lowr}}"))
        .isInstanceOf(InvalidExpressionException.class)
        .hasMessage(
            """
            The template has 5 problems:
              at offset 6: unknown filter "uper"; did you mean "upper"?
              at offset 16: expected a path like lead.email, today, now or secret.name; \
            found "}}"
              at offset 38: unknown unit "x"; "today" takes d, w, M, y, b
              at offset 42: unknown filter "lowr"; did you mean "lower"?
              at offset 19: {{#if}} is never closed; add {{/if}}\
            """);
  }

  @Test
  void boundsTheDepthOfBlocks() {
    String deep = "{{#if a}}".repeat(32) + "x" + "{{/if}}".repeat(32);
    assertThat(Template.parse(deep).paths()).containsExactly("a");

    assertThatThrownBy(() -> Template.parse("{{#if a}}" + deep + "{{/if}}"))
        .isInstanceOf(InvalidExpressionException.class)
        .hasMessageContaining("blocks are nested deeper than 32; split the template");
  }

  @Test
  void boundsAReportOfManyFaults() {
    for (String piece : List.of("{{", "{{a", "{{#if a}}", "{{a|default:\"", "{{{", "{{a..b}}")) {
      assertThatThrownBy(() -> Template.parse(piece.repeat(100_000)))
          .isInstanceOfSatisfying(
              InvalidExpressionException.class,
              e -> assertThat(e.problems()).hasSizeBetween(1, 100));
    }
  }

  @Test
  void refusesADateWithMorePlacesThanAYearHas() {
    assertThatThrownBy(() -> Template.parse("{{a | date: \"yyyyyyyyyyyyyyyy\"}}"))
        .isInstanceOf(InvalidExpressionException.class)
        .hasMessageContaining("\"date\" cannot use the pattern \"yyyyyyyyyyyyyyyy\"")
        .hasMessageContaining("too many letters y in a row");
    assertThat(Template.parse("{{a | date: \"d'yyyyyyyyyyyyyyyy'\"}}").paths())
        .containsExactly("a");
  }

  @Test
  void showsTheBeginningOfALongNameOfABlock() {
    String name = "x".repeat(100_000);

    assertThatThrownBy(() -> Template.parse("{{#" + name + " a}}"))
        .isInstanceOf(InvalidExpressionException.class)
        .hasMessageContaining("{{#" + "x".repeat(60) + "…}} is never closed")
        .satisfies(thrown -> assertThat(thrown.getMessage()).hasSizeLessThan(1_000));
    assertThatThrownBy(() -> Template.parse("{{#" + name + " a}}{{/if}}"))
        .hasMessageContaining("{{/if}} closes {{#" + "x".repeat(60) + "…}} of offset 0")
        .satisfies(thrown -> assertThat(thrown.getMessage()).hasSizeLessThan(1_000));
  }
}
