package dev.workflow.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.workflow.InvalidInputException;
import dev.workflow.Problem;
import dev.workflow.Problems;
import dev.workflow.spi.ActionResult;
import dev.workflow.task.form.TaskForm;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PeopleActionsTest {

  private static ActionResult answer(String type, String config, String payload) throws Exception {
    return Actions.find(type, null).complete(TestContext.of(config), TestContext.json(payload));
  }

  private static List<String> refusal(String type, String config, String payload) {
    try {
      throw new AssertionError("accepted: " + answer(type, config, payload));
    } catch (InvalidInputException e) {
      return e.problems().stream().map(Problem::toString).toList();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static boolean takes(String type, String config, String payload) throws Exception {
    try {
      return answer(type, config, payload) instanceof ActionResult.Completed;
    } catch (InvalidInputException e) {
      return false;
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"approval", "checklist"})
  void peopleDoThem(String type) throws Exception {
    assertThat(Actions.find(type, null).performedByPeople()).isTrue();
    assertThat(Actions.find(type, null).start(TestContext.of("{}")))
        .isEqualTo(ActionResult.waiting(null));
  }

  @Nested
  class TheForm {

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        textBlock =
            """
            approval | {} | {"approved": true}
            approval | {} | {"approved": false, "comment": null}
            approval | {} | {"approved": true, "comment": "fine"}
            approval | {} | {"approved": "yes"}
            approval | {} | {}
            approval | {} | {"approved": true, "coment": "x"}
            approval | {} | {"approved": true, "comment": 1}
            checklist | {} | {}
            checklist | {} | {"items": null}
            checklist | {} | {"items": ["a"]}
            checklist | {} | {"items": {"a": true}}
            checklist | {} | {"items": {"a": false}}
            checklist | {} | {"items": 5}
            checklist | {"items": ["a", "b"]} | {"items": ["a", "b"]}
            checklist | {"items": ["a", "b"]} | {"items": ["b", "a", "a"]}
            checklist | {"items": ["a", "b"]} | {"items": {"b": true, "a": true}}
            checklist | {"items": ["a", "b"]} | {"items": ["a"]}
            checklist | {"items": ["a", "b"]} | {"items": ["a", "b", "c"]}
            checklist | {"items": ["a", "b"]} | {"items": {"a": true, "b": false}}
            checklist | {"items": ["a", "b"]} | {"items": {"a": true, "b": true, "c": true}}
            checklist | {"items": ["a", "b"]} | {}
            """)
    void takesTheSameAnswersAsTheAction(String type, String config, String answer)
        throws Exception {
      JsonNode schema = Actions.find(type, null).form(TestContext.json(config)).orElseThrow();
      Problems problems = Problems.none();
      TaskForm form = TaskForm.compile(schema, problems);
      assertThat(problems.list()).isEmpty();

      boolean taken = Objects.requireNonNull(form).check(TestContext.json(answer)).isEmpty();

      assertThat(taken).isEqualTo(takes(type, config, answer));
    }
  }

  @Nested
  class Approval {

    @ParameterizedTest
    @ValueSource(
        strings = {
          "{\"approved\": true}",
          "{\"approved\": false}",
          "{\"approved\": false, \"comment\": \"too expensive\"}"
        })
    void eitherAnswerCompletesTheStep(String payload) throws Exception {
      assertThat(answer("approval", "{\"message\": \"Send?\"}", payload))
          .isEqualTo(ActionResult.completed(TestContext.json(payload)));
    }

    @Test
    void anEmptyCommentIsNone() throws Exception {
      assertThat(answer("approval", "{}", "{\"approved\": true, \"comment\": null}"))
          .isEqualTo(ActionResult.completed(TestContext.json("{\"approved\": true}")));
    }

    @Test
    void aWrongAnswerIsRefusedWithAllItsProblems() {
      assertThatThrownBy(
              () ->
                  answer(
                      "approval", "{}", "{\"approved\": \"yes\", \"coment\": 1, \"comment\": 2}"))
          .isInstanceOf(InvalidInputException.class)
          .hasMessage(
              """
              The answer to approval has 3 problems:
                /coment: unknown key "coment"; did you mean "comment"?
                /approved: expected true or false, found a text
                /comment: expected a text, found a number""");
    }

    @Test
    void anAnswerThatIsNoObjectIsRefused() {
      assertThat(refusal("approval", "{}", "true"))
          .containsExactly(
              "(document): expected an object, found true or false",
              "/approved: expected true or false, found nothing");
      assertThat(refusal("approval", "{}", "{\"verdict\": 1}"))
          .containsExactly(
              "/verdict: unknown key \"verdict\"; an answer has approved, comment",
              "/approved: expected true or false, found nothing");
    }

    @Test
    void theConfigurationIsCheckedWhenItIsPublished() {
      assertThat(Actions.problems("approval", "{\"rule\": \"LAWYER\"}"))
          .containsExactly("/rule: unknown key \"rule\"; approval takes approverRole, message");
    }

    @Test
    void keysOfTheStepDoNotStandInItsConfiguration() {
      assertThat(Actions.problems("approval", "{\"role\": \"LAWYER\", \"due\": \"P2D\"}"))
          .containsExactly(
              "/role: unknown key \"role\"; it is a key of the step: write it beside \"config\", not"
                  + " inside",
              "/due: unknown key \"due\"; it is a key of the step: write it beside \"config\", not"
                  + " inside");
      assertThat(Actions.problems("checklist", "{\"assignee\": \"anna\"}"))
          .containsExactly(
              "/assignee: unknown key \"assignee\"; it is a key of the step: write it beside"
                  + " \"config\", not inside");
    }
  }

  @Nested
  class Checklist {

    private static final String CONFIG = "{\"items\": [\"Passport seen\", \"Address checked\"]}";
    private static final String DONE =
        "{\"items\": {\"Passport seen\": true, \"Address checked\": true}}";

    @ParameterizedTest
    @ValueSource(strings = {DONE, "{\"items\": [\"Address checked\", \"Passport seen\"]}"})
    void isDoneWhenEverythingIsTickedOff(String payload) throws Exception {
      assertThat(answer("checklist", CONFIG, payload))
          .isEqualTo(ActionResult.completed(TestContext.json(DONE)));
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        quoteCharacter = '\'',
        value = {
          "{\"items\": [\"Passport seen\"]} | /items/Address checked: is not ticked off",
          "{\"items\": {\"Passport seen\": true, \"Address checked\": false}}"
              + " | /items/Address checked: is not ticked off",
          "{\"items\": {\"Passport seen\": 1, \"Address checked\": true}}"
              + " | /items/Passport seen: expected true or false, found a number",
          "{\"items\": [\"Passport seen\", \"Address checked\", \"Adress checked\"]}"
              + " | /items/Adress checked: there is no such item; did you mean \"Address checked\"?",
          "{\"items\": [\"Passport seen\", \"Address checked\", 5]}"
              + " | /items/2: expected the text of an item, found a number",
        })
    void aWrongAnswerIsRefused(String payload, String problem) {
      assertThat(refusal("checklist", CONFIG, payload)).containsExactly(problem);
    }

    @Test
    void nothingTickedIsReportedItemByItem() {
      assertThat(refusal("checklist", CONFIG, "{}"))
          .containsExactly(
              "/items/Passport seen: is not ticked off",
              "/items/Address checked: is not ticked off");
      assertThat(refusal("checklist", CONFIG, "{\"items\": 3}"))
          .startsWith(
              "/items: expected an object of items with true, or a list of items, found a number");
    }

    @Test
    void withoutItemsAnyAnswerWillDo() throws Exception {
      assertThat(
              Actions.find("checklist", null)
                  .complete(TestContext.of("{}"), MissingNode.getInstance()))
          .isEqualTo(ActionResult.completed(TestContext.json("{\"items\": {}}")));
      assertThat(answer("checklist", "{}", "{\"items\": [\"Seen\"]}"))
          .isEqualTo(ActionResult.completed(TestContext.json("{\"items\": {\"Seen\": true}}")));
    }

    @Test
    void takesItsItemsFromTheData() throws Exception {
      assertThat(refusal("checklist", "{\"items\": \"{{lead.tags}}\"}", "{}"))
          .containsExactly("/items/hot: is not ticked off", "/items/new: is not ticked off");
      assertThat(answer("checklist", "{\"items\": \"{{lead.score}}\"}", "{}"))
          .isEqualTo(
              ActionResult.failed(
                  "the configuration of checklist cannot be used: /items: expected a list of texts,"
                      + " found a number",
                  false));
    }

    @Test
    void theItemsAreCheckedWhenTheyArePublished() {
      assertThat(Actions.problems("checklist", "{\"items\": [\"a\", 5, \" \", \"a\"]}"))
          .containsExactly(
              "/items/1: expected a text, found a number",
              "/items/2: must not be empty",
              "/items/3: appears twice: \"a\"");
      assertThat(Actions.problems("checklist", "{\"items\": \"a\"}"))
          .containsExactly("/items: expected a list of texts, found a text");
    }
  }
}
