package dev.workflow.examples.host.engine.messages;

import dev.workflow.examples.host.engine.Ids;
import dev.workflow.examples.host.engine.Reason;
import dev.workflow.examples.host.security.Caller;
import dev.workflow.examples.host.security.Engines;
import dev.workflow.messaging.Messages;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.UUID;
import java.util.function.BiConsumer;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Changes of one message; each answers with the message as it is then. */
@Tag(name = "messages")
@RestController
@RequestMapping("/api/v1/messages/{id}")
class MessageCommandController {

  private final Engines engines;

  MessageCommandController(Engines engines) {
    this.engines = engines;
  }

  private MessageView does(Caller caller, String text, BiConsumer<Messages, UUID> command) {
    Messages messages = engines.of(caller).messaging().messages();
    UUID id = Ids.of(text);
    command.accept(messages, id);
    return MessageView.of(messages.get(caller.tenant(), id));
  }

  @Operation(summary = "Hold")
  @PostMapping("/hold")
  MessageView hold(Caller caller, @PathVariable String id, @RequestBody Reason body) {
    return does(
        caller,
        id,
        (it, message) -> it.hold(caller.tenant(), message, caller.actor(), Reason.of(body)));
  }

  @Operation(summary = "Release")
  @PostMapping("/release")
  MessageView release(Caller caller, @PathVariable String id) {
    return does(caller, id, (it, message) -> it.release(caller.tenant(), message, caller.actor()));
  }

  /** When it is sent. */
  record MessageMove(Instant to) {}

  @Operation(summary = "Move")
  @PostMapping("/move")
  MessageView move(Caller caller, @PathVariable String id, @RequestBody MessageMove body) {
    return does(
        caller, id, (it, message) -> it.move(caller.tenant(), message, body.to(), caller.actor()));
  }

  @Operation(summary = "Send now")
  @PostMapping("/send-now")
  MessageView sendNow(Caller caller, @PathVariable String id) {
    return does(caller, id, (it, message) -> it.sendNow(caller.tenant(), message, caller.actor()));
  }

  @Operation(summary = "Skip")
  @PostMapping("/skip")
  MessageView skip(Caller caller, @PathVariable String id, @RequestBody Reason body) {
    return does(
        caller,
        id,
        (it, message) -> it.skip(caller.tenant(), message, caller.actor(), Reason.of(body)));
  }

  /** To whom it goes instead. */
  record MessageAddress(String recipient) {}

  @Operation(summary = "Readdress")
  @PostMapping("/readdress")
  MessageView readdress(Caller caller, @PathVariable String id, @RequestBody MessageAddress body) {
    return does(
        caller,
        id,
        (it, message) -> it.readdress(caller.tenant(), message, body.recipient(), caller.actor()));
  }

  @Operation(summary = "Resend")
  @PostMapping("/resend")
  MessageView resend(Caller caller, @PathVariable String id) {
    return does(caller, id, (it, message) -> it.resend(caller.tenant(), message, caller.actor()));
  }

  @Operation(summary = "Discard")
  @PostMapping("/discard")
  MessageView discard(Caller caller, @PathVariable String id, @RequestBody Reason body) {
    return does(
        caller,
        id,
        (it, message) -> it.discard(caller.tenant(), message, caller.actor(), Reason.of(body)));
  }
}
