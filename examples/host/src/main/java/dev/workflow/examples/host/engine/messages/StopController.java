package dev.workflow.examples.host.engine.messages;

import dev.workflow.NotFoundException;
import dev.workflow.examples.host.security.Caller;
import dev.workflow.examples.host.security.Engines;
import dev.workflow.examples.host.web.Items;
import dev.workflow.messaging.Messages;
import dev.workflow.spi.SendResult;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Channels and templates of which nothing is sent for now. */
@Tag(name = "messages")
@RestController
@RequestMapping("/api/v1/message-stops")
class StopController {

  private final Engines engines;

  StopController(Engines engines) {
    this.engines = engines;
  }

  private Messages messages(Caller caller) {
    return engines.of(caller).messaging().messages();
  }

  /** A stop; template null: all of the channel; by null: the engine, which tries again. */
  record StopView(
      String channel,
      @Nullable String template,
      SendResult.@Nullable Scope scope,
      String reason,
      @Nullable String code,
      @Nullable String by,
      Instant since,
      @Nullable Instant until) {

    static StopView of(Messages.Stop stop) {
      return new StopView(
          stop.channel(),
          stop.template(),
          stop.scope(),
          stop.reason(),
          stop.code(),
          stop.by() == null ? null : stop.by().id(),
          stop.since(),
          stop.until());
    }
  }

  @Operation(summary = "List")
  @GetMapping
  Items<StopView> listStops(Caller caller) {
    return Items.all(messages(caller).stops(caller.tenant()).stream().map(StopView::of).toList());
  }

  /** What to stop or resume, and why. */
  record StopInput(String channel, @Nullable String template, String reason) {}

  @Operation(summary = "Stop")
  @PostMapping
  Items<StopView> stop(Caller caller, @RequestBody StopInput body) {
    messages(caller)
        .stop(caller.tenant(), body.channel(), body.template(), caller.actor(), body.reason());
    return listStops(caller);
  }

  /** What is to be resumed. */
  record Stopped(String channel, @Nullable String template) {}

  @Operation(summary = "Sends again what was stopped")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @PostMapping("/resume")
  ResponseEntity<Void> resume(Caller caller, @RequestBody Stopped body) {
    Messages.Stop stop =
        messages(caller).stops(caller.tenant()).stream()
            .filter(one -> one.channel().equals(body.channel()))
            .filter(one -> Objects.equals(one.template(), body.template()))
            .findFirst()
            .orElseThrow(() -> new NotFoundException("nothing of it is stopped"));
    messages(caller).resume(caller.tenant(), stop, caller.actor());
    return ResponseEntity.noContent().build();
  }
}
