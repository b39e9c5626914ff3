package dev.workflow.examples.host.engine.instances;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.InstanceId;
import dev.workflow.Instances;
import dev.workflow.SubjectRef;
import dev.workflow.WorkflowEngine;
import dev.workflow.WorkflowRef;
import dev.workflow.examples.host.engine.Ids;
import dev.workflow.examples.host.engine.Refusal;
import dev.workflow.examples.host.engine.definitions.Pictures;
import dev.workflow.examples.host.engine.log.ActView;
import dev.workflow.examples.host.security.Caller;
import dev.workflow.examples.host.security.Engines;
import dev.workflow.examples.host.web.Created;
import dev.workflow.examples.host.web.Items;
import dev.workflow.examples.host.web.Pages;
import dev.workflow.instance.InstanceOutcome;
import dev.workflow.instance.InstanceState;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Instances: find them and look at them. */
@Tag(name = "instances")
@RestController
@RequestMapping("/api/v1/instances")
class InstanceController {

  private final Engines engines;

  InstanceController(Engines engines) {
    this.engines = engines;
  }

  private WorkflowEngine as(Caller caller) {
    return engines.of(caller);
  }

  @Operation(
      summary =
          "Newest first, or in the order of newest_first, oldest_first, last_ended_first, first_ended_first")
  @GetMapping
  ResponseEntity<Items<InstanceView.InstanceLine>> list(
      Caller caller, @ParameterObject InstanceFilter filter, Pages pages) {
    Instances.Query query = filter.query(caller.tenant());
    return pages.of(
        (cursor, limit) -> as(caller).instances().list(query, cursor, limit),
        InstanceView.InstanceLine::of);
  }

  /** How many there are of a workflow in a state. */
  record InstanceCount(
      String workflow, InstanceState state, @Nullable InstanceOutcome outcome, long instances) {}

  @Operation(summary = "Count")
  @GetMapping("/count")
  Items<InstanceCount> count(Caller caller) {
    return Items.all(
        as(caller).instances().count(caller.tenant()).stream()
            .map(
                one ->
                    new InstanceCount(one.workflow(), one.state(), one.outcome(), one.instances()))
            .toList());
  }

  /**
   * What to start.
   *
   * @param version null: the newest
   * @param draft true: it begins when it is told to
   */
  record InstanceStart(
      String workflow,
      @Nullable Integer version,
      @Nullable SubjectRef subject,
      @Nullable ObjectNode input,
      @Nullable Boolean draft) {}

  @ApiResponse(responseCode = "201", description = "it is started")
  @ApiResponse(
      responseCode = "204",
      description = "one is active, and the policy is to skip",
      content = @Content)
  @Operation(
      summary = "Starts one by hand; 204 if its concurrency policy is to skip and one is active")
  @PostMapping
  ResponseEntity<InstanceView> start(Caller caller, @RequestBody InstanceStart body) {
    String key = body.workflow();
    ObjectNode input = body.input() == null ? JsonNodeFactory.instance.objectNode() : body.input();
    boolean draft = Boolean.TRUE.equals(body.draft());
    Instances instances = as(caller).instances();
    Optional<InstanceId> started;
    if (draft || body.version() != null) {
      int version =
          body.version() == null
              ? as(caller).definitions().get(caller.tenant(), key).version()
              : body.version();
      WorkflowRef ref = WorkflowRef.of(key, version);
      started =
          draft
              ? Optional.of(
                  instances.draft(caller.tenant(), ref, body.subject(), input, caller.actor()))
              : instances.startVersion(caller.tenant(), ref, body.subject(), input, caller.actor());
    } else {
      started = instances.start(caller.tenant(), key, body.subject(), input, caller.actor());
    }
    return started
        .map(
            id ->
                Created.at(
                    "/api/v1/instances/{id}",
                    InstanceView.of(instances.get(caller.tenant(), id)),
                    id))
        .orElseGet(() -> ResponseEntity.noContent().build());
  }

  @Operation(summary = "Get")
  @GetMapping("/{id}")
  InstanceView get(Caller caller, @PathVariable String id) {
    return InstanceView.of(as(caller).instances().get(caller.tenant(), Ids.instance(id)));
  }

  @Operation(summary = "The document that it follows, edits included")
  @GetMapping("/{id}/document")
  JsonNode document(Caller caller, @PathVariable String id) {
    return as(caller).instances().document(caller.tenant(), Ids.instance(id)).toJson();
  }

  @Operation(summary = "Every act in order")
  @GetMapping("/{id}/history")
  Items<ActView> history(Caller caller, @PathVariable String id) {
    return Items.all(
        as(caller).history().of(caller.tenant(), Ids.instance(id)).stream()
            .map(ActView::of)
            .toList());
  }

  /** The history for people. */
  record StoryView(String text, List<String> lines) {}

  @Operation(summary = "Story")
  @GetMapping("/{id}/story")
  StoryView story(Caller caller, @PathVariable String id) {
    String text = as(caller).history().story(caller.tenant(), Ids.instance(id));
    return new StoryView(text, text.lines().toList());
  }

  @Operation(summary = "Its steps coloured by state, as SVG or Mermaid")
  @GetMapping(
      value = "/{id}/diagram",
      produces = {"image/svg+xml", "text/plain"})
  ResponseEntity<String> diagram(
      Caller caller, @PathVariable String id, @RequestParam(defaultValue = "svg") String format) {
    InstanceId instance = Ids.instance(id);
    return Pictures.answer(
        format,
        () -> as(caller).history().picture(caller.tenant(), instance),
        () -> as(caller).history().diagram(caller.tenant(), instance));
  }

  @ApiResponse(
      responseCode = "200",
      description = "a pack that can be verified",
      content = {
        @Content(mediaType = "application/json", schema = @Schema(type = "object")),
        @Content(mediaType = "text/html", schema = @Schema(type = "string"))
      })
  @Operation(
      summary =
          "Everything about it so that others can verify it: JSON, or a page with format=html")
  @GetMapping(
      value = "/{id}/evidence",
      produces = {"application/json", "text/html"})
  ResponseEntity<String> evidence(
      Caller caller, @PathVariable String id, @RequestParam(defaultValue = "json") String format) {
    var pack = as(caller).history().evidence(caller.tenant(), Ids.instance(id));
    return switch (format) {
      case "json" ->
          ResponseEntity.ok()
              .contentType(MediaType.APPLICATION_JSON)
              .header("Content-Disposition", "attachment; filename=\"evidence-" + id + ".json\"")
              .body(pack.json());
      case "html" ->
          ResponseEntity.ok()
              .contentType(MediaType.parseMediaType("text/html;charset=UTF-8"))
              .header("Content-Disposition", "attachment; filename=\"evidence-" + id + ".html\"")
              .body(pack.html());
      default -> throw Refusal.of("format", "is neither json nor html");
    };
  }
}
