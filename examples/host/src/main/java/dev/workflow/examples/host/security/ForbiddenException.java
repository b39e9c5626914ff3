package dev.workflow.examples.host.security;

import dev.workflow.examples.host.web.ProblemException;
import org.springframework.http.HttpStatus;

/** The caller may not do this: 403. */
public class ForbiddenException extends ProblemException {

  private static final long serialVersionUID = 1L;

  public ForbiddenException(String message) {
    super(HttpStatus.FORBIDDEN, message);
  }
}
