package dev.workflow.trigger;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;

/**
 * One key of an event's payload. Immutable.
 *
 * @param description one line for people
 * @param required whether every payload holds it
 */
public record PayloadKey(String name, Kind kind, String description, boolean required) {

  /** What the value of a key may be. */
  public enum Kind {
    TEXT("a text"),
    /** An id in the host's data. */
    ID("a text or a number"),
    NUMBER("a number"),
    BOOLEAN("true or false"),
    /** A day, or an instant with its offset. */
    MOMENT("a date or an instant such as \"2026-06-15T12:00:00Z\""),
    OBJECT("an object"),
    LIST("a list"),
    ANY("anything");

    private final String label;

    Kind(String label) {
      this.label = label;
    }

    /** The kind in words: {@code a text or a number}. */
    public String label() {
      return label;
    }

    boolean fits(JsonNode value) {
      return switch (this) {
        case TEXT -> value.isTextual();
        case ID -> value.isTextual() || value.isNumber();
        case NUMBER -> value.isNumber();
        case BOOLEAN -> value.isBoolean();
        case MOMENT -> value.isTextual() && isMoment(value.textValue());
        case OBJECT -> value.isObject();
        case LIST -> value.isArray();
        case ANY -> true;
      };
    }

    private static boolean isMoment(String text) {
      try {
        if (text.indexOf('T') < 0) {
          LocalDate.parse(text);
        } else {
          OffsetDateTime.parse(text);
        }
        return true;
      } catch (DateTimeException e) {
        return false;
      }
    }
  }
}
