package dev.workflow.examples.host.engine.suppressions;

import dev.workflow.NotFoundException;
import dev.workflow.examples.host.engine.Refusal;
import dev.workflow.examples.host.security.Caller;
import dev.workflow.examples.host.security.Engines;
import dev.workflow.examples.host.web.Created;
import dev.workflow.examples.host.web.Items;
import dev.workflow.examples.host.web.Pages;
import dev.workflow.messaging.ChannelAddress;
import dev.workflow.messaging.Suppressions;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Addresses that are not written to. */
@Tag(name = "suppressions")
@RestController
@RequestMapping("/api/v1/suppressions")
class SuppressionController {

  private final Engines engines;

  SuppressionController(Engines engines) {
    this.engines = engines;
  }

  private Suppressions suppressions(Caller caller) {
    return engines.of(caller).messaging().suppressions();
  }

  /** A suppression; liftedAt null: it holds. */
  record SuppressionView(
      String channel,
      String address,
      Suppressions.Reason reason,
      Suppressions.Scope scope,
      Instant at,
      String by,
      @Nullable UUID messageId,
      @Nullable String note,
      @Nullable Instant liftedAt,
      @Nullable String liftedBy) {

    static SuppressionView of(Suppressions.Suppression one) {
      return new SuppressionView(
          one.address().channel(),
          one.address().address(),
          one.reason(),
          one.scope(),
          one.at(),
          one.by().id(),
          one.message(),
          one.note(),
          one.lifted() == null ? null : one.lifted().at(),
          one.lifted() == null ? null : one.lifted().by().id());
    }
  }

  @Operation(summary = "All of a channel, or those of one address with those that were lifted")
  @GetMapping
  ResponseEntity<Items<SuppressionView>> list(
      Caller caller,
      @RequestParam(required = false) @Nullable String channel,
      @RequestParam(required = false) @Nullable String address,
      Pages pages) {
    if (address != null) {
      ChannelAddress whose = ChannelAddress.of(Refusal.require("channel", channel), address);
      return pages.of(
          suppressions(caller).of(caller.tenant(), whose).stream()
              .map(SuppressionView::of)
              .toList());
    }
    return pages.of(
        (cursor, limit) -> suppressions(caller).list(caller.tenant(), channel, cursor, limit),
        SuppressionView::of);
  }

  /**
   * What is suppressed.
   *
   * @param reason hard_bounce, complaint, opt_out or manual, which is the default
   * @param scope everything, by default, or marketing
   */
  record SuppressionInput(
      String channel,
      String address,
      @Nullable String reason,
      @Nullable String scope,
      @Nullable String note) {

    ChannelAddress whose() {
      return ChannelAddress.of(channel, address);
    }

    Suppressions.Reason why() {
      return Objects.requireNonNullElse(
          Refusal.word(Suppressions.Reason.class, "reason", reason), Suppressions.Reason.MANUAL);
    }
  }

  @Operation(summary = "Suppress")
  @ResponseStatus(HttpStatus.CREATED)
  @PostMapping
  ResponseEntity<SuppressionView> suppress(Caller caller, @RequestBody SuppressionInput body) {
    Suppressions.Scope scope =
        Objects.requireNonNullElse(
            Refusal.word(Suppressions.Scope.class, "scope", body.scope()),
            Suppressions.Scope.EVERYTHING);
    SuppressionView view =
        SuppressionView.of(
            suppressions(caller)
                .suppress(
                    caller.tenant(), body.whose(), body.why(), scope, caller.actor(), body.note()));
    return Created.at("/api/v1/suppressions", view);
  }

  @Operation(summary = "Lift")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @PostMapping("/lift")
  ResponseEntity<Void> lift(Caller caller, @RequestBody SuppressionInput body) {
    if (!suppressions(caller).lift(caller.tenant(), body.whose(), body.why(), caller.actor())) {
      throw new NotFoundException(
          body.whose() + " is not suppressed for " + body.why().name().toLowerCase(Locale.ROOT));
    }
    return ResponseEntity.noContent().build();
  }

  /** Somebody whose address answers that they are away. */
  record AwayView(
      String channel, String address, Instant until, Instant since, @Nullable UUID messageId) {

    static AwayView of(Suppressions.Absence one) {
      return new AwayView(
          one.address().channel(),
          one.address().address(),
          one.until(),
          one.since(),
          one.message());
    }
  }

  @Operation(summary = "Absences")
  @GetMapping("/absences")
  ResponseEntity<Items<AwayView>> absences(
      Caller caller, @RequestParam(required = false) @Nullable String channel, Pages pages) {
    return pages.of(
        (cursor, limit) -> suppressions(caller).absences(caller.tenant(), channel, cursor, limit),
        AwayView::of);
  }

  /** Whose absence is over. */
  record AddressInput(String channel, String address) {}

  @Operation(summary = "End absence")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @PostMapping("/absences/end")
  ResponseEntity<Void> endAbsence(Caller caller, @RequestBody AddressInput body) {
    ChannelAddress whose = ChannelAddress.of(body.channel(), body.address());
    if (!suppressions(caller).endAbsence(caller.tenant(), whose)) {
      throw new NotFoundException(whose + " is not away");
    }
    return ResponseEntity.noContent().build();
  }
}
