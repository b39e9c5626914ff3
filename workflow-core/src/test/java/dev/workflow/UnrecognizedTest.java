package dev.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.workflow.instance.InstanceOutcome;
import dev.workflow.instance.InstanceState;
import dev.workflow.instance.StepState;
import dev.workflow.messaging.Deliveries;
import dev.workflow.operations.Findings;
import dev.workflow.operations.SetAside;
import dev.workflow.schedule.Schedule;
import dev.workflow.schedule.Tick;
import dev.workflow.spi.MessageState;
import java.util.Arrays;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Values that a newer release has written are read as such, not refused. */
class UnrecognizedTest {

  @TestFactory
  Stream<DynamicTest> a_value_is_read_as_it_was_stored_and_another_one_as_unrecognized() {
    return Stream.of(
        reads(MessageState.values(), Enum::name, MessageState::of),
        reads(Deliveries.State.values(), Enum::name, Deliveries.State::of),
        reads(Findings.Kind.values(), Enum::name, Findings.Kind::of),
        reads(SetAside.Kind.values(), Enum::name, SetAside.Kind::of),
        reads(InstanceState.values(), Enum::name, InstanceState::of),
        reads(StepState.values(), Enum::name, StepState::of),
        reads(Schedule.State.values(), Enum::name, Schedule.State::of),
        reads(Tick.State.values(), Enum::name, Tick.State::of),
        reads(Tick.Kind.values(), Enum::name, Tick.Kind::of),
        reads(InstanceOutcome.values(), InstanceOutcome::text, InstanceOutcome::of),
        reads(
            PublishReceipt.Suppressed.Reason.values(),
            PublishReceipt.Suppressed.Reason::text,
            PublishReceipt.Suppressed.Reason::of));
  }

  private static <E extends Enum<E>> DynamicTest reads(
      E[] values, Function<E, String> stored, Function<String, E> of) {
    return DynamicTest.dynamicTest(
        values.getClass().getComponentType().getName(),
        () -> {
          assertThat(Arrays.stream(values).map(stored).map(of)).containsExactly(values);
          assertThat(of.apply("of a later release").name()).isEqualTo("UNRECOGNIZED");
        });
  }

  @Test
  void no_report_can_have_the_state_that_stands_for_unknown_ones() {
    assertThatThrownBy(() -> Deliveries.Report.of("event-1", "p-1", Deliveries.State.UNRECOGNIZED))
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "the state of a report is UNRECOGNIZED; that is only what a list shows for a state of a"
                + " newer release");
  }
}
