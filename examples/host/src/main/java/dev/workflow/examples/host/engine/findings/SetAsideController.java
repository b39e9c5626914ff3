package dev.workflow.examples.host.engine.findings;

import dev.workflow.InvalidInputException;
import dev.workflow.NotFoundException;
import dev.workflow.examples.host.engine.Ids;
import dev.workflow.examples.host.engine.Reason;
import dev.workflow.examples.host.engine.Refusal;
import dev.workflow.examples.host.security.Caller;
import dev.workflow.examples.host.security.Engines;
import dev.workflow.examples.host.web.Items;
import dev.workflow.examples.host.web.Pages;
import dev.workflow.operations.SetAside;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.UUID;
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

/** What could not be read or written and was set aside. */
@Tag(name = "findings")
@RestController
@RequestMapping("/api/v1/set-aside")
class SetAsideController {

  private final Engines engines;

  SetAsideController(Engines engines) {
    this.engines = engines;
  }

  private SetAside setAside(Caller caller) {
    return engines.of(caller).setAside();
  }

  private static SetAside.Kind kind(String word) {
    try {
      return Refusal.require("kind", Refusal.word(SetAside.Kind.class, "kind", word));
    } catch (InvalidInputException e) {
      throw new NotFoundException("nothing of the kind \"" + word + "\" is set aside");
    }
  }

  /** What it is, and why. */
  record SetAsideView(
      SetAside.Kind kind,
      UUID id,
      String reason,
      Instant since,
      int times,
      @Nullable Instant retryAt) {

    static SetAsideView of(SetAside.Entry one) {
      return new SetAsideView(
          one.kind(), one.id(), one.reason(), one.since(), one.times(), one.retryAt());
    }
  }

  @Operation(summary = "List set aside")
  @GetMapping
  ResponseEntity<Items<SetAsideView>> listSetAside(Caller caller, Pages pages) {
    return pages.of(
        (cursor, limit) -> setAside(caller).list(caller.tenant(), cursor, limit), SetAsideView::of);
  }

  /** What is stored of it. */
  record SetAsideText(String stored) {}

  @Operation(summary = "Stored")
  @GetMapping("/{kind}/{id}")
  SetAsideText stored(Caller caller, @PathVariable String kind, @PathVariable String id) {
    return new SetAsideText(setAside(caller).stored(caller.tenant(), kind(kind), Ids.of(id)));
  }

  /** Whether it was set aside no longer. */
  record SetAsideRetried(boolean retried) {}

  @Operation(summary = "Retry")
  @PostMapping("/{kind}/{id}/retry")
  SetAsideRetried retry(Caller caller, @PathVariable String kind, @PathVariable String id) {
    return new SetAsideRetried(
        setAside(caller).retry(caller.tenant(), kind(kind), Ids.of(id), caller.actor()));
  }

  @Operation(summary = "Cancel")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @PostMapping("/{kind}/{id}/cancel")
  ResponseEntity<Void> cancel(
      Caller caller, @PathVariable String kind, @PathVariable String id, @RequestBody Reason body) {
    setAside(caller)
        .cancel(caller.tenant(), kind(kind), Ids.of(id), caller.actor(), Reason.of(body));
    return ResponseEntity.noContent().build();
  }

  @Operation(summary = "Delete")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @DeleteMapping("/{kind}/{id}")
  ResponseEntity<Void> delete(Caller caller, @PathVariable String kind, @PathVariable String id) {
    setAside(caller).delete(caller.tenant(), kind(kind), Ids.of(id), caller.actor());
    return ResponseEntity.noContent().build();
  }
}
