package dev.workflow.examples.host.engine.definitions;

import dev.workflow.ConflictException;
import dev.workflow.definition.DefinitionDiagram;
import dev.workflow.definition.WorkflowDefinition;
import dev.workflow.examples.host.engine.Refusal;
import dev.workflow.examples.host.engine.Rights;
import dev.workflow.examples.host.security.Caller;
import dev.workflow.examples.host.security.Engines;
import dev.workflow.spi.AccessPolicy.Right;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Drafts of definitions, and documents while they are written. */
@Tag(name = "definitions")
@RestController
@RequestMapping("/api/v1/definitions")
class DraftController {

  private final Engines engines;
  private final Drafts drafts;
  private final Documents documents;
  private final Rights rights;

  DraftController(Engines engines, Drafts drafts, Documents documents, Rights rights) {
    this.engines = engines;
    this.drafts = drafts;
    this.documents = documents;
    this.rights = rights;
  }

  @Operation(summary = "Creates a workflow as a draft; its key is in the document")
  @ResponseStatus(HttpStatus.CREATED)
  @PostMapping
  ResponseEntity<Drafts.Draft> create(Caller caller, @RequestBody DocumentText body) {
    String key = Refusal.require("key", body.tree().path("key").textValue());
    boolean known = !engines.of(caller).definitions().versions(caller.tenant(), key).isEmpty();
    if (known) {
      throw new ConflictException("there is a workflow \"" + key + "\" already; save its draft");
    }
    Drafts.Draft draft = drafts.save(caller, key, body, null);
    return ResponseEntity.created(URI.create("/api/v1/definitions/" + key + "/draft"))
        .eTag(draft.revision())
        .body(draft);
  }

  @Operation(summary = "Get")
  @GetMapping("/{key}/draft")
  ResponseEntity<Drafts.Draft> getDraft(Caller caller, @PathVariable String key) {
    Drafts.Draft draft = drafts.get(caller, key);
    return ResponseEntity.ok().eTag(draft.revision()).body(draft);
  }

  @Operation(summary = "Saves the draft that If-Match names, or the first one. Drafts may be wrong")
  @PutMapping("/{key}/draft")
  ResponseEntity<Drafts.Draft> save(
      Caller caller,
      @PathVariable String key,
      @RequestHeader(name = "If-Match", required = false) @Nullable String match,
      @RequestBody DocumentText body) {
    Drafts.Draft draft = drafts.save(caller, key, body, tag(match));
    return ResponseEntity.ok().eTag(draft.revision()).body(draft);
  }

  private static @Nullable String tag(@Nullable String match) {
    return match == null ? null : match.strip().replaceFirst("^W/", "").replace("\"", "");
  }

  @Operation(summary = "Discard")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @DeleteMapping("/{key}/draft")
  ResponseEntity<Void> discard(Caller caller, @PathVariable String key) {
    drafts.discard(caller, key);
    return ResponseEntity.noContent().build();
  }

  @Operation(summary = "Publishes the draft as the next version")
  @ResponseStatus(HttpStatus.CREATED)
  @PostMapping("/{key}/publish")
  ResponseEntity<VersionView> publish(
      Caller caller,
      @PathVariable String key,
      @RequestHeader(name = "If-Match", required = false) @Nullable String match) {
    WorkflowDefinition published = drafts.publish(caller, key, tag(match));
    VersionView view = VersionView.newest(engines.of(caller).definitions(), caller.tenant(), key);
    return ResponseEntity.created(
            URI.create("/api/v1/definitions/" + key + "/versions/" + published.version()))
        .body(view);
  }

  @Operation(summary = "Every problem of a document with its place; nothing is saved")
  @PostMapping("/validate")
  Documents.Checked validate(Caller caller, @RequestBody DocumentText body) {
    return documents.check(caller, body);
  }

  @Operation(summary = "The document in the other format")
  @PostMapping("/convert")
  DocumentText convert(
      Caller caller,
      @RequestParam(defaultValue = "json") String to,
      @RequestBody DocumentText body) {
    rights.require(caller, Right.DEFINE, null, null);
    return documents.convert(body, to);
  }

  @Operation(summary = "A picture of a document that is not saved")
  @PostMapping(
      value = "/diagram",
      produces = {"image/svg+xml", "text/plain"})
  ResponseEntity<String> diagramOfDocument(
      Caller caller,
      @RequestParam(defaultValue = "svg") String format,
      @RequestBody DocumentText body) {
    rights.require(caller, Right.DEFINE, null, null);
    WorkflowDefinition definition = WorkflowDefinition.parse(body.tree());
    return Pictures.answer(
        format,
        () -> DefinitionDiagram.svg(definition),
        () -> DefinitionDiagram.mermaid(definition));
  }
}
