package dev.workflow.examples.host.matters;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.workflow.InvalidInputException;
import dev.workflow.NotFoundException;
import dev.workflow.Problem;
import dev.workflow.WorkflowEngine;
import dev.workflow.examples.host.security.Caller;
import dev.workflow.examples.host.security.Role;
import dev.workflow.examples.host.web.Items;
import dev.workflow.examples.host.web.ProblemException;
import dev.workflow.spi.ProviderCall;
import dev.workflow.task.ProviderReceipt;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Takes what providers post about signatures, payments and uploads, and names where they post. */
@RestController
@Tag(name = "matters")
class MatterWebhookController {

  /** It was not signed with the key of the endpoint. */
  private static final String FORGED = "#/components/responses/UNAUTHORIZED";

  private final WorkflowEngine engine;
  private final WebhookEndpoints endpoints;

  MatterWebhookController(WorkflowEngine engine, WebhookEndpoints endpoints) {
    this.engine = engine;
    this.endpoints = endpoints;
  }

  /** A new endpoint, with what is told this once. */
  record WebhookView(
      @JsonProperty("id") String id,
      @JsonProperty("kind") String kind,
      @JsonProperty("provider") String provider,
      @JsonProperty("url") @Nullable String url,
      @JsonProperty("signingKey") @Nullable String signingKey,
      @JsonProperty("createdAt") Instant createdAt,
      @JsonProperty("createdBy") String createdBy) {

    static WebhookView of(
        WebhookEndpoints.Endpoint one, @Nullable String url, @Nullable String signingKey) {
      return new WebhookView(
          one.id(), one.kind(), one.provider(), url, signingKey, one.createdAt(), one.createdBy());
    }
  }

  /** What became of a post. */
  record WebhookTaken(@JsonProperty("result") String result) {}

  @PostMapping("/api/webhooks/esign/{provider}/{endpoint}")
  @Operation(summary = "Takes what a provider of signatures posts")
  @ApiResponse(responseCode = "200", description = "OK", useReturnTypeSchema = true)
  @ApiResponse(responseCode = "401", ref = FORGED)
  WebhookTaken esign(
      @PathVariable String provider,
      @PathVariable String endpoint,
      @RequestHeader HttpHeaders headers,
      @RequestBody(required = false) byte @Nullable [] body) {
    return take(WebhookKind.ESIGN, provider, endpoint, headers, body);
  }

  @PostMapping("/api/webhooks/payments/{provider}/{endpoint}")
  @Operation(summary = "Takes what a provider of payments posts")
  @ApiResponse(responseCode = "200", description = "OK", useReturnTypeSchema = true)
  @ApiResponse(responseCode = "401", ref = FORGED)
  WebhookTaken payments(
      @PathVariable String provider,
      @PathVariable String endpoint,
      @RequestHeader HttpHeaders headers,
      @RequestBody(required = false) byte @Nullable [] body) {
    return take(WebhookKind.PAYMENTS, provider, endpoint, headers, body);
  }

  @PostMapping("/api/webhooks/uploads/{provider}/{endpoint}")
  @Operation(summary = "Takes what the portal of uploads posts")
  @ApiResponse(responseCode = "200", description = "OK", useReturnTypeSchema = true)
  @ApiResponse(responseCode = "401", ref = FORGED)
  WebhookTaken uploads(
      @PathVariable String provider,
      @PathVariable String endpoint,
      @RequestHeader HttpHeaders headers,
      @RequestBody(required = false) byte @Nullable [] body) {
    return take(WebhookKind.UPLOADS, provider, endpoint, headers, body);
  }

  /** The tenant is the endpoint's, whatever the body says. */
  private WebhookTaken take(
      WebhookKind kind, String provider, String name, HttpHeaders headers, byte @Nullable [] body) {
    WebhookEndpoints.Endpoint endpoint =
        endpoints
            .find(kind, provider, name)
            .orElseThrow(() -> new NotFoundException("there is no such endpoint"));
    Map<String, List<String>> all = new HashMap<>();
    headers.forEach(all::put);
    ProviderCall call =
        ProviderCall.of(kind.action(), provider, all, body == null ? new byte[0] : body).at(name);
    ProviderReceipt receipt = engine.tasks().callback(endpoint.tenant(), call);
    if (receipt.status() != 200) {
      throw new ProblemException(HttpStatus.valueOf(receipt.status()), receipt.message());
    }
    return new WebhookTaken(receipt.result().name());
  }

  /** Makes an endpoint; its URL and key are told in this answer alone. */
  @PostMapping("/api/workflows/webhook-endpoints")
  @Operation(summary = "Makes an endpoint for a provider")
  @ResponseStatus(HttpStatus.CREATED)
  ResponseEntity<WebhookView> makeEndpoint(
      Caller caller, @RequestBody Requests.NewWebhookEndpoint body) {
    caller.require(Role.ADMIN);
    WebhookKind kind =
        WebhookKind.of(body.kind())
            .orElseThrow(
                () ->
                    new InvalidInputException(
                        "The endpoint",
                        List.of(new Problem("/kind", "must be one of esign, payments, uploads"))));
    WebhookEndpoints.Made made = endpoints.make(caller, kind);
    String url = "/api/webhooks/" + kind.text() + "/" + kind.provider() + "/" + made.name();
    return ResponseEntity.status(HttpStatus.CREATED)
        .body(WebhookView.of(made.endpoint(), url, made.endpoint().key()));
  }

  @GetMapping("/api/workflows/webhook-endpoints")
  @Operation(summary = "Lists the endpoints of the tenant")
  Items<WebhookView> listEndpoints(Caller caller) {
    caller.require(Role.ADMIN);
    return Items.all(
        endpoints.list(caller).stream().map(one -> WebhookView.of(one, null, null)).toList());
  }

  @DeleteMapping("/api/workflows/webhook-endpoints/{id}")
  @Operation(summary = "Removes an endpoint")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  ResponseEntity<Void> removeEndpoint(Caller caller, @PathVariable String id) {
    caller.require(Role.ADMIN);
    endpoints.remove(caller, id);
    return ResponseEntity.noContent().build();
  }
}
