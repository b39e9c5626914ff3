package dev.workflow.execution;

import dev.workflow.Event;
import dev.workflow.Json;
import dev.workflow.Problems;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What an event must be like to be accepted, whoever publishes it. */
public final class EventCheck {

  private static final Pattern TYPE = Pattern.compile("[a-z0-9_-]+(\\.[a-z0-9_-]+)*");
  private static final int MAX_TYPE = 100;
  private static final int MAX_ID = 200;

  private EventCheck() {}

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
    text(event.correlation(), problems.at("correlation"));
    Json.check(event.payload(), maxBytes, problems.at("payload"));
    if (event.previous() != null) {
      Json.check(event.previous(), maxBytes, problems.at("previous"));
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
    }
  }
}
