package dev.workflow.examples.host.web;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Json;
import dev.workflow.Problem;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;

/** The one form of errors: {@code application/problem+json} with {@code errors}. */
final class ProblemDetails {

  private static final String ERRORS = "errors";

  private ProblemDetails() {}

  static ProblemDetail of(HttpStatusCode status, String detail, List<Problem> problems) {
    return withErrors(ProblemDetail.forStatusAndDetail(status, detail), problems);
  }

  /** The same with its errors, none at least. */
  static ProblemDetail withErrors(ProblemDetail problem, List<Problem> problems) {
    if (problem.getProperties() == null || !problem.getProperties().containsKey(ERRORS)) {
      problem.setProperty(ERRORS, problems);
    }
    return problem;
  }

  /** The same where there is nothing that writes it. */
  static ObjectNode tree(int status, String detail) {
    HttpStatus known = HttpStatus.resolve(status);
    ObjectNode problem =
        Json.object()
            .put("title", known == null ? "Error" : known.getReasonPhrase())
            .put("status", status)
            .put("detail", detail);
    problem.putArray(ERRORS);
    return problem;
  }
}
