package dev.workflow.internal.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.workflow.instance.StepState;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StepRunsTest {

  private static final StepKey LOOP = StepKey.of("all");

  private static StepRun run(String id, int round, StepState state) {
    return StepRun.pending(new StepKey(id, List.of(round), false)).state(state, null);
  }

  private static StepRun loop(StepState state) {
    return StepRun.pending(LOOP).state(state, null);
  }

  private static void same(StepRuns runs, Map<StepKey, StepRun> model) {
    assertThat(new ArrayList<>(runs.entrySet()))
        .isEqualTo(
            model.entrySet().stream()
                .map(entry -> Map.entry(entry.getKey(), entry.getValue()))
                .toList());
    assertThat(runs).hasSameSizeAs(model);
    assertThat(runs.open())
        .containsExactlyInAnyOrderElementsOf(
            model.values().stream().filter(one -> one.state().open()).toList());
    model.forEach((key, value) -> assertThat(runs.get(key)).isEqualTo(value));
    assertThat(runs.containsKey(StepKey.of("never"))).isFalse();
  }

  @Test
  void after_any_changes_it_is_what_a_map_in_the_order_of_beginning_would_be() {
    Random random = new Random(7);
    StepState[] states = StepState.values();
    StepRuns now = StepRuns.of(Map.of());
    Map<StepKey, StepRun> model = new LinkedHashMap<>();
    for (int decision = 0; decision < 300; decision++) {
      StepRuns before = now;
      Map<StepKey, StepRun> was = new LinkedHashMap<>(model);
      now = StepRuns.of(before);
      int changes = random.nextInt(20);
      for (int i = 0; i < changes; i++) {
        StepState state = states[1 + random.nextInt(states.length - 1)];
        StepRun run = run("s", random.nextInt(1_000), state);
        now.set(run);
        model.put(run.key(), run);
      }
      same(now, model);
      same(before, was);
    }
    assertThat(model.size()).isGreaterThan(500);
  }

  @Test
  void two_decisions_about_the_same_runs_do_not_see_each_other() {
    StepRuns before = StepRuns.of(Map.of());
    for (int i = 0; i < 200; i++) {
      before.set(run("s", i, StepState.READY));
    }
    StepRuns one = StepRuns.of(before);
    StepRuns other = StepRuns.of(before);
    one.set(run("s", 5, StepState.SKIPPED));
    one.set(run("t", 1, StepState.READY));
    other.set(run("s", 5, StepState.BLOCKED));
    assertThat(one.get(run("s", 5, StepState.READY).key()).state()).isEqualTo(StepState.SKIPPED);
    assertThat(other.get(run("s", 5, StepState.READY).key()).state()).isEqualTo(StepState.BLOCKED);
    assertThat(other).hasSize(200);
    assertThat(before.open()).hasSize(200);
  }

  @Test
  void rounds_that_are_done_are_passed_over_until_a_retry_goes_back_into_one() {
    StepRuns runs = StepRuns.of(Map.of());
    runs.set(loop(StepState.IN_PROGRESS));
    runs.set(run("s", 0, StepState.COMPLETED));
    runs.set(run("s", 1, StepState.READY));
    runs.set(run("s", 2, StepState.FAILED));
    runs.done(LOOP, 0);
    runs.done(LOOP, 2);
    StepRuns next = StepRuns.of(runs);
    assertThat(next.nextNotDone(LOOP, 0)).isEqualTo(1);
    assertThat(next.nextNotDone(LOOP, 2)).isEqualTo(3);
    next.set(run("s", 2, StepState.READY));
    assertThat(next.nextNotDone(LOOP, 0)).isZero();
    assertThat(runs.nextNotDone(LOOP, 0)).isEqualTo(1);
  }

  @Test
  void the_order_of_the_next_to_end_is_behind_all_that_have_ended_whatever_became_of_them() {
    StepRuns runs = StepRuns.of(Map.of());
    StepRun ended = run("s", 0, StepState.FAILED);
    runs.set(ended.memory(ended.memory().order(4)));
    runs.set(ended.state(StepState.READY, "retry"));
    assertThat(StepRuns.of(runs).nextOrder()).isEqualTo(5);
  }
}
