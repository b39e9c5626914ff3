package dev.workflow.internal.decide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.workflow.Actor;
import dev.workflow.Json;
import dev.workflow.instance.InstanceOutcome;
import dev.workflow.instance.InstanceState;
import dev.workflow.instance.StepState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TransitionJsonTest {

  private static final Instant AT = Instant.parse("2026-11-21T10:00:00.123456Z");

  /** Those of this release. */
  private static <E extends Enum<E>> List<E> known(Class<E> type) {
    return Arrays.stream(type.getEnumConstants())
        .filter(state -> !state.name().equals("UNRECOGNIZED"))
        .toList();
  }

  @Test
  void a_state_that_stands_for_unknown_ones_is_never_written() {
    StepRun after = StepRun.pending(StepKey.parse("a")).state(StepState.UNRECOGNIZED, null);
    List<Transition> one = List.of(new Transition.OfStep(StepState.READY, after, Actor.ENGINE, AT));
    assertThatThrownBy(() -> TransitionJson.write(one, AT))
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessage("no letter stands for UNRECOGNIZED");
  }

  @Test
  void everyMoveOfAStepIsReadAsItWasWritten() {
    List<Transition> all = new ArrayList<>();
    for (StepState from : known(StepState.class)) {
      for (StepState to : known(StepState.class)) {
        StepRun after = StepRun.pending(StepKey.parse("a")).state(to, null);
        all.add(new Transition.OfStep(from, after, Actor.ENGINE, AT));
      }
    }
    assertThat(TransitionJson.read(TransitionJson.write(all, AT), AT)).isEqualTo(all);
  }

  @Test
  void everyMoveOfAnInstanceIsReadAsItWasWritten() {
    List<Transition> all = new ArrayList<>();
    for (InstanceState from : known(InstanceState.class)) {
      for (InstanceState to : known(InstanceState.class)) {
        all.add(
            new Transition.OfInstance(
                from,
                to,
                Actor.of("anna"),
                AT.minusSeconds(5),
                InstanceOutcome.EXITED,
                "event lead.lost"));
      }
    }
    assertThat(TransitionJson.read(TransitionJson.write(all, AT), AT)).isEqualTo(all);
  }

  @Test
  void everythingAStepKnowsIsReadAsItWasWritten() {
    StepRun run =
        new StepRun(
            StepKey.parse("send[2.0]"),
            StepState.IN_PROGRESS,
            3,
            AT.plusSeconds(86_400),
            AT.minusNanos(7_000),
            AT,
            "because \"it\" failed",
            Actor.of("anna"),
            Json.object().put("a", 1),
            new StepRun.Memory(
                1,
                TextNode.valueOf("x"),
                "",
                "bert",
                4,
                true,
                Json.object().put("key", "k"),
                task(),
                new StepLock("room \"1\"", "send/0", true),
                true));
    List<Transition> all =
        List.of(
            new Transition.OfStep(StepState.READY, run, Actor.of("anna"), AT.plusNanos(1_000)),
            new Transition.OfTask(
                StepKey.of("send"), "comment", Json.object().put("text", "yes"), Actor.of("b"), AT),
            new Transition.OfVariable("total", IntNode.valueOf(7), Actor.ENGINE, AT));
    assertThat(TransitionJson.read(TransitionJson.write(all, AT), AT)).isEqualTo(all);
  }

  private static TaskState task() {
    return new TaskState(
        "owner",
        new TaskState.Audience(List.of("a", "b"), List.of("PARTNER")),
        new TaskState.Ballot(
            List.of("a", "c"),
            List.of(new TaskState.Vote("a", "b", false, Json.object().put("approved", false), AT))),
        new TaskState.Times(
            AT,
            AT.minusSeconds(1),
            AT.plusSeconds(1),
            true,
            Duration.ofHours(3),
            List.of(1, 0, 3),
            AT.minusSeconds(2)),
        70,
        new TaskDrafts(
            List.of(new TaskDrafts.Draft("a", "b", 2, Json.object().put("approved", true)))),
        List.of(0, 2),
        new TaskState.Suspension(AT, AT.plusSeconds(9), true, "b", true),
        new TaskParticipation(
            List.of("h"),
            List.of("d"),
            AT.plusSeconds(3),
            Map.of("client", "Jane"),
            new TaskParticipation.End("anna", "boss", "NO_BUDGET"),
            true));
  }

  @Test
  void aTurnIsReadAsItWasWritten() {
    List<Transition> all =
        List.of(
            new Transition.OfStartPermit(
                new StartPermit(1, AT.plusSeconds(60)),
                Actor.ENGINE,
                AT,
                "at most 1 start in PT1M"));
    assertThat(TransitionJson.read(TransitionJson.write(all, AT), AT)).isEqualTo(all);
  }

  @Test
  void aStepThatBeginsTakesFewCharacters() {
    StepRun run = StepRun.pending(StepKey.parse("welcome")).state(StepState.READY, null).ready(AT);
    assertThat(
            TransitionJson.write(
                List.of(new Transition.OfStep(StepState.PENDING, run, Actor.ENGINE, AT)), AT))
        .isEqualTo("[{\"s\":\"welcome\",\"m\":\"PR\",\"ready\":0}]");
  }
}
