package dev.workflow.instance;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.workflow.IllegalTransitionException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StateMachineTest {

  private static final Path REFERENCE = Path.of("..", "docs", "reference", "states.md");

  /** Where each state leads, in the words of the refusal. Empty: nowhere. */
  private static final Map<InstanceState, String> OF_INSTANCES =
      Map.ofEntries(
          entry(InstanceState.DRAFT, "ACTIVE or CANCELED or COMPLETED"),
          entry(InstanceState.ACTIVE, "PAUSED or COMPLETED or FAILED or CANCELED"),
          entry(InstanceState.PAUSED, "ACTIVE or CANCELED or COMPLETED"),
          entry(InstanceState.COMPLETED, ""),
          entry(InstanceState.FAILED, "ACTIVE"),
          entry(InstanceState.CANCELED, ""));

  private static final Map<StepState, String> OF_STEPS =
      Map.ofEntries(
          entry(StepState.PENDING, "READY"),
          entry(StepState.READY, "IN_PROGRESS or BLOCKED or SKIPPED"),
          entry(StepState.IN_PROGRESS, "READY or COMPLETED or FAILED or BLOCKED or SKIPPED"),
          entry(StepState.COMPLETED, ""),
          entry(StepState.FAILED, "READY"),
          entry(StepState.BLOCKED, "READY or SKIPPED"),
          entry(StepState.SKIPPED, "READY"));

  @Test
  void an_instance_makes_the_listed_moves_and_every_other_pair_is_refused_with_what_is_allowed() {
    everyPair(StateMachine.INSTANCE, "instance i-1", "i-1", OF_INSTANCES);
  }

  @Test
  void a_step_makes_the_listed_moves_and_every_other_pair_is_refused_with_what_is_allowed() {
    everyPair(StateMachine.STEP, "step \"send\"", "\"send\"", OF_STEPS);
  }

  private static <S extends Enum<S>> void everyPair(
      StateMachine<S> machine, String named, String subject, Map<S, String> allowed) {
    Class<S> type = allowed.keySet().iterator().next().getDeclaringClass();
    List<S> states =
        Arrays.stream(type.getEnumConstants())
            .filter(state -> !state.name().equals("UNRECOGNIZED"))
            .toList();
    assertThat(allowed.keySet()).containsExactlyInAnyOrderElementsOf(states);
    for (S from : states) {
      for (S to : states) {
        String targets = allowed.get(from);
        if (List.of(targets.split(" or ")).contains(to.name())) {
          assertThatCode(() -> machine.check(subject, from, to)).doesNotThrowAnyException();
        } else {
          String ways =
              targets.isEmpty() ? from + " is final" : "from " + from + " it can go to " + targets;
          assertThatThrownBy(() -> machine.check(subject, from, to))
              .isExactlyInstanceOf(IllegalTransitionException.class)
              .hasMessage("%s cannot go from %s to %s; %s", named, from, to, ways);
        }
      }
    }
  }

  @Test
  void a_move_for_another_reason_than_the_tables_is_refused_with_the_right_one() {
    Map<InstanceState, String> reasons =
        Map.of(
            InstanceState.DRAFT, "start",
            InstanceState.PAUSED, "resume",
            InstanceState.FAILED, "retry");
    reasons.forEach(
        (from, right) -> {
          assertThatCode(
                  () -> StateMachine.INSTANCE.check("i-1", from, InstanceState.ACTIVE, right))
              .doesNotThrowAnyException();
          reasons.values().stream()
              .filter(other -> !other.equals(right))
              .forEach(
                  other ->
                      assertThatThrownBy(
                              () ->
                                  StateMachine.INSTANCE.check(
                                      "i-1", from, InstanceState.ACTIVE, other))
                          .isExactlyInstanceOf(IllegalTransitionException.class)
                          .hasMessage(
                              "instance i-1 cannot go from %s to ACTIVE by %s; from %s it can go to ACTIVE by %s",
                              from, other, from, right));
        });
  }

  @Test
  void the_reference_shows_the_tables() throws IOException {
    String page = StateReference.page();
    if (Boolean.getBoolean("workflow.docs.update")) {
      Files.createDirectories(REFERENCE.getParent());
      Files.writeString(REFERENCE, page);
    }
    assertThat(REFERENCE)
        .as("the reference; run this test with -Dworkflow.docs.update=true to write it anew")
        .content()
        .isEqualTo(page);
  }
}
