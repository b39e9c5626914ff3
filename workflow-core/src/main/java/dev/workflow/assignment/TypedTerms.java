package dev.workflow.assignment;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.Json;
import dev.workflow.Problems;
import java.util.Map;
import java.util.Optional;

/** The terms whose meaning the engine knows, and what their values must be. */
public final class TypedTerms {

  /** Whole days to pay in. */
  public static final String PAYMENT_DAYS = "paymentDays";

  /** Whole days in which a quote can be accepted. */
  public static final String VALIDITY_DAYS = "validityDays";

  static final int MOST_DAYS = 36_500;

  private TypedTerms() {}

  /**
   * Checks terms where they come in.
   *
   * @param problems at the place of the terms
   */
  public static void check(Map<String, JsonNode> terms, Problems problems) {
    terms.forEach(
        (name, value) -> problem(name, value).ifPresent(problem -> problems.at(name).add(problem)));
  }

  /** What is wrong with the value of a term, if the engine knows its meaning. */
  public static Optional<String> problem(String name, JsonNode value) {
    boolean days = name.equals(PAYMENT_DAYS) || name.equals(VALIDITY_DAYS);
    return days && !isDays(value) ? Optional.of(expectedDays(value)) : Optional.empty();
  }

  public static boolean isDays(JsonNode value) {
    return value.isIntegralNumber()
        && value.canConvertToInt()
        && value.intValue() >= 0
        && value.intValue() <= MOST_DAYS;
  }

  public static String expectedDays(JsonNode value) {
    String text = Json.write(value);
    return "expected whole days, 0 to "
        + MOST_DAYS
        + "; found "
        + (text.length() > 100 ? text.substring(0, 100) + "…" : text);
  }
}
