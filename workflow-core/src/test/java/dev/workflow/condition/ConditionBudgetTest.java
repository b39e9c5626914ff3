package dev.workflow.condition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Json;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ConditionBudgetTest {

  private static final EvaluationContext CONTEXT =
      EvaluationContext.of(Instant.parse("2026-01-05T09:00:00Z"), ZoneOffset.UTC);
  private static final String REMEDY =
      "; make the texts that \"matches\" and \"contains\" look at shorter, its patterns simpler, or"
          + " the lists under \"*\" smaller";
  private static final String NOT_EVALUABLE =
      "the condition is not evaluable: it would take more work than one evaluation may (about 20 ms)"
          + REMEDY;
  private static final String NOT_EVALUABLE_TOGETHER =
      "the condition is not evaluable: with those evaluated before it, it would take more work than"
          + " all conditions asked about one event may (about 50 ms)"
          + REMEDY;

  private static ObjectNode data(String text) {
    return Json.object().put("text", text);
  }

  @Nested
  class Contains {

    @Test
    void finds_what_the_plain_search_finds() {
      ThreadLocalRandom random = ThreadLocalRandom.current();
      for (int i = 0; i < 200; i++) {
        String text = letters(random, 8_000);
        String part = letters(random, 20) + "a".repeat(random.nextInt(40));
        String hidden = text.substring(0, 4_000) + part + text.substring(4_000);
        assertThat(Texts.contains(hidden, part)).isTrue();
        assertThat(Texts.contains(text, part)).isEqualTo(text.contains(part));
      }
    }

    private static String letters(ThreadLocalRandom random, int length) {
      return IntStream.range(0, length)
          .mapToObj(i -> random.nextInt(3) == 0 ? "b" : "a")
          .collect(Collectors.joining());
    }

    @Test
    void of_a_long_part_that_nearly_fits_everywhere_has_a_verdict() {
      String part = "a".repeat(400_000) + "b";
      Condition condition = Condition.field("text").contains(part);
      assertThat(condition.test(data("a".repeat(1 << 20)), CONTEXT)).isFalse();
      assertThat(condition.test(data("a".repeat(1 << 20) + "b"), CONTEXT)).isTrue();
    }
  }

  @Nested
  class Matches {

    @Test
    void of_a_simple_pattern_over_a_long_text_has_a_verdict() {
      Condition condition = Condition.field("text").matches(".*urgent.*");
      assertThat(condition.test(data("x".repeat(60_000) + "urgent"), CONTEXT)).isTrue();
    }

    @Test
    void that_would_take_too_long_is_neither_true_nor_false() {
      Condition condition = Condition.field("text").matches("(x{1,100}y?){1,100}");
      assertThatThrownBy(() -> condition.test(data("x".repeat(1 << 20)), CONTEXT))
          .isInstanceOf(NotEvaluableException.class)
          .hasMessage(NOT_EVALUABLE);
      assertThatThrownBy(() -> Condition.not(condition).test(data("x".repeat(1 << 20)), CONTEXT))
          .isInstanceOf(NotEvaluableException.class);
      assertThat(condition.test(data("xx"), CONTEXT)).isTrue();
    }

    @Test
    void is_counted_over_all_leaves_of_a_condition() {
      Condition[] many =
          IntStream.range(0, 200)
              .mapToObj(i -> Condition.field("text").matches(".*urgent" + i + ".*"))
              .toArray(Condition[]::new);
      assertThatThrownBy(() -> Condition.anyOf(many).test(data("x".repeat(1 << 20)), CONTEXT))
          .isInstanceOf(NotEvaluableException.class);
    }

    @Test
    void has_patterns_that_are_bounded_together_in_one_document() {
      ObjectNode json = Json.object();
      ArrayNode all = json.putArray("or");
      for (int i = 0; i < 5_000; i++) {
        all.addObject()
            .put("field", "text")
            .put("operator", "matches")
            .put("value", "(ab?c" + i + "){1,1000}");
      }
      assertThatThrownBy(() -> Condition.parse(json))
          .isInstanceOf(InvalidConditionException.class)
          .hasMessageContaining(
              "the patterns of the document are too large together: at most about 100000 characters, counts of {n,m} written out");
    }
  }

  @Test
  void folding_letters_that_become_longer_takes_no_longer_than_others_and_changes_nothing() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    String[] letters = {
      "\u00DF", "\u0130", "\u03A3", "a", "Z", " ", ".", "\uD83D\uDE00", "\uFB01", "I"
    };
    for (int i = 0; i < 300; i++) {
      String text =
          IntStream.range(0, 1_200)
              .mapToObj(at -> letters[random.nextInt(letters.length)])
              .collect(Collectors.joining());
      assertThat(Texts.fold(text))
          .isEqualTo(text.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT));
    }
    assertThat(Texts.fold("\u00DF".repeat(500_000))).hasSize(1_000_000);
  }

  @Test
  void lists_within_lists_are_counted() {
    ObjectNode data = Json.object();
    ArrayNode xs = data.putArray("xs");
    for (int x = 0; x < 40; x++) {
      ArrayNode ys = xs.addObject().putArray("ys");
      for (int y = 0; y < 40; y++) {
        ArrayNode zs = ys.addObject().putArray("zs");
        for (int z = 0; z < 40; z++) {
          zs.add(z);
        }
      }
    }
    Condition one = Condition.field("xs.*.ys.*.zs.*").gt(100);
    assertThat(one.test(data, CONTEXT)).isFalse();
    Condition[] many =
        IntStream.range(0, 200)
            .mapToObj(i -> Condition.field("xs.*.ys.*.zs.*").gt(100 + i))
            .toArray(Condition[]::new);
    assertThatThrownBy(() -> Condition.anyOf(many).test(data, CONTEXT))
        .isInstanceOf(NotEvaluableException.class);
  }

  @Nested
  class Index {

    @Test
    void of_rules_whose_constants_rise_needs_no_deep_stack_and_gives_what_holds()
        throws InterruptedException {
      List<Throwable> thrown = new ArrayList<>();
      Thread small = new Thread(null, this::risingRules, "small stack", 256 * 1024);
      small.setUncaughtExceptionHandler((thread, e) -> thrown.add(e));
      small.start();
      small.join();
      assertThat(thrown).isEmpty();
    }

    private void risingRules() {
      ConditionIndex<Integer> index = ConditionIndex.create();
      for (int i = 0; i < 94_295; i++) {
        index.put(i, "e", Condition.field("n").gt(i));
      }
      for (int n : new int[] {0, 1, 17, 511, 512, 94_294}) {
        assertThat(index.match("e", Json.object().put("n", n), CONTEXT)).hasSize(n);
      }
      assertThat(index.match("e", Json.object().put("n", 3), CONTEXT)).containsExactly(0, 1, 2);
    }

    @Test
    void gives_what_holds_and_says_which_rules_nobody_can_tell() {
      ConditionIndex<String> index = ConditionIndex.create();
      index.put("cheap", "e", Condition.field("n").eq(1));
      index.put("dear", "e", Condition.field("text").matches("(x{1,100}y?){1,100}"));
      ObjectNode event = data("x".repeat(1 << 20)).put("n", 1);
      List<String> holds = new ArrayList<>();
      List<String> unknown = new ArrayList<>();
      index.forEachMatch("e", event, CONTEXT, holds::add, unknown::add);
      assertThat(holds).containsExactly("cheap");
      assertThat(unknown).containsExactly("dear");
      assertThatThrownBy(() -> index.match("e", event, CONTEXT))
          .isInstanceOf(NotEvaluableException.class);
    }

    @Test
    void asks_as_many_rules_about_an_event_as_it_may_and_names_the_limit_for_the_others() {
      ConditionIndex<Integer> index = ConditionIndex.create();
      for (int i = 0; i < 10; i++) {
        index.put(i, "e", Condition.field("text").matches(".*urgent" + i % 10 + ".*"));
      }
      index.put(10, "e", Condition.field("n").eq(1));
      String digits =
          IntStream.range(0, 10).mapToObj(i -> "urgent" + i).collect(Collectors.joining());
      ObjectNode event = data("x".repeat(50_000) + digits).put("n", 1);
      List<Integer> holds = new ArrayList<>();
      List<Integer> unknown = new ArrayList<>();
      index.forEachMatch("e", event, CONTEXT, holds::add, unknown::add);
      assertThat(holds).hasSize(4).contains(10);
      assertThat(unknown).hasSize(7).doesNotContainAnyElementsOf(holds);
      assertThatThrownBy(() -> index.match("e", event, CONTEXT))
          .isInstanceOf(NotEvaluableException.class)
          .hasMessage(NOT_EVALUABLE_TOGETHER);
    }

    @Test
    void does_not_count_what_is_refused_before_it_is_done() {
      ConditionIndex<String> index = ConditionIndex.create();
      for (int i = 0; i < 200; i++) {
        index.put("dear" + i, "e", Condition.field("text").matches(".*" + i + "x{1000}.*"));
      }
      index.put("fair", "e", Condition.field("text").contains("urgent"));
      ObjectNode event = data("x".repeat(1 << 20) + "urgent");
      List<String> holds = new ArrayList<>();
      List<String> unknown = new ArrayList<>();
      index.forEachMatch("e", event, CONTEXT, holds::add, unknown::add);
      assertThat(holds).containsExactly("fair");
      assertThat(unknown).hasSize(200);
    }
  }
}
