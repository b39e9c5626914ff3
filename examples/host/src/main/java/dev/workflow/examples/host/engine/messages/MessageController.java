package dev.workflow.examples.host.engine.messages;

import dev.workflow.Page;
import dev.workflow.examples.host.engine.Ids;
import dev.workflow.examples.host.engine.Refusal;
import dev.workflow.examples.host.engine.Subjects;
import dev.workflow.examples.host.security.Caller;
import dev.workflow.examples.host.security.Engines;
import dev.workflow.examples.host.web.Items;
import dev.workflow.examples.host.web.Pages;
import dev.workflow.messaging.Deliveries;
import dev.workflow.messaging.Messages;
import dev.workflow.spi.MessageState;
import dev.workflow.spi.SendResult;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Messages: what goes out, what went out, and what could not. */
@Tag(name = "messages")
@RestController
@RequestMapping("/api/v1/messages")
class MessageController {

  private static final int PAGE = 200;
  private static final int COUNTED = 10_000;

  private final Engines engines;

  MessageController(Engines engines) {
    this.engines = engines;
  }

  private Messages messages(Caller caller) {
    return engines.of(caller).messaging().messages();
  }

  @Operation(summary = "In any state, newest first")
  @GetMapping
  ResponseEntity<Items<MessageView>> list(
      Caller caller,
      @RequestParam(required = false) @Nullable String subject,
      @RequestParam(required = false) @Nullable String state,
      Pages pages) {
    return pages.of(
        (cursor, limit) ->
            messages(caller)
                .list(
                    caller.tenant(),
                    Subjects.find(subject),
                    Refusal.word(MessageState.class, "state", state),
                    cursor,
                    limit),
        MessageView::of);
  }

  @Operation(summary = "What is still to be sent, first due first")
  @GetMapping("/upcoming")
  ResponseEntity<Items<MessageView>> upcoming(
      Caller caller, @ParameterObject MessageFilter filter, Pages pages) {
    return pages.of(
        (cursor, limit) -> messages(caller).upcoming(filter.query(caller.tenant()), cursor, limit),
        MessageView::of);
  }

  @Operation(summary = "What could not be sent")
  @GetMapping("/dead-letters")
  ResponseEntity<Items<MessageView>> failed(
      Caller caller, @ParameterObject MessageFilter filter, Pages pages) {
    return pages.of(
        (cursor, limit) -> messages(caller).failed(filter.query(caller.tenant()), cursor, limit),
        MessageView::of);
  }

  /**
   * Messages that failed for one cause.
   *
   * @param example what was said of one of them
   */
  record DeadLetterGroup(
      String channel,
      SendResult.@Nullable Scope scope,
      @Nullable String code,
      long messages,
      @Nullable String example,
      @Nullable Instant newest) {}

  /** Of at most 10,000. */
  record DeadLetterGroups(List<DeadLetterGroup> items, long messages, boolean more) {}

  @Operation(summary = "What could not be sent by cause, the most first")
  @GetMapping("/dead-letters/groups")
  DeadLetterGroups groups(Caller caller) {
    Map<String, DeadLetterGroup> groups = new LinkedHashMap<>();
    long count = 0;
    String next = null;
    do {
      Page<Messages.Message> page =
          messages(caller).failed(Messages.Query.of(caller.tenant()), next, PAGE);
      for (Messages.Message one : page.items()) {
        SendResult.Scope scope = one.failure() == null ? null : one.failure().scope();
        String code = one.failure() == null ? null : one.failure().code();
        groups.merge(
            one.channel() + "\n" + scope + "\n" + code,
            new DeadLetterGroup(one.channel(), scope, code, 1, one.result(), one.times().endedAt()),
            (all, more) ->
                new DeadLetterGroup(
                    all.channel(),
                    all.scope(),
                    all.code(),
                    all.messages() + 1,
                    all.example(),
                    all.newest()));
      }
      count += page.items().size();
      next = page.next().orElse(null);
    } while (next != null && count < COUNTED);
    return new DeadLetterGroups(
        groups.values().stream()
            .sorted(Comparator.comparingLong(DeadLetterGroup::messages).reversed())
            .toList(),
        count,
        next != null);
  }

  /** A message with what providers reported of it. */
  record MessageDetail(MessageView message, List<Deliveries.ReceivedReport> reports) {}

  @Operation(summary = "Get")
  @GetMapping("/{id}")
  MessageDetail get(Caller caller, @PathVariable String id) {
    return new MessageDetail(
        MessageView.of(messages(caller).get(caller.tenant(), Ids.of(id))),
        engines.of(caller).messaging().deliveries().of(caller.tenant(), Ids.of(id)));
  }
}
