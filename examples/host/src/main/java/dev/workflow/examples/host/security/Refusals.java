package dev.workflow.examples.host.security;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.HttpHeaders;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authentication.InsufficientAuthenticationException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.web.servlet.HandlerExceptionResolver;

/** 401 and 403 as problems; a browser that asks for a page is shown the login form. */
final class Refusals implements AuthenticationEntryPoint, AccessDeniedHandler {

  private final HandlerExceptionResolver errors;

  Refusals(HandlerExceptionResolver errors) {
    this.errors = errors;
  }

  @Override
  public void commence(
      HttpServletRequest request, HttpServletResponse response, AuthenticationException why)
      throws IOException {
    String accept = request.getHeader(HttpHeaders.ACCEPT);
    boolean page = request.getMethod().equals("GET") && !request.getRequestURI().startsWith("/api");
    if (page && accept != null && accept.contains("text/html")) {
      response.sendRedirect("/login");
      return;
    }
    response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
    errors.resolveException(request, response, null, why);
  }

  /** Who is not logged in and sends no CSRF token is told to log in. */
  @Override
  public void handle(
      HttpServletRequest request, HttpServletResponse response, AccessDeniedException why)
      throws IOException {
    if (Login.of(SecurityContextHolder.getContext().getAuthentication()) == null) {
      commence(
          request,
          response,
          new InsufficientAuthenticationException("log in, or send an API token"));
    } else {
      errors.resolveException(request, response, null, why);
    }
  }
}
