package dev.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;

class HostileInputMessagesTest {

  @Test
  void a_place_shows_the_beginning_of_a_long_key() {
    Problems problems = Problems.none();

    problems.at("k".repeat(200)).at("x".repeat(100_000)).add("is wrong");
    problems.at("k".repeat(199) + "\ud83d\ude00").add("is wrong");

    assertThat(problems.list())
        .extracting(Problem::pointer)
        .containsExactly(
            "/" + "k".repeat(200) + "/" + "x".repeat(200) + "…", "/" + "k".repeat(199) + "…");
  }

  @Test
  void a_refused_event_shows_the_beginning_of_a_long_time() {
    ObjectNode event = Json.object().put("tenant", "t").put("type", "a");
    event.put("occurredAt", "9".repeat(100_000));

    assertThatThrownBy(() -> Event.parse(event))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            """
            The event has a problem:
              /occurredAt: expected an instant such as "2026-06-15T12:00:00Z", found "%s…"\
            """,
            "9".repeat(60));
  }
}
