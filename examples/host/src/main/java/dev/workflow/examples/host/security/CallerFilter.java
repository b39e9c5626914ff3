package dev.workflow.examples.host.security;

import dev.workflow.NotFoundException;
import dev.workflow.TenantId;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.HandlerExceptionResolver;

/** Works out the {@link Caller} of a request, and refuses one whose token is not good for it. */
final class CallerFilter extends OncePerRequestFilter {

  static final String TENANT = "X-Tenant-ID";
  static final String USER = "X-User-ID";

  /** What is said of the node, such as its meters, is for an ADMIN. */
  private static final String MANAGEMENT = "/actuator/";

  private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");

  private final Members members;
  private final HandlerExceptionResolver errors;

  CallerFilter(Members members, HandlerExceptionResolver errors) {
    this.members = members;
    this.errors = errors;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    Login login = Login.of(SecurityContextHolder.getContext().getAuthentication());
    if (login != null) {
      try {
        Caller caller = caller(login, request);
        if (request.getRequestURI().startsWith(MANAGEMENT)) {
          caller.require(Role.ADMIN);
        }
        request.setAttribute(Caller.class.getName(), caller);
      } catch (NotFoundException | ForbiddenException e) {
        errors.resolveException(request, response, null, e);
        return;
      }
    }
    chain.doFilter(request, response);
  }

  private Caller caller(Login login, HttpServletRequest request) {
    Scope needed = READING.contains(request.getMethod()) ? Scope.READ : Scope.WRITE;
    if (!login.scopes().contains(needed)) {
      throw new ForbiddenException("the API token lacks the scope " + needed.text());
    }
    TenantId tenant = tenant(login, named(request));
    String user = user(login, request.getHeader(USER));
    Member member = members.of(tenant, user);
    if (member.roles().isEmpty()) {
      throw new ForbiddenException(
          USER + ": tenant " + tenant + " has no user \"" + user + "\"; name one of its users");
    }
    return new Caller(user, tenant, member.roles(), login.scopes());
  }

  /** A browser sends no headers with a stream of events: there the address may name the tenant. */
  private static @Nullable String named(HttpServletRequest request) {
    String header = request.getHeader(TENANT);
    return header == null && request.getRequestURI().endsWith("/stream")
        ? request.getParameter("tenant")
        : header;
  }

  private TenantId tenant(Login login, @Nullable String named) {
    Set<TenantId> tenants = members.tenants(login.userId());
    if (named == null || named.isBlank()) {
      return tenants.stream()
          .findFirst()
          .orElseThrow(
              () -> new ForbiddenException("\"" + login.userId() + "\" belongs to no tenant"));
    }
    return tenants.stream()
        .filter(tenant -> tenant.value().equals(named))
        .findFirst()
        .orElseThrow(
            () ->
                new NotFoundException(TENANT + ": you have no tenant of that name; leave it out"));
  }

  private static String user(Login login, @Nullable String named) {
    if (named == null || named.isBlank() || named.equals(login.userId())) {
      return login.userId();
    }
    if (!login.scopes().contains(Scope.ACT_AS)) {
      throw new ForbiddenException(
          USER + " is only for API tokens of the scope " + Scope.ACT_AS.text());
    }
    return named;
  }
}
