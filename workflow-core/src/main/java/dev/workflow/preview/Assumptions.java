package dev.workflow.preview;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.InvalidInputException;
import dev.workflow.Problem;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a previewed run assumes of the world. Immutable; the methods give changed copies.
 *
 * <p>By default every action of the host completes at once with an empty output, nobody answers
 * what people do, providers do not answer, later events about the subject come as they came, and it
 * runs for {@linkplain #DEFAULT_TIME 400 days} of virtual time.
 *
 * @param outputs what actions of the host give, and what providers answer, by the id of the step
 * @param failures with which reason steps fail, by the id of the step; they are not tried again
 * @param answers what people answer, as soon as the step is offered, by the id of the step
 * @param time how long it runs at most, of virtual time
 * @param laterEvents whether the stored events about the subject that came after the event come
 *     too, at their times; the first 1,000
 */
public record Assumptions(
    Map<String, JsonNode> outputs,
    Map<String, String> failures,
    Map<String, JsonNode> answers,
    Duration time,
    boolean laterEvents) {

  /** How long a run goes on by default. */
  public static final Duration DEFAULT_TIME = Duration.ofDays(400);

  private static final Duration LONGEST = Duration.ofDays(36_500);

  /**
   * Copies what can be changed.
   *
   * @throws InvalidInputException if the time is not positive, or longer than 36,500 days
   */
  public Assumptions {
    outputs = Map.copyOf(outputs);
    failures = Map.copyOf(failures);
    answers = Map.copyOf(answers);
    if (time.isNegative() || time.isZero() || time.compareTo(LONGEST) > 0) {
      throw new InvalidInputException(
          "The assumption",
          List.of(new Problem("/time", "is " + time + "; it must be more than 0, to P36500D")));
    }
  }

  /** What is assumed by default. */
  public static Assumptions none() {
    return new Assumptions(Map.of(), Map.of(), Map.of(), DEFAULT_TIME, true);
  }

  /** A step's action, or its provider, gives this. */
  public Assumptions output(String step, JsonNode value) {
    return new Assumptions(with(outputs, step, value), failures, answers, time, laterEvents);
  }

  /** A step fails. */
  public Assumptions failure(String step, String reason) {
    return new Assumptions(outputs, with(failures, step, reason), answers, time, laterEvents);
  }

  /** Somebody answers a step as soon as it is offered. */
  public Assumptions answer(String step, JsonNode value) {
    return new Assumptions(outputs, failures, with(answers, step, value), time, laterEvents);
  }

  public Assumptions withTime(Duration value) {
    return new Assumptions(outputs, failures, answers, value, laterEvents);
  }

  public Assumptions withLaterEvents(boolean value) {
    return new Assumptions(outputs, failures, answers, time, value);
  }

  private static <V> Map<String, V> with(Map<String, V> map, String step, V value) {
    Map<String, V> more = new HashMap<>(map);
    more.put(step, value);
    return more;
  }
}
