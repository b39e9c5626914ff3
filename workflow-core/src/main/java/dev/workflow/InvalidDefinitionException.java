package dev.workflow;

import java.util.List;

/**
 * A workflow document is wrong. Holds all its problems with their JSON pointers; nothing was
 * stored.
 */
public class InvalidDefinitionException extends InvalidInputException {

  private static final long serialVersionUID = 1L;

  public InvalidDefinitionException(String what, List<Problem> problems) {
    super(what, problems);
  }
}
