package dev.workflow.internal.engine;

import dev.workflow.Cause;
import dev.workflow.Event;
import dev.workflow.InvalidInputException;
import dev.workflow.Json;
import dev.workflow.Problems;
import dev.workflow.internal.text.Limits;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Checks that an event can be accepted, whoever publishes it. */
public final class EventCheck {

  private static final Pattern TYPE = Pattern.compile("[a-z0-9_-]+(\\.[a-z0-9_-]+)*");
  private static final int MAX_TYPE = 100;
  private static final int MAX_ID = 200;

  /** Many more than the longest chain, so that it is met first. */
  private static final int MAX_LINKS = 1_000;

  private EventCheck() {}

  /**
   * Refuses an event that cannot be accepted.
   *
   * @throws InvalidInputException with everything that is wrong with it
   */
  public static void require(EngineContext context, Event event) {
    Problems problems = Problems.none();
    check(event, context.options().maxDataBytes(), problems);
    if (problems.isEmpty()) {
      problems.addAll(context.catalog(event.tenant()).check(event));
    }
    problems.throwIfAny(list -> new InvalidInputException("The event", list));
  }

  /** Adds everything that is wrong with an event. */
  public static void check(Event event, long maxBytes, Problems problems) {
    if (event.type().length() > MAX_TYPE || !TYPE.matcher(event.type()).matches()) {
      problems
          .at("type")
          .add(
              "expected dotted lower case of at most "
                  + MAX_TYPE
                  + " characters, such as \"deal.stage_changed\"");
    }
    text(event.id(), problems.at("id"));
    if (event.occurredAt() != null) {
      String wrong = Limits.wrongTime(event.occurredAt());
      if (wrong != null) {
        problems.at("occurredAt").add(wrong);
      }
    }
    cause(event.cause(), problems.at("cause"));
    text(event.correlation(), problems.at("correlation"));
    Json.check(event.payload(), maxBytes, problems.at("payload"));
    if (event.previous() != null) {
      Json.check(event.previous(), maxBytes, problems.at("previous"));
    }
  }

  private static void cause(@Nullable Cause cause, Problems problems) {
    if (cause == null) {
      return;
    } else if (cause.depth() > MAX_LINKS) {
      problems.add("has " + cause.depth() + " links; at most " + MAX_LINKS + " are allowed");
      return;
    }
    for (int i = 0; i < cause.depth(); i++) {
      text(cause.links().get(i), problems.at(i));
    }
  }

  private static void text(@Nullable String value, Problems problems) {
    if (value == null) {
      return;
    }
    if (value.isBlank()
        || value.length() > MAX_ID
        || value.chars().anyMatch(Character::isISOControl)) {
      problems.add("expected 1 to " + MAX_ID + " characters without control characters");
    } else if (Limits.holdsHalfACharacter(value)) {
      problems.add("holds half a surrogate pair");
    }
  }
}
