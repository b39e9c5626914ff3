package dev.workflow.examples.host.users;

import dev.workflow.NotFoundException;
import dev.workflow.examples.host.security.Caller;
import dev.workflow.examples.host.security.Scope;
import dev.workflow.examples.host.security.Tokens;
import dev.workflow.examples.host.web.Checks;
import dev.workflow.examples.host.web.Created;
import dev.workflow.examples.host.web.Items;
import dev.workflow.examples.host.web.Pages;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Clock;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** One's own API tokens. */
@RestController
@Tag(name = "users")
class TokensController {

  private final Tokens tokens;
  private final Clock clock;

  TokensController(Tokens tokens, Clock clock) {
    this.tokens = tokens;
    this.clock = clock;
  }

  /**
   * A token to create.
   *
   * @param scopes {@code read}, {@code write}, {@code act-as}; none that the caller has not
   * @param expiresAt null: never
   */
  record NewToken(String name, Set<String> scopes, @Nullable Instant expiresAt) {}

  /**
   * A token.
   *
   * @param token the token itself: only in the answer that creates it
   */
  record TokenView(
      String id,
      String name,
      Set<String> scopes,
      Instant createdAt,
      @Nullable Instant expiresAt,
      @Nullable String token) {

    static TokenView of(Tokens.Token token, @Nullable String secret) {
      return new TokenView(
          token.id(),
          token.name(),
          token.scopes().stream().map(Scope::text).collect(Collectors.toSet()),
          token.createdAt(),
          token.expiresAt(),
          secret);
    }
  }

  @Operation(summary = "My API tokens, without what they are")
  @GetMapping("/api/v1/tokens")
  ResponseEntity<Items<TokenView>> listTokens(Caller caller, Pages pages) {
    return pages.of(
        tokens.of(caller.userId()).stream().map(token -> TokenView.of(token, null)).toList());
  }

  @Operation(
      summary = "Create an API token of mine",
      description = "The answer is the only one that shows it; its hash is stored.")
  @ResponseStatus(HttpStatus.CREATED)
  @PostMapping("/api/v1/tokens")
  ResponseEntity<TokenView> createToken(Caller caller, @RequestBody NewToken wanted) {
    Checks checks = new Checks("The API token");
    checks.text("/name", wanted.name(), 200);
    Set<Scope> scopes = EnumSet.noneOf(Scope.class);
    for (String text : wanted.scopes()) {
      checks.that(
          Scope.of(text).filter(caller.scopes()::contains).map(scopes::add).isPresent(),
          "/scopes",
          "you can give " + Scope.text(caller.scopes()).replace(" ", ", "));
    }
    checks.that(!wanted.scopes().isEmpty(), "/scopes", "name at least one scope");
    checks.that(
        wanted.expiresAt() == null || wanted.expiresAt().isAfter(clock.instant()),
        "/expires_at",
        "must be in the future");
    checks.done();
    String secret = Tokens.newSecret();
    Tokens.Token token =
        tokens.create(secret, caller.userId(), wanted.name(), scopes, wanted.expiresAt());
    return Created.at("/api/v1/tokens/{id}", TokenView.of(token, secret), token.id());
  }

  @Operation(summary = "Revoke an API token of mine", description = "It is refused at once.")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @DeleteMapping("/api/v1/tokens/{id}")
  ResponseEntity<Void> deleteToken(Caller caller, @PathVariable String id) {
    if (!tokens.delete(caller.userId(), id)) {
      throw new NotFoundException("you have no API token \"" + id + "\"");
    }
    return ResponseEntity.noContent().build();
  }
}
