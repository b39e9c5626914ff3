package dev.workflow.examples.host.web;

import dev.workflow.examples.host.web.IdempotencyKeys.Earlier;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.util.ContentCachingResponseWrapper;

/**
 * Gives a POST with an {@code Idempotency-Key} that came before the answer that it got then. What
 * failed on our side, 5xx, is not kept. If a node dies while it answers, the key is free again
 * after five minutes, and a repetition acts again.
 */
public final class IdempotencyFilter extends OncePerRequestFilter {

  static final String KEY = "Idempotency-Key";

  private static final int LONGEST_KEY = 200;
  private static final int FIRST_OF_ERRORS_OF_OURS = 500;
  private static final List<String> KEPT =
      List.of(HttpHeaders.CONTENT_TYPE, HttpHeaders.LOCATION, HttpHeaders.ETAG, HttpHeaders.LINK);

  private final IdempotencyKeys keys;
  private final HandlerExceptionResolver errors;

  public IdempotencyFilter(IdempotencyKeys keys, HandlerExceptionResolver errors) {
    this.keys = keys;
    this.errors = errors;
  }

  @Override
  protected boolean shouldNotFilter(HttpServletRequest request) {
    return !request.getMethod().equals("POST") || request.getHeader(KEY) == null;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    try {
      answer(new RepeatableRequest(request), response, chain);
    } catch (ProblemException e) {
      errors.resolveException(request, response, null, e);
    }
  }

  private void answer(RepeatableRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    String id = id(request);
    String asked =
        RepeatableRequest.hash(
            request.getRequestURI()
                + "?"
                + request.getQueryString()
                + "\n"
                + request.getContentType()
                + "\n",
            request.body());
    Optional<Earlier> earlier = keys.begin(id, asked);
    if (earlier.isPresent()) {
      repeat(earlier.get(), asked, response);
      return;
    }
    ContentCachingResponseWrapper kept = new ContentCachingResponseWrapper(response);
    boolean answered = false;
    try {
      chain.doFilter(request, kept);
      answered = kept.getStatus() < FIRST_OF_ERRORS_OF_OURS && !request.isAsyncStarted();
    } finally {
      if (answered) {
        keys.answered(
            id,
            kept.getStatus(),
            headers(kept),
            new String(kept.getContentAsByteArray(), StandardCharsets.UTF_8));
      } else {
        keys.failed(id);
      }
    }
    kept.copyBodyToResponse();
  }

  private static void repeat(Earlier earlier, String asked, HttpServletResponse response)
      throws IOException {
    if (!earlier.request().isEmpty() && !earlier.request().equals(asked)) {
      throw new ProblemException(
          HttpStatus.UNPROCESSABLE_CONTENT,
          KEY + " came with another request before: take a new key for this one");
    }
    Integer status = earlier.status();
    if (status == null) {
      throw new ProblemException(
          HttpStatus.CONFLICT, "the request of this " + KEY + " is not answered yet: try again");
    }
    response.setStatus(status);
    response.setHeader("Idempotent-Replayed", "true");
    if (earlier.headers() != null) {
      earlier
          .headers()
          .lines()
          .map(line -> line.split(": ", 2))
          .forEach(header -> response.setHeader(header[0], header[1]));
    }
    if (earlier.body() != null) {
      response.getOutputStream().write(earlier.body().getBytes(StandardCharsets.UTF_8));
    }
  }

  /** One's own keys: of who calls, in which tenant, for whom. */
  private static String id(HttpServletRequest request) {
    String key = request.getHeader(KEY);
    if (key.isBlank() || key.length() > LONGEST_KEY) {
      throw new ProblemException(
          HttpStatus.BAD_REQUEST, KEY + " must have 1 to " + LONGEST_KEY + " characters");
    }
    Principal caller = request.getUserPrincipal();
    return id(
        key,
        caller == null ? "" : caller.getName(),
        orEmpty(request.getHeader("X-Tenant-ID")),
        orEmpty(request.getHeader("X-User-ID")));
  }

  static String id(String key, String caller, String tenant, String user) {
    return RepeatableRequest.hash(String.join("\n", key, caller, tenant, user), new byte[0]);
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }

  private static String headers(HttpServletResponse response) {
    return KEPT.stream()
        .filter(name -> response.getHeader(name) != null)
        .map(name -> name + ": " + response.getHeader(name))
        .collect(Collectors.joining("\n"));
  }
}
