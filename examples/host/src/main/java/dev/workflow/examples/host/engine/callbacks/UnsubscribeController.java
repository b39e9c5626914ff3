package dev.workflow.examples.host.engine.callbacks;

import dev.workflow.WorkflowEngine;
import dev.workflow.messaging.UnsubscribeEndpoint;
import dev.workflow.messaging.UnsubscribeLinks;
import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RestController;

/**
 * The page to unsubscribe: opened it asks, posted to it does it at once (RFC 8058). No login: the
 * link itself says who it is.
 */
@Hidden
@RestController
class UnsubscribeController {

  private final UnsubscribeEndpoint endpoint;

  UnsubscribeController(WorkflowEngine engine, UnsubscribeLinks links) {
    this.endpoint =
        UnsubscribeEndpoint.of(
            engine.messaging().suppressions(), engine.messaging().consents(), links);
  }

  @RequestMapping(
      path = "/unsubscribe",
      method = {RequestMethod.GET, RequestMethod.POST})
  ResponseEntity<byte[]> unsubscribe(
      @RequestHeader(name = "Content-Type", required = false) @Nullable String contentType,
      HttpServletRequest request)
      throws IOException {
    UnsubscribeEndpoint.Answer answer =
        endpoint.handle(
            request.getMethod(),
            request.getQueryString(),
            contentType,
            request.getInputStream().readAllBytes());
    return ResponseEntity.status(answer.status())
        .header("Content-Type", answer.contentType())
        .header("Referrer-Policy", "no-referrer")
        .body(answer.body().getBytes(StandardCharsets.UTF_8));
  }
}
