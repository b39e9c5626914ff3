package dev.workflow.definition;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.Problems;
import java.util.Set;

/** The actions a definition may use, and their own checks. */
public interface ActionCatalog {

  /** The names of all actions. */
  Set<String> types();

  /** Lets an action check its configuration. Called for known actions only. */
  void validate(String type, JsonNode config, Problems problems);

  /** Whether people do an action: nobody could be asked to undo something. */
  default boolean performedByPeople(String type) {
    return false;
  }
}
