package dev.workflow.examples.host.engine.trials;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Event;
import dev.workflow.SubjectRef;
import dev.workflow.definition.WorkflowDefinition;
import dev.workflow.examples.host.engine.Refusal;
import dev.workflow.examples.host.engine.definitions.DocumentText;
import dev.workflow.examples.host.security.Caller;
import dev.workflow.examples.host.security.Engines;
import dev.workflow.preview.Assumptions;
import dev.workflow.preview.PastStarts;
import dev.workflow.preview.PreviewedRun;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Tries definitions: nothing is sent, called or stored. */
@Tag(name = "trials")
@RestController
@RequestMapping("/api/v1/definitions")
class TrialController {

  private static final int MOST_DAYS = 90;

  private final Engines engines;

  TrialController(Engines engines) {
    this.engines = engines;
  }

  /** A sample event. */
  record TrialEvent(String type, @Nullable SubjectRef subject, @Nullable ObjectNode payload) {

    Event event(Caller caller) {
      return Event.of(
          caller.tenant(),
          type,
          subject,
          payload == null ? JsonNodeFactory.instance.objectNode() : payload);
    }
  }

  /**
   * What is tried on what.
   *
   * @param definition as text or as a document
   * @param eventId a past event; null: the sample
   * @param outputs what steps are to give, by step
   * @param failures steps that are to fail, with the reason
   * @param answers what people are to answer, by step
   * @param laterEvents whether past events that came later count, too; true by default
   */
  record TrialInput(
      DocumentText definition,
      @Nullable String eventId,
      @Nullable TrialEvent sample,
      @Nullable Map<String, JsonNode> outputs,
      @Nullable Map<String, String> failures,
      @Nullable Map<String, JsonNode> answers,
      @Nullable Boolean laterEvents) {

    Assumptions assumptions() {
      return new Assumptions(
          Objects.requireNonNullElse(outputs, Map.of()),
          Objects.requireNonNullElse(failures, Map.of()),
          Objects.requireNonNullElse(answers, Map.of()),
          Assumptions.DEFAULT_TIME,
          !Boolean.FALSE.equals(laterEvents));
    }
  }

  @Operation(summary = "Runs a definition on a past or a sample event, with virtual time")
  @PostMapping("/trial")
  TrialRun run(Caller caller, @RequestBody TrialInput body) {
    WorkflowDefinition definition = WorkflowDefinition.parse(body.definition().tree());
    PreviewedRun run =
        body.eventId() != null
            ? engines
                .of(caller)
                .previews()
                .run(
                    caller.tenant(), definition, body.eventId(), body.assumptions(), caller.actor())
            : engines
                .of(caller)
                .previews()
                .run(
                    definition,
                    Refusal.require("sample", body.sample()).event(caller),
                    body.assumptions(),
                    caller.actor());
    return TrialRun.of(run);
  }

  /** Over how many of the last days. */
  record PastInput(DocumentText definition, @Nullable Integer days) {}

  private static int days(@Nullable Integer days) {
    int given = days == null ? 7 : days;
    if (given < 1 || given > MOST_DAYS) {
      throw Refusal.of("days", "must be 1 to " + MOST_DAYS);
    }
    return given;
  }

  @Operation(summary = "Which events of the last days would have started a definition")
  @PostMapping("/past-starts")
  PastStartsView past(Caller caller, @RequestBody PastInput body) {
    Instant now = Instant.now();
    PastStarts starts =
        engines
            .of(caller)
            .previews()
            .starts(
                caller.tenant(),
                WorkflowDefinition.parse(body.definition().tree()),
                now.minus(Duration.ofDays(days(body.days()))),
                now,
                caller.actor(),
                progress -> {});
    return PastStartsView.of(starts);
  }

  /** Over how many of the last days. */
  record PublicationInput(@Nullable Integer days) {}

  @Operation(
      summary = "What publishing the draft would change: starts, running instances, documents")
  @PostMapping("/{key}/publication-preview")
  PublicationView publication(
      Caller caller, @PathVariable String key, @RequestBody PublicationInput body) {
    return PublicationView.of(
        engines
            .of(caller)
            .previews()
            .publication(
                caller.tenant(),
                key,
                Duration.ofDays(days(body.days())),
                caller.actor(),
                progress -> {}));
  }
}
