package dev.workflow.examples.host.engine.messages;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.SubjectRef;
import dev.workflow.examples.host.engine.Ids;
import dev.workflow.examples.host.security.Caller;
import dev.workflow.examples.host.security.Engines;
import dev.workflow.examples.host.web.Items;
import dev.workflow.examples.host.web.Pages;
import dev.workflow.messaging.Notifications;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** The caller's own notifications. */
@Tag(name = "messages")
@RestController
@RequestMapping("/api/v1/notifications")
class NotificationController {

  private final Engines engines;

  NotificationController(Engines engines) {
    this.engines = engines;
  }

  private Notifications notifications(Caller caller) {
    return engines.of(caller).messaging().notifications();
  }

  /** A notification; readAt null: unread. */
  record NotificationView(
      UUID id,
      ObjectNode content,
      @Nullable SubjectRef subject,
      Instant createdAt,
      @Nullable Instant readAt) {

    static NotificationView of(Notifications.Notification one) {
      return new NotificationView(
          one.id(), one.content(), one.subject(), one.createdAt(), one.readAt());
    }
  }

  @Operation(summary = "Newest first")
  @GetMapping
  ResponseEntity<Items<NotificationView>> listNotifications(
      Caller caller, @RequestParam(defaultValue = "false") boolean unread, Pages pages) {
    return pages.of(
        (cursor, limit) ->
            notifications(caller).list(caller.tenant(), caller.userId(), unread, cursor, limit),
        NotificationView::of);
  }

  /** How many are unread. */
  record Unread(long unread) {}

  @Operation(summary = "Count")
  @GetMapping("/count")
  Unread count(Caller caller) {
    return new Unread(notifications(caller).unreadCount(caller.tenant(), caller.userId()));
  }

  @Operation(summary = "Read")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @PostMapping("/{id}/read")
  ResponseEntity<Void> read(Caller caller, @PathVariable String id) {
    notifications(caller).markRead(caller.tenant(), caller.userId(), Ids.of(id));
    return ResponseEntity.noContent().build();
  }

  @Operation(summary = "Read all")
  @PostMapping("/read-all")
  Unread readAll(Caller caller) {
    notifications(caller).markAllRead(caller.tenant(), caller.userId());
    return count(caller);
  }
}
