package dev.workflow.examples.host.web;

import dev.workflow.AccessDeniedException;
import dev.workflow.ConflictException;
import dev.workflow.IllegalTransitionException;
import dev.workflow.InvalidDefinitionException;
import dev.workflow.InvalidInputException;
import dev.workflow.NotFoundException;
import dev.workflow.Problem;
import dev.workflow.condition.InvalidConditionException;
import dev.workflow.expression.InvalidExpressionException;
import dev.workflow.spi.store.StaleWriteException;
import dev.workflow.spi.store.StoreUnavailableException;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.TypeMismatchException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.validation.FieldError;
import org.springframework.web.bind.MethodArgumentNotValidException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

/** Which status each kind of error has. Nothing of the inside is said of what nobody expected. */
@RestControllerAdvice
public class ProblemAdvice extends ResponseEntityExceptionHandler {

  private static final Logger LOG = LoggerFactory.getLogger(ProblemAdvice.class);

  @ExceptionHandler
  ResponseEntity<ProblemDetail> problem(ProblemException e) {
    ProblemDetail problem = ProblemDetails.of(e.status(), e.detail(), e.problems());
    problem.setTitle(e.title());
    return ResponseEntity.status(e.status()).body(problem);
  }

  @ExceptionHandler
  ResponseEntity<ProblemDetail> notFound(NotFoundException e) {
    return answer(HttpStatus.NOT_FOUND, e.getMessage(), List.of());
  }

  @ExceptionHandler({
    ConflictException.class,
    IllegalTransitionException.class,
    StaleWriteException.class
  })
  ResponseEntity<ProblemDetail> conflict(Exception e) {
    return answer(HttpStatus.CONFLICT, e.getMessage(), List.of());
  }

  /** A document that was read and is wrong is 422; any other input 400. */
  @ExceptionHandler
  ResponseEntity<ProblemDetail> invalid(InvalidInputException e) {
    boolean document =
        e instanceof InvalidDefinitionException
            || e instanceof InvalidConditionException
            || e instanceof InvalidExpressionException;
    return answer(
        document ? HttpStatus.UNPROCESSABLE_CONTENT : HttpStatus.BAD_REQUEST,
        e.getMessage(),
        e.problems());
  }

  @ExceptionHandler({
    AccessDeniedException.class,
    org.springframework.security.access.AccessDeniedException.class
  })
  ResponseEntity<ProblemDetail> forbidden(Exception e) {
    return answer(HttpStatus.FORBIDDEN, e.getMessage(), List.of());
  }

  @ExceptionHandler
  ResponseEntity<ProblemDetail> unauthorized(AuthenticationException e) {
    return answer(HttpStatus.UNAUTHORIZED, e.getMessage(), List.of());
  }

  @ExceptionHandler
  ResponseEntity<ProblemDetail> unavailable(StoreUnavailableException e) {
    LOG.warn("The database does not answer", e);
    return answer(
        HttpStatus.SERVICE_UNAVAILABLE, "the database does not answer: try again", List.of());
  }

  @ExceptionHandler
  ResponseEntity<ProblemDetail> unexpected(Exception e) {
    String id = UUID.randomUUID().toString();
    LOG.error("Request failed ({})", id, e);
    return answer(
        HttpStatus.INTERNAL_SERVER_ERROR, "this went wrong; the log has it as " + id, List.of());
  }

  @Override
  protected @Nullable ResponseEntity<Object> handleHttpMessageNotReadable(
      HttpMessageNotReadableException e,
      HttpHeaders headers,
      HttpStatusCode status,
      WebRequest request) {
    List<Problem> problems = List.of(JsonProblems.of(e));
    return handleExceptionInternal(
        e,
        ProblemDetails.of(status, "the body cannot be read: " + problems.get(0), problems),
        headers,
        status,
        request);
  }

  @Override
  protected @Nullable ResponseEntity<Object> handleTypeMismatch(
      TypeMismatchException e, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
    String name =
        e instanceof MethodArgumentTypeMismatchException argument
            ? argument.getName()
            : String.valueOf(e.getPropertyName());
    Class<?> type = e.getRequiredType();
    return handleExceptionInternal(
        e,
        ProblemDetails.of(
            status,
            "the parameter \""
                + name
                + "\" is not "
                + (type == null ? "of the right type" : JsonProblems.expected(type)),
            List.of()),
        headers,
        status,
        request);
  }

  /** Parameters that do not fit the record that takes them. */
  @Override
  protected @Nullable ResponseEntity<Object> handleMethodArgumentNotValid(
      MethodArgumentNotValidException e,
      HttpHeaders headers,
      HttpStatusCode status,
      WebRequest request) {
    List<Problem> problems =
        e.getFieldErrors().stream()
            .map(one -> new Problem("/" + one.getField(), "is not " + expected(one)))
            .toList();
    return handleExceptionInternal(
        e,
        ProblemDetails.of(
            status,
            "the parameters are wrong: "
                + problems.stream().map(Problem::toString).collect(Collectors.joining("; ")),
            problems),
        headers,
        status,
        request);
  }

  private static String expected(FieldError error) {
    Class<?> type =
        error.contains(TypeMismatchException.class)
            ? error.unwrap(TypeMismatchException.class).getRequiredType()
            : null;
    return type == null ? "accepted here" : JsonProblems.expected(type);
  }

  /** All others of Spring's own, with {@code errors} too. */
  @Override
  protected @Nullable ResponseEntity<Object> handleExceptionInternal(
      Exception e,
      @Nullable Object body,
      HttpHeaders headers,
      HttpStatusCode status,
      WebRequest request) {
    ResponseEntity<Object> response =
        super.handleExceptionInternal(e, body, headers, status, request);
    if (response != null && response.getBody() instanceof ProblemDetail problem) {
      ProblemDetails.withErrors(problem, List.of());
    }
    return response;
  }

  private static ResponseEntity<ProblemDetail> answer(
      HttpStatus status, @Nullable String detail, List<Problem> problems) {
    return ResponseEntity.status(status)
        .body(
            ProblemDetails.of(
                status, detail == null ? status.getReasonPhrase() : detail, problems));
  }
}
