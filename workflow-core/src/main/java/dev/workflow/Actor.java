package dev.workflow;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.workflow.internal.text.Ids;

/**
 * The person of the host application, or the engine itself, who does something.
 *
 * @param id the host's id of the person; 1 to 200 characters
 */
public record Actor(String id) {

  /**
   * The engine acting by itself: a delay ran out, an event came, a handler answered. Tasks and
   * instances refuse what a person wants to do under its id.
   */
  public static final Actor ENGINE = new Actor("engine");

  public Actor {
    Ids.requireText("actor id", id, 200);
  }

  @JsonCreator
  public static Actor of(String id) {
    return new Actor(id);
  }

  @Override
  @JsonValue
  public String id() {
    return id;
  }

  @Override
  public String toString() {
    return id;
  }
}
