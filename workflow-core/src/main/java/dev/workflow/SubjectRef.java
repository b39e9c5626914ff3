package dev.workflow;

import dev.workflow.internal.text.Ids;

/**
 * The subject of a workflow: a lead, an order, a matter in the host's data. The engine never looks
 * behind it.
 *
 * @param type the kind of thing, such as {@code lead}; 1 to 100 characters
 * @param id its id in the host's data; 1 to 200 characters
 */
public record SubjectRef(String type, String id) {

  public SubjectRef {
    Ids.requireText("subject type", type, 100);
    Ids.requireText("subject id", id, 200);
  }

  public static SubjectRef of(String type, String id) {
    return new SubjectRef(type, id);
  }

  @Override
  public String toString() {
    return type + ":" + id;
  }
}
