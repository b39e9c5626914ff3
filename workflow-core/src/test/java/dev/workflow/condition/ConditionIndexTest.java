package dev.workflow.condition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class ConditionIndexTest {

  private final ConditionIndex<String> index = ConditionIndex.create();

  @Test
  void keysComeInTheOrderTheyWerePut() {
    index.put("z", "e", score(">=", 1));
    index.put("a", "e", Condition.always());
    index.put("m", "e", score("==", 5));
    index.put("other", "f", Condition.always());

    assertThat(match(5)).containsExactly("z", "a", "m");
    index.put("z", "e", score(">=", 2));
    assertThat(match(5)).containsExactly("a", "m", "z");
  }

  @Test
  void aKeyHasOneCondition() {
    index.put("a", "e", score("==", 5));
    index.put("a", "f", score("==", 6));

    assertThat(index.size()).isEqualTo(1);
    assertThat(match(5)).isEmpty();
    assertThat(index.match("f", event(6), Examples.CONTEXT)).containsExactly("a");
  }

  @Test
  void removingTellsWhetherThereWasACondition() {
    index.put("a", "e", Condition.always());

    assertThat(index.remove("a")).isTrue();
    assertThat(index.remove("a")).isFalse();
    assertThat(index.size()).isZero();
    assertThat(match(5)).isEmpty();
  }

  @Test
  void aDisjunctionThatHoldsTwiceCountsOnce() {
    index.put(
        "a",
        "e",
        Condition.parse(
            """
            {"or": [{"field": "score", "operator": "in", "value": [5, 5, 6]},
                    {"field": "score", "operator": "gt", "value": 1}]}\
            """));

    assertThat(match(5)).containsExactly("a");
  }

  @Test
  void missingDataAreNull() {
    index.put("a", "e", score("==", 5));
    index.put("b", "e", Condition.parse("{\"not\":" + score("==", 5) + "}"));

    assertThat(index.match("e", null, Examples.CONTEXT)).containsExactly("b");
  }

  @Test
  void manyRulesOfEachKindStayApart() {
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) {
      String key = "k" + i;
      index.put(key, "e", i % 2 == 0 ? score("==", i) : between(i, i + 10));
      if (i == 10_000 || i % 2 == 1 && i <= 10_000 && i + 10 >= 10_000) {
        expected.add(key);
      }
    }

    assertThat(match(10_000)).isEqualTo(expected);
  }

  @Test
  void anActionMeetsTheKeysInOrderAndMayUseTheIndex() {
    for (int i = 0; i < 100; i++) {
      index.put("k" + i, "e", i % 2 == 0 ? score("==", 5) : score("<", i));
    }
    List<String> expected = match(5);
    List<String> met = new ArrayList<>();

    index.forEachMatch(
        "e",
        event(5),
        Examples.CONTEXT,
        key -> {
          met.add(key);
          assertThat(match(5)).hasSize(expected.size() - met.size() + 1);
          index.remove(key);
        });

    assertThat(met).isEqualTo(expected).hasSize(97);
    assertThat(match(5)).isEmpty();
  }

  @Test
  void anActionThatThrowsEndsItsMatchOnly() {
    index.put("a", "e", Condition.always());
    index.put("b", "e", score("==", 5));
    List<String> met = new ArrayList<>();
    IllegalStateException failure = new IllegalStateException("stop");

    assertThatThrownBy(
            () ->
                index.forEachMatch(
                    "e",
                    event(5),
                    Examples.CONTEXT,
                    key -> {
                      met.add(key);
                      throw failure;
                    }))
        .isSameAs(failure);

    assertThat(met).containsExactly("a");
    assertThat(match(5)).containsExactly("a", "b");
    assertThat(index.match("unknown", event(5), Examples.CONTEXT)).isEmpty();
  }

  @Test
  @Timeout(60)
  void aReaderMeetsEveryStandingRuleOnceWhileOthersComeAndGo() {
    for (int i = 0; i < 200; i++) {
      index.put("standing" + i, "e", i % 2 == 0 ? score("==", 5) : score(">", i % 5));
    }
    AtomicBoolean done = new AtomicBoolean();
    CompletableFuture<Void> writer =
        CompletableFuture.runAsync(
            () -> {
              for (int i = 0; i < 30_000; i++) {
                index.put("passing" + i % 500, "e", score(i % 3 == 0 ? "==" : "<", i % 7));
                index.remove("passing" + (i + 250) % 500);
                index.put("standing0", "e", i % 2 == 0 ? score(">", 4) : score("==", 5));
              }
              done.set(true);
            });
    while (!done.get() && !writer.isCompletedExceptionally()) {
      List<String> found = match(5);
      assertThat(found).doesNotHaveDuplicates();
      assertThat(found.stream().filter(key -> key.startsWith("standing"))).hasSize(200);
    }
    writer.join();
  }

  private List<String> match(int score) {
    return index.match("e", event(score), Examples.CONTEXT);
  }

  private static JsonNode event(int score) {
    return JsonNodeFactory.instance.objectNode().put("score", score);
  }

  private static Condition score(String operator, int value) {
    return Condition.parse(
        "{\"field\": \"score\", \"operator\": \"%s\", \"value\": %d}".formatted(operator, value));
  }

  private static Condition between(int low, int high) {
    return Condition.parse(
        "{\"field\": \"score\", \"operator\": \"between\", \"value\": [%d, %d]}"
            .formatted(low, high));
  }
}
