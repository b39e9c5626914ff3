package dev.workflow.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the problems show as an example can be written. */
class FormsTest {

  private static final Set<String> LISTS =
      Set.of(
          "triggers",
          "exit",
          "steps",
          "onFailure",
          "branch",
          "parallel",
          "split",
          "escalate",
          "reminders");

  static Stream<String> keys() {
    return Forms.OBJECTS.keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("keys")
  void everyFormIsRead(String key) {
    String form = Forms.OBJECTS.get(key).replace("[…]", "[]");
    String two = form + ", " + form;
    String value = LISTS.contains(key) ? "[" + (key.equals("split") ? two : form) + "]" : form;
    assertThatCode(() -> WorkflowDefinition.parse(document(key, value))).doesNotThrowAnyException();
  }

  private static String document(String key, String value) {
    String entry = "\"" + key + "\": " + value;
    return switch (key) {
      case "steps" -> "{\"key\": \"w\", " + entry + "}";
      case "triggers", "concurrency", "records", "exit", "rateLimit", "channelLimits", "terms" ->
          Documents.with(entry);
      case "for" -> Documents.with("\"triggers\": [{\"every\": \"P1D\", " + entry + "}]");
      case "dedupe" ->
          Documents.with("\"triggers\": [{\"event\": \"lead.created\", " + entry + "}]");
      case "window" -> Documents.withStep("{\"id\": \"a\", \"delay\": {" + entry + "}}");
      case "quiet" ->
          Documents.withStep("{\"id\": \"a\", \"delay\": {\"window\": {" + entry + "}}}");
      case "onTimeout" ->
          Documents.withStep(
              "{\"id\": \"a\", \"action\": \"log\", \"timeout\": \"P1D\", " + entry + "}");
      case "reminders" ->
          Documents.withStep(
              "{\"id\": \"a\", \"action\": \"log\", \"due\": \"P1D\", " + entry + "}");
      case "retry",
          "onFailure",
          "notify",
          "compensate",
          "quorum",
          "due",
          "followUp",
          "escalate",
          "visibility",
          "taskFields" ->
          Documents.withStep("{\"id\": \"a\", \"action\": \"log\", " + entry + "}");
      default -> Documents.withStep("{\"id\": \"a\", " + entry + "}");
    };
  }

  @Test
  void everyKindOfStepThatIsNoTextHasOne() {
    assertThat(Forms.OBJECTS.keySet()).containsAll(kindsWithAForm());
  }

  private static Set<String> kindsWithAForm() {
    Set<String> kinds = new LinkedHashSet<>(Keys.KINDS);
    kinds.remove("action");
    return kinds;
  }
}
