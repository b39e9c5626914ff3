package dev.workflow.condition;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class ConditionIndexPropertyTest {

  @Property(tries = 60)
  void theIndexFindsWhatAScanFinds(@ForAll long seed) {
    Random random = new Random(seed);
    Examples examples = new Examples(seed);
    ConditionIndex<Integer> index = ConditionIndex.create();
    Map<Integer, Condition> rules = new LinkedHashMap<>();
    for (int round = 0; round < 30; round++) {
      for (int i = random.nextInt(60); i >= 0; i--) {
        change(index, rules, random, examples);
      }
      assertThat(index.size()).isEqualTo(rules.size());
      assertFindsAll(index, rules, examples.data(), examples.context());
    }
  }

  @Property(tries = 5)
  void theIndexStaysExactThroughWear(@ForAll long seed) {
    Random random = new Random(seed);
    Examples examples = new Examples(seed);
    ConditionIndex<Integer> index = ConditionIndex.create();
    Map<Integer, Condition> rules = new LinkedHashMap<>();
    for (int i = 0; i < 5_000; i++) {
      change(index, rules, random, examples);
    }
    assertFindsAll(index, rules, examples.data(), examples.context());
    for (Integer key : List.copyOf(rules.keySet())) {
      assertThat(index.remove(key)).isTrue();
      rules.remove(key);
    }
    assertThat(index.match("e", examples.data(), examples.context())).isEmpty();
  }

  private static void change(
      ConditionIndex<Integer> index,
      Map<Integer, Condition> rules,
      Random random,
      Examples examples) {
    int key = random.nextInt(800);
    boolean known = rules.remove(key) != null;
    if (known && random.nextBoolean()) {
      index.remove(key);
      return;
    }
    boolean plain = random.nextInt(5) > 0;
    Condition rule = Condition.parse(plain ? examples.conjunction() : examples.condition());
    rules.put(key, rule);
    index.put(key, "e", rule);
  }

  private static void assertFindsAll(
      ConditionIndex<Integer> index,
      Map<Integer, Condition> rules,
      JsonNode data,
      EvaluationContext context) {
    List<Integer> expected =
        rules.entrySet().stream()
            .filter(rule -> rule.getValue().test(data, context))
            .map(Map.Entry::getKey)
            .toList();
    assertThat(index.match("e", data, context)).as("%s", data).isEqualTo(expected);
    List<Integer> met = new ArrayList<>();
    index.forEachMatch("e", data, context, met::add);
    assertThat(met).isEqualTo(expected);
  }
}
