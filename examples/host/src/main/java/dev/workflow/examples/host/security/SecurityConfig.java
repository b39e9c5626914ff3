package dev.workflow.examples.host.security;

import dev.workflow.examples.host.HostSettings;
import dev.workflow.examples.host.console.ConsolePage;
import dev.workflow.examples.host.web.BodyLimitFilter;
import dev.workflow.examples.host.web.IdempotencyFilter;
import dev.workflow.examples.host.web.IdempotencyKeys;
import jakarta.servlet.DispatcherType;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.crypto.factory.PasswordEncoderFactories;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.authentication.www.BasicAuthenticationFilter;
import org.springframework.security.web.csrf.CookieCsrfTokenRepository;
import org.springframework.security.web.csrf.CsrfTokenRequestAttributeHandler;
import org.springframework.security.web.savedrequest.HttpSessionRequestCache;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.NegatedRequestMatcher;
import org.springframework.web.servlet.HandlerExceptionResolver;

/**
 * One chain for all: a login form with a session, or an API token. What the outside calls has no
 * login: its address, or its signature, is the proof.
 */
@Configuration
class SecurityConfig {

  private static final String[] OPEN = {
    "/",
    "/login",
    "/assets/**",
    "/favicon.ico",
    "/openapi.json",
    "/openapi.json/**",
    "/docs",
    "/docs/**",
    "/swagger-ui/**",
    "/webjars/**",
    "/_static/**",
    "/actuator/health/**",
    "/error",
    "/console/**",
    "/overview",
    "/inbox/**",
    "/substitutes/**",
    "/calendar/**",
    "/matters/**",
    "/instances/**",
    "/events/**",
    "/messages/**",
    "/schedules/**",
    "/workflows/**",
    "/statistics/**",
    "/settings/**",
    "/design"
  };

  /** Links and callbacks that no user of the host follows. */
  private static final String[] OUTSIDE = {
    "/api/v1/public/**", "/api/webhooks/**", "/api/v1/callbacks/**", "/unsubscribe/**"
  };

  /** No inline code; what a page shows comes from here. */
  private static final String POLICY =
      "default-src 'self'; script-src 'self' %s; img-src 'self' data: blob:; object-src 'none'; base-uri 'none';"
          + " form-action 'self'; frame-ancestors 'none'";

  @Bean
  PasswordEncoder passwords() {
    return PasswordEncoderFactories.createDelegatingPasswordEncoder();
  }

  @Bean
  SecurityFilterChain security(
      HttpSecurity http,
      Tokens tokens,
      Members members,
      IdempotencyKeys keys,
      HostSettings settings,
      ConsolePage console,
      @Qualifier("handlerExceptionResolver") HandlerExceptionResolver errors)
      throws Exception {
    Refusals refusals = new Refusals(errors);
    HttpSessionRequestCache pages = new HttpSessionRequestCache();
    pages.setRequestMatcher(
        new NegatedRequestMatcher(PathPatternRequestMatcher.withDefaults().matcher("/api/**")));
    http.authorizeHttpRequests(
            requests ->
                requests
                    .dispatcherTypeMatchers(DispatcherType.ASYNC, DispatcherType.ERROR)
                    .permitAll()
                    .requestMatchers(OPEN)
                    .permitAll()
                    .requestMatchers(OUTSIDE)
                    .permitAll()
                    .anyRequest()
                    .authenticated())
        .csrf(
            csrf ->
                csrf.csrfTokenRepository(CookieCsrfTokenRepository.withHttpOnlyFalse())
                    .csrfTokenRequestHandler(new CsrfTokenRequestAttributeHandler())
                    .ignoringRequestMatchers(BearerFilter::has)
                    .ignoringRequestMatchers(OUTSIDE))
        .formLogin(form -> form.loginPage("/login").defaultSuccessUrl("/"))
        .logout(logout -> logout.logoutSuccessUrl("/login"))
        .requestCache(cache -> cache.requestCache(pages))
        .exceptionHandling(
            handling -> handling.authenticationEntryPoint(refusals).accessDeniedHandler(refusals))
        .headers(
            headers ->
                headers.contentSecurityPolicy(
                    policy -> policy.policyDirectives(POLICY.formatted(console.scriptHash()))))
        .addFilterBefore(new BearerFilter(tokens, refusals), BasicAuthenticationFilter.class)
        .addFilterAfter(
            new RateLimitFilter(new RateLimit(settings.limits()), errors),
            AuthorizationFilter.class)
        .addFilterAfter(new CallerFilter(members, errors), RateLimitFilter.class)
        .addFilterAfter(
            new BodyLimitFilter(settings.limits().body().toBytes(), errors), CallerFilter.class)
        .addFilterAfter(new IdempotencyFilter(keys, errors), BodyLimitFilter.class);
    return http.build();
  }
}
