package dev.workflow.examples.host.security;

import dev.workflow.examples.host.web.ProblemException;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.HandlerExceptionResolver;

/** Answers 429 to whom asks for more than the limits let through. */
final class RateLimitFilter extends OncePerRequestFilter {

  private final RateLimit limit;
  private final HandlerExceptionResolver errors;

  RateLimitFilter(RateLimit limit, HandlerExceptionResolver errors) {
    this.limit = limit;
    this.errors = errors;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    Login login = Login.of(SecurityContextHolder.getContext().getAuthentication());
    long seconds = login == null ? 0 : limit.take(login.countedBy());
    if (seconds > 0) {
      response.setHeader(HttpHeaders.RETRY_AFTER, String.valueOf(seconds));
      errors.resolveException(
          request,
          response,
          null,
          new ProblemException(
              HttpStatus.TOO_MANY_REQUESTS, "too many requests: wait " + seconds + " s"));
      return;
    }
    chain.doFilter(request, response);
  }
}
