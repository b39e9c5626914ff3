package dev.workflow.examples.host.engine.events;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Event;
import dev.workflow.Events;
import dev.workflow.NotFoundException;
import dev.workflow.PublishReceipt;
import dev.workflow.SubjectRef;
import dev.workflow.WorkflowEngine;
import dev.workflow.WorkflowRef;
import dev.workflow.condition.Condition;
import dev.workflow.examples.host.engine.Refusal;
import dev.workflow.examples.host.engine.Sieve;
import dev.workflow.examples.host.engine.Subjects;
import dev.workflow.examples.host.security.Caller;
import dev.workflow.examples.host.security.Engines;
import dev.workflow.examples.host.web.Created;
import dev.workflow.examples.host.web.Items;
import dev.workflow.examples.host.web.Pages;
import dev.workflow.trigger.EventExplanation;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Events: what happened in the application, and what it did. */
@Tag(name = "events")
@RestController
@RequestMapping("/api/v1/events")
class EventController {

  private final Engines engines;

  EventController(Engines engines) {
    this.engines = engines;
  }

  private WorkflowEngine as(Caller caller) {
    return engines.of(caller);
  }

  /**
   * An event to publish.
   *
   * @param id null: it gets one
   * @param occurredAt null: now
   */
  record EventInput(
      @Nullable String id,
      String type,
      @Nullable SubjectRef subject,
      @Nullable ObjectNode payload,
      @Nullable JsonNode previous,
      @Nullable String correlation,
      @Nullable Instant occurredAt) {

    Event event(Caller caller) {
      return new Event(
          id,
          caller.tenant(),
          Refusal.require("type", type),
          occurredAt,
          subject,
          payload == null ? JsonNodeFactory.instance.objectNode() : payload,
          previous,
          correlation,
          null);
    }
  }

  /** What an event did. */
  record ReceiptView(
      String eventId,
      boolean repeated,
      List<StartedView> started,
      List<AnsweredView> answered,
      List<String> exited,
      List<SuppressedView> suppressed) {

    static ReceiptView of(PublishReceipt receipt) {
      return new ReceiptView(
          receipt.eventId(),
          receipt.repeated(),
          receipt.started().stream()
              .map(one -> new StartedView(one.workflow(), one.instance().toString()))
              .toList(),
          receipt.answered().stream()
              .map(one -> new AnsweredView(one.instance().toString(), one.step()))
              .toList(),
          receipt.exited().stream().map(Object::toString).toList(),
          receipt.suppressed().stream()
              .map(one -> new SuppressedView(one.workflow(), one.reason().text(), one.detail()))
              .toList());
    }
  }

  record StartedView(WorkflowRef workflow, String instanceId) {}

  record AnsweredView(String instanceId, String step) {}

  record SuppressedView(WorkflowRef workflow, String reason, String detail) {}

  /** An accepted event with what it did. */
  record EventView(
      String id,
      String type,
      @Nullable SubjectRef subject,
      ObjectNode payload,
      @Nullable JsonNode previous,
      @Nullable String correlation,
      @Nullable Instant occurredAt,
      Instant acceptedAt,
      ReceiptView receipt) {

    static EventView of(Events.Accepted one) {
      Event event = one.event();
      return new EventView(
          one.receipt().eventId(),
          event.type(),
          event.subject(),
          event.payload(),
          event.previous(),
          event.correlation(),
          event.occurredAt(),
          one.acceptedAt(),
          ReceiptView.of(one.receipt()));
    }
  }

  @ApiResponse(responseCode = "200", description = "it was published before")
  @ApiResponse(responseCode = "201", description = "it is accepted")
  @Operation(summary = "Publishes an event")
  @PostMapping
  ResponseEntity<ReceiptView> publish(Caller caller, @RequestBody EventInput body) {
    PublishReceipt receipt = as(caller).events().publish(body.event(caller));
    ReceiptView view = ReceiptView.of(receipt);
    return receipt.repeated()
        ? ResponseEntity.ok(view)
        : Created.at("/api/v1/events/{id}", view, receipt.eventId());
  }

