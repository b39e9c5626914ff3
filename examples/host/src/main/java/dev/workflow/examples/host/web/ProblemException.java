package dev.workflow.examples.host.web;

import dev.workflow.Problem;
import java.util.List;
import org.springframework.http.HttpStatus;

/** A request that is answered with a problem (RFC 9457). */
public class ProblemException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final HttpStatus status;
  private final String title;
  private final String detail;
  private final transient List<Problem> problems;

  /** Its title is the status's own. */
  public ProblemException(HttpStatus status, String detail) {
    this(status, status.getReasonPhrase(), detail, List.of());
  }

  /**
   * @param detail what happened and what to do
   * @param problems each with its place in the body
   */
  public ProblemException(HttpStatus status, String title, String detail, List<Problem> problems) {
    super(detail);
    this.status = status;
    this.title = title;
    this.detail = detail;
    this.problems = List.copyOf(problems);
  }

  public HttpStatus status() {
    return status;
  }

  public String title() {
    return title;
  }

  public String detail() {
    return detail;
  }

  public List<Problem> problems() {
    return problems;
  }
}
