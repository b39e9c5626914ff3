package dev.workflow.examples.host.security;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.authentication.preauth.PreAuthenticatedAuthenticationToken;
import org.springframework.web.filter.OncePerRequestFilter;

/** Authenticates requests with {@code Authorization: Bearer}; a wrong token never falls back. */
final class BearerFilter extends OncePerRequestFilter {

  private static final String BEARER = "Bearer ";

  private final Tokens tokens;
  private final AuthenticationEntryPoint refused;

  BearerFilter(Tokens tokens, AuthenticationEntryPoint refused) {
    this.tokens = tokens;
    this.refused = refused;
  }

  /** Whether a request brings a token. */
  static boolean has(HttpServletRequest request) {
    String header = request.getHeader(HttpHeaders.AUTHORIZATION);
    return header != null && header.regionMatches(true, 0, BEARER, 0, BEARER.length());
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    if (has(request)) {
      String secret = request.getHeader(HttpHeaders.AUTHORIZATION).substring(BEARER.length());
      Optional<TokenLogin> login = tokens.login(secret.trim());
      if (login.isEmpty()) {
        refused.commence(
            request,
            response,
            new BadCredentialsException("the API token is unknown, or has expired"));
        return;
      }
      SecurityContext context = SecurityContextHolder.createEmptyContext();
      context.setAuthentication(
          new PreAuthenticatedAuthenticationToken(login.get(), "", List.of()));
      SecurityContextHolder.setContext(context);
    }
    chain.doFilter(request, response);
  }
}