  @Operation(summary = "The accepted events, newest first")
  @GetMapping
  ResponseEntity<Items<EventView>> list(
      Caller caller,
      @RequestParam(required = false) String type,
      @RequestParam(required = false) @Nullable String subject,
      @RequestParam(required = false) @Nullable Boolean effect,
      Pages pages) {
    SubjectRef about = Subjects.find(subject);
    return pages.of(
        (cursor, limit) ->
            Sieve.page(
                (from, most) -> as(caller).events().list(caller.tenant(), from, most),
                one ->
                    (type == null || type.equals(one.event().type()))
                        && (about == null || about.equals(one.event().subject()))
                        && (effect == null || effect == one.receipt().hadEffect()),
                cursor,
                limit),
        EventView::of);
  }

  @Operation(summary = "Get")
  @GetMapping("/{id}")
  EventView get(Caller caller, @PathVariable String id) {
    return EventView.of(accepted(caller, id));
  }

  private Events.Accepted accepted(Caller caller, String id) {
    return as(caller)
        .events()
        .find(caller.tenant(), id)
        .orElseThrow(
            () ->
                new NotFoundException(
                    "tenant " + caller.tenant() + " has no event \"" + id + "\""));
  }

  /** Why each workflow would or would not start. */
  record ExplanationView(
      List<CandidateView> candidates,
      List<String> wouldExit,
      List<AnsweredView> wouldAnswer,
      List<MissView> misses,
      @Nullable ReceiptView accepted,
      String text) {

    static ExplanationView of(EventExplanation explanation) {
      return new ExplanationView(
          explanation.candidates().stream().map(CandidateView::of).toList(),
          explanation.wouldExit().stream().map(Object::toString).toList(),
          explanation.wouldAnswer().stream()
              .map(one -> new AnsweredView(one.instance().toString(), one.step()))
              .toList(),
          explanation.misses().stream()
              .map(one -> new MissView(one.instance().toString(), one.step(), one.because()))
              .toList(),
          explanation.accepted() == null ? null : ReceiptView.of(explanation.accepted()),
          explanation.toString());
    }
  }

  record CandidateView(
      WorkflowRef workflow,
      EventExplanation.Verdict verdict,
      String because,
      @Nullable JsonNode explanation,
      List<String> concurrent) {

    static CandidateView of(EventExplanation.Candidate one) {
      return new CandidateView(
          one.workflow(),
          one.verdict(),
          one.because(),
          one.explanation(),
          one.concurrent().stream().map(Object::toString).toList());
    }
  }

  record MissView(String instanceId, @Nullable String step, String because) {}

  @Operation(summary = "Explains an accepted event, as if it came now")
  @GetMapping("/{id}/explain")
  ExplanationView explain(Caller caller, @PathVariable String id) {
    return ExplanationView.of(as(caller).explain(accepted(caller, id).event()));
  }

  @Operation(summary = "Explains an event that was not published")
  @PostMapping("/explain")
  ExplanationView explainUnpublished(Caller caller, @RequestBody EventInput body) {
    return ExplanationView.of(as(caller).explain(body.event(caller)));
  }

  /** A condition to try. */
  record Matching(String type, @Nullable JsonNode when, @Nullable Integer last) {}

  /** How many of the last events a condition holds for. */
  record Matched(int looked, int matched, List<MatchView> events) {}

  /**
   * Whether it holds for one.
   *
   * @param matches null: it cannot be told
   * @param explanation each part of the condition with the value it found
   */
  record MatchView(
      String eventId,
      Instant acceptedAt,
      @Nullable SubjectRef subject,
      @Nullable Boolean matches,
      @Nullable JsonNode explanation,
      @Nullable String because) {

    static MatchView of(Events.Match match) {
      return new MatchView(
          match.event().receipt().eventId(),
          match.event().acceptedAt(),
          match.event().event().subject(),
          match.holds(),
          match.explanation(),
          match.because());
    }
  }

  @Operation(summary = "Which of the last events of a type a condition would hold for")
  @PostMapping("/matches")
  Matched matches(Caller caller, @RequestBody Matching body) {
    List<MatchView> views =
        as(caller)
            .events()
            .matches(
                caller.tenant(),
                body.type(),
                Condition.parse(body.when()),
                body.last() == null ? 50 : body.last())
            .stream()
            .map(MatchView::of)
            .toList();
    int matched = (int) views.stream().filter(one -> Boolean.TRUE.equals(one.matches())).count();
    return new Matched(views.size(), matched, views);
  }
}
