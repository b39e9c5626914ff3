package dev.workflow.examples.host.engine.callbacks;

import dev.workflow.examples.host.engine.Refusal;
import dev.workflow.examples.host.security.Caller;
import dev.workflow.examples.host.security.Role;
import dev.workflow.examples.host.web.Created;
import dev.workflow.examples.host.web.Items;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** The endpoints at which providers of channels post, for the tenant's ADMIN. */
@Tag(name = "callbacks")
@RestController
@RequestMapping("/api/v1/callback-endpoints")
class CallbackEndpointController {

  private static final Set<String> CHANNELS = Set.of("sms", "whatsapp", "email");

  private final CallbackEndpoints endpoints;

  CallbackEndpointController(CallbackEndpoints endpoints) {
    this.endpoints = endpoints;
  }

  /** An endpoint; the URL and the verify token are told when it is made. */
  record CallbackEndpointView(
      String id,
      String channel,
      @Nullable String path,
      @Nullable String verifyToken,
      Instant createdAt,
      String createdBy) {

    static CallbackEndpointView of(
        CallbackEndpoints.Endpoint one, @Nullable String path, @Nullable String verifyToken) {
      return new CallbackEndpointView(
          one.id(), one.channel(), path, verifyToken, one.createdAt(), one.createdBy());
    }
  }

  /**
   * An endpoint to make.
   *
   * @param channel sms, whatsapp or email
   * @param secret by which the provider signs what it posts
   * @param baseUrl how the provider reaches this host, such as {@code https://portal.example}
   */
  record CallbackEndpointInput(String channel, String secret, @Nullable String baseUrl) {}

  @Operation(summary = "Makes an endpoint for the provider of a channel")
  @ResponseStatus(HttpStatus.CREATED)
  @PostMapping
  ResponseEntity<CallbackEndpointView> makeEndpoint(
      Caller caller, @RequestBody CallbackEndpointInput body) {
    caller.require(Role.ADMIN);
    if (!CHANNELS.contains(body.channel())) {
      throw Refusal.of("channel", "is none of email, sms, whatsapp");
    }
    String base = body.baseUrl() == null ? "" : body.baseUrl().replaceAll("/+$", "");
    if (body.channel().equals("sms") && !base.startsWith("http")) {
      throw Refusal.of(
          "base_url", "is needed, as the provider signs the URL: such as https://portal.example");
    }
    CallbackEndpoints.Made made =
        endpoints.make(caller, body.channel(), Refusal.require("secret", body.secret()), base);
    return Created.at(
        "/api/v1/callback-endpoints",
        CallbackEndpointView.of(
            made.endpoint(),
            "/api/v1/callbacks/" + body.channel() + "/" + made.name(),
            made.endpoint().verifyToken()));
  }

  @Operation(summary = "The endpoints of the tenant, without their names")
  @GetMapping
  Items<CallbackEndpointView> listEndpoints(Caller caller) {
    caller.require(Role.ADMIN);
    return Items.all(
        endpoints.list(caller.tenant()).stream()
            .map(one -> CallbackEndpointView.of(one, null, null))
            .toList());
  }

  @Operation(summary = "Removes an endpoint; what is posted there is not found any more")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @DeleteMapping("/{id}")
  ResponseEntity<Void> removeEndpoint(Caller caller, @PathVariable String id) {
    caller.require(Role.ADMIN);
    endpoints.remove(caller.tenant(), id);
    return ResponseEntity.noContent().build();
  }
}
