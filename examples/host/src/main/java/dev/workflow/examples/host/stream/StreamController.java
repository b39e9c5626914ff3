package dev.workflow.examples.host.stream;

import dev.workflow.examples.host.security.Caller;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** What changes, as Server-Sent Events. */
@Tag(name = "stream")
@RestController
class StreamController {

  private final Streams streams;

  StreamController(Streams streams) {
    this.streams = streams;
  }

  @Operation(
      summary = "What changes in the tenant, as far as the caller may see it",
      description =
          "Each event says what to look at again. It comes from the database, whichever node did"
              + " it. Last-Event-ID continues where a client was; what it may have seen already can"
              + " come twice, with the same id. EventSource sends no headers: tenant chooses the"
              + " tenant, as X-Tenant-ID does.")
  @GetMapping(value = "/api/v1/stream", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
  ResponseEntity<SseEmitter> stream(
      Caller caller,
      @RequestParam(required = false) @Nullable String tenant,
      @RequestParam(name = "last_event_id", required = false) @Nullable String from,
      @RequestHeader(name = "Last-Event-ID", required = false) @Nullable String last) {
    SseEmitter emitter = streams.open(caller, Place.parse(last == null ? from : last));
    return ResponseEntity.ok()
        .header("Cache-Control", "no-cache")
        .header("X-Accel-Buffering", "no")
        .body(emitter);
  }
}
