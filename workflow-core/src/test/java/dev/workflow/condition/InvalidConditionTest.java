package dev.workflow.condition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.workflow.Problem;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InvalidConditionTest {

  @Test
  void theMessageListsEveryProblemWithItsPlace() {
    InvalidConditionException error =
        error(
            """
            {"and": [{"filed": "a", "operator": "eq", "value": 1},
                     {"field": "a", "operator": "gte_", "value": 1}]}\
            """);

    assertThat(error)
        .hasMessage(
            """
            The condition has 2 problems:
              /and/0: a condition has "field", "and", "or" or "not"; found "filed"
              /and/1/operator: unknown operator "gte_"; did you mean "gte"?\
            """);
  }

  @Test
  void problemsWithinListsPointToTheElement() {
    assertThat(
            problems(
                """
                {"field": "a", "operator": "in", "value": [1, {"ref": "b.*"}, "{{oops"]}\
                """))
        .first()
        .isEqualTo(
            "/value/1/ref: \"*\" names many values and a \"ref\" one; use an index: items.0.sku");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "5 | (document): a condition is an object; found 5",
        "{\"and\": [], \"or\": []} | (document): a condition has only one of \"field\", \"and\","
            + " \"or\" and \"not\"; found \"and\" and \"or\"",
        "{\"operator\": \"eq\", \"value\": 1} | (document): a condition has \"field\", \"and\","
            + " \"or\" or \"not\"; found \"operator\", \"value\"",
        "{\"and\": 1} | /and: \"and\" takes a list of conditions; found 1",
        "{\"not\": []} | /not: a condition is an object; found []",
        "{\"or\": [], \"x\": 1} | /x: unknown key \"x\"",
      })
  void formsHaveTheirMessages(String json, String problem) {
    assertThat(problems(json)).containsExactly(problem);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"a\" | \"oops\" | 1 | /operator: unknown operator \"oops\"",
        "\"a\" | \"greater_then\" | 1 | /operator: unknown operator \"greater_then\"; did you mean"
            + " \"greater_than\"?",
        "\"a\" | 7 | 1 | /operator: unknown operator 7",
        "7 | \"eq\" | 1 | /field: \"field\" takes a path such as \"lead.email\"; found 7",
        "\"\" | \"eq\" | 1 | /field: a path is empty; write the field's name, or a.b for one inside"
            + " another",
        "\"a..b\" | \"eq\" | 1 | /field: a segment of \"a..b\" is empty; write a.b, and \\. for a"
            + " dot in a key",
        "\"a.*\" | \"changed\" | true | /field: \"*\" cannot be used with \"changed\"",
        "\"a\" | \"gt\" | [1] | /value: \"gt\" takes a number or a text; found [1]",
        "\"a\" | \"between\" | [1] | /value: \"between\" takes [low, high]",
        "\"a\" | \"between\" | [\"{{today}}\"] | /value: \"between\" takes [low, high]",
        "\"a\" | \"in\" | \"x\" | /value: \"in\" takes a list; found \"x\"",
        "\"a\" | \"startswith\" | 5 | /value: \"startswith\" takes a text; found 5",
        "\"a\" | \"starts_with\" | 5 | /value: \"starts_with\" takes a text; found 5",
        "\"a\" | \">\" | [1] | /value: \">\" takes a number or a text; found [1]",
        "\"a\" | \"exists\" | \"yes\" | /value: \"exists\" takes true or false; found \"yes\"",
        "\"a\" | \"within_last\" | \"7 days\" | /value: \"within_last\" takes an ISO-8601 duration"
            + " such as \"P30D\" or \"PT5M\"; found \"7 days\"",
        "\"a\" | \"before\" | \"2026-06-10T09:30:00\" | /value: \"before\" takes a date such as"
            + " \"2026-06-10\" or an instant with its offset such as \"2026-06-10T09:30:00Z\";"
            + " found \"2026-06-10T09:30:00\"",
        "\"a\" | \"matches\" | \"(a\" | /value: \"matches\" takes a regular expression in RE2"
            + " syntax, without back-references and look-around; missing closing ): \"(a\"",
        "\"a\" | \"matches\" | \"((a{100}){100}){100}\" | /value: \"matches\" takes a regular"
            + " expression in RE2 syntax, without back-references and look-around; it is too large:"
            + " at most 1000 characters, and smaller counts of {n,m}",
        "\"a\" | \"eq\" | {\"ref\": 5} | /value/ref: \"ref\" takes the path of another field; found"
            + " 5",
        "\"a\" | \"eq\" | \"{{secret.key}}\" | /value: a condition cannot read a secret; secrets"
            + " belong into action configuration",
      })
  void leavesHaveTheirMessages(String field, String operator, String value, String problem) {
    String json =
        "{\"field\": %s, \"operator\": %s, \"value\": %s}".formatted(field, operator, value);

    assertThat(problems(json)).containsExactly(problem);
  }

  @Test
  void aMisspeltKeyIsNamedWithItsRemedy() {
    assertThat(problems("{\"field\": \"a\", \"operator\": \"eq\", \"vlaue\": 1}"))
        .containsExactly(
            "/vlaue: unknown key \"vlaue\"; did you mean \"value\"?",
            "(document): a condition on a field has a \"value\"");
  }

  @Test
  void caseCannotBeIgnoredWhereItDoesNotMatter() {
    assertThat(
            problems(
                "{\"field\": \"a\", \"operator\": \"gt\", \"value\": \"b\", \"ignore_case\":"
                    + " true}"))
        .containsExactly("/ignore_case: \"gt\" does not compare text by case; leave it out");
    assertThat(
            problems("{\"field\": \"a\", \"operator\": \"eq\", \"value\": 1, \"ignore_case\": 1}"))
        .containsExactly("/ignore_case: takes true or false; found 1");
  }

  @Test
  void aFaultyExpressionIsAProblemOfItsValue() {
    assertThat(
            error("{\"field\": \"a\", \"operator\": \"eq\", \"value\": \"{{today+}}\"}").problems())
        .isNotEmpty()
        .allSatisfy(problem -> assertThat(problem.pointer()).isEqualTo("/value"));
  }

  @Nested
  class ATextThatIsNotJson {

    @Test
    void isAProblemOfTheDocument() {
      assertThat(problems("")).containsExactly("(document): is not JSON: the text is empty");
      assertThat(error("{\"and\":").problems())
          .singleElement()
          .satisfies(
              problem -> {
                assertThat(problem.pointer()).isEmpty();
                assertThat(problem.message()).startsWith("is not JSON: ");
              });
    }

    @Test
    void mayNotHoldAKeyTwice() {
      assertThat(problems("{\"and\": [], \"and\": []}"))
          .containsExactly("(document): is not JSON: Duplicate field 'and'");
    }

    @Test
    void mayNotGoOnAfterTheCondition() {
      assertThat(error("{} {}").problems()).hasSize(1);
    }
  }

  private static InvalidConditionException error(String json) {
    return catchThrowableOfType(InvalidConditionException.class, () -> Condition.parse(json));
  }

  private static List<String> problems(String json) {
    return error(json).problems().stream().map(Problem::toString).toList();
  }
}
