package dev.workflow.examples.host.engine.callbacks;

import dev.workflow.InvalidInputException;
import dev.workflow.NotFoundException;
import dev.workflow.WorkflowEngine;
import dev.workflow.channels.Callback;
import dev.workflow.channels.Headers;
import dev.workflow.channels.email.InboundMail;
import dev.workflow.channels.signature.HmacSignature;
import dev.workflow.channels.signature.MetaSignature;
import dev.workflow.channels.signature.TwilioSignature;
import dev.workflow.channels.signature.Verification;
import dev.workflow.channels.sms.SmsCallbacks;
import dev.workflow.channels.whatsapp.WhatsAppCallbacks;
import dev.workflow.channels.whatsapp.WhatsAppWebhook;
import dev.workflow.examples.host.web.ProblemException;
import dev.workflow.messaging.InboundMessage;
import dev.workflow.messaging.Messaging;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.List;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * What providers of channels post: what became of messages, and what people answered. Verified on
 * the bytes as they came; whose it is says the endpoint, never the body.
 */
@Tag(name = "callbacks")
@RestController
@RequestMapping("/api/v1/callbacks")
class CallbackController {

  private static final String SIGNATURE = "X-Signature";
  private static final String ENVELOPE_TO = "X-Envelope-To";

  private final WorkflowEngine engine;
  private final CallbackEndpoints endpoints;

  CallbackController(WorkflowEngine engine, CallbackEndpoints endpoints) {
    this.engine = engine;
    this.endpoints = endpoints;
  }

  /** What was read of a post. */
  record CallbackTaken(int reports, int messages) {}

  @ApiResponse(responseCode = "200", useReturnTypeSchema = true)
  @ApiResponse(responseCode = "401", ref = "#/components/responses/UNAUTHORIZED")
  @Operation(
      summary = "Takes what the provider of a channel posts",
      description =
          "sms: as Twilio posts and signs it. whatsapp: as Meta posts and signs it. email: the mail"
              + " itself, with the hexadecimal HMAC-SHA256 of its bytes as X-Signature.")
  @PostMapping("/{channel}/{endpoint}")
  CallbackTaken take(
      @PathVariable String channel,
      @PathVariable String endpoint,
      @RequestHeader HttpHeaders given,
      HttpServletRequest request)
      throws IOException {
    CallbackEndpoints.Endpoint known = known(channel, endpoint);
    Headers headers = Headers.none();
    for (var field : given.headerSet()) {
      for (String value : field.getValue()) {
        headers = headers.with(field.getKey(), value);
      }
    }
    byte[] body = request.getInputStream().readAllBytes();
    Callback callback = read(known, request, headers, body);
    if (callback.status() != HttpStatus.OK.value()) {
      throw new ProblemException(
          HttpStatus.valueOf(callback.status()), String.valueOf(callback.flaw()));
    }
    Messaging messaging = engine.messaging();
    callback.keep(messaging.deliveries(), messaging.inbound());
    return new CallbackTaken(
        callback.reports().stream().mapToInt(one -> one.reports().size()).sum(),
        callback.messages().size());
  }

  private CallbackEndpoints.Endpoint known(String channel, String endpoint) {
    return endpoints
        .find(channel, endpoint)
        .orElseThrow(() -> new NotFoundException("there is no such endpoint"));
  }

  private static Callback read(
      CallbackEndpoints.Endpoint known, HttpServletRequest request, Headers headers, byte[] body) {
    return switch (known.channel()) {
      case "sms" -> {
        String query = request.getQueryString();
        yield SmsCallbacks.create(TwilioSignature.of(known.secret()))
            .read(
                known.tenant(),
                known.publicUrl() + (query == null ? "" : "?" + query),
                headers,
                body);
      }
      case "whatsapp" ->
          WhatsAppCallbacks.create(MetaSignature.of(known.secret()), known.tenant())
              .read(headers, body);
      default -> mail(known, headers, body);
    };
  }

  private static Callback mail(CallbackEndpoints.Endpoint known, Headers headers, byte[] body) {
    Verification verified = HmacSignature.of(SIGNATURE, known.secret()).verify(headers, body);
    if (verified instanceof Verification.Invalid invalid) {
      return Callback.refused(401, invalid.flaw() + ": " + invalid.message());
    }
    try {
      InboundMessage message = InboundMail.read(known.tenant(), body, headers.first(ENVELOPE_TO));
      return Callback.taken(List.of(), List.of(message));
    } catch (IllegalArgumentException | InvalidInputException e) {
      return Callback.refused(400, "the mail cannot be read");
    }
  }

  @ApiResponse(responseCode = "200", useReturnTypeSchema = true)
  @ApiResponse(responseCode = "403", ref = "#/components/responses/FORBIDDEN")
  @Operation(summary = "Answers a provider that asks whether the URL is ours")
  @GetMapping(value = "/{channel}/{endpoint}", produces = MediaType.TEXT_PLAIN_VALUE)
  ResponseEntity<String> challenge(
      @PathVariable String channel, @PathVariable String endpoint, HttpServletRequest request) {
    CallbackEndpoints.Endpoint known = known(channel, endpoint);
    String query = request.getQueryString();
    return WhatsAppWebhook.challenge(query == null ? "" : query, known.verifyToken())
        .map(ResponseEntity::ok)
        .orElseThrow(
            () -> new ProblemException(HttpStatus.FORBIDDEN, "the verify token is another one"));
  }
}
