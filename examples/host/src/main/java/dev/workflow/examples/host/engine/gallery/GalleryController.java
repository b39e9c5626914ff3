package dev.workflow.examples.host.engine.gallery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Problem;
import dev.workflow.definition.WorkflowDefinition;
import dev.workflow.examples.host.security.Caller;
import dev.workflow.examples.host.security.Engines;
import dev.workflow.examples.host.web.Created;
import dev.workflow.examples.host.web.Items;
import dev.workflow.examples.host.web.Pages;
import dev.workflow.gallery.Gallery;
import dev.workflow.gallery.WorkflowTemplate;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Templates of workflows; a reference is a key, or names its source. */
@Tag(name = "gallery")
@RestController
@RequestMapping("/api/v1/gallery")
class GalleryController {

  private final Engines engines;

  GalleryController(Engines engines) {
    this.engines = engines;
  }

  private Gallery gallery(Caller caller) {
    return engines.of(caller).gallery();
  }

  /** A template in a list. */
  record GalleryLine(
      String ref,
      String name,
      @Nullable String description,
      String category,
      Gallery.Source source,
      boolean shared,
      int version,
      @Nullable String creator) {

    static GalleryLine of(Gallery.Listed one) {
      return new GalleryLine(
          one.ref(),
          one.name(),
          one.description(),
          one.category(),
          one.source(),
          one.shared(),
          one.version(),
          one.creator() == null ? null : one.creator().id());
    }
  }

  @Operation(summary = "List")
  @GetMapping
  ResponseEntity<Items<GalleryLine>> list(
      Caller caller,
      @RequestParam(required = false) @Nullable String category,
      @RequestParam(required = false) @Nullable String q,
      Pages pages) {
    return pages.of(
        (cursor, limit) -> gallery(caller).list(caller.tenant(), category, q, cursor, limit),
        GalleryLine::of);
  }

  /** A template with its document. */
  record GalleryTemplate(String ref, JsonNode document) {}

  @Operation(summary = "Get")
  @GetMapping("/{ref}")
  GalleryTemplate get(
      Caller caller,
      @PathVariable String ref,
      @RequestParam(required = false) @Nullable Integer version) {
    WorkflowTemplate template =
        version == null
            ? gallery(caller).get(caller.tenant(), ref)
            : gallery(caller).get(caller.tenant(), ref, version);
    return new GalleryTemplate(ref, template.toJson());
  }

  /** A version of a template. */
  record GalleryVersion(
      int version, boolean shared, @Nullable Instant at, String by, JsonNode document) {}

  @Operation(summary = "Versions")
  @GetMapping("/{ref}/versions")
  Items<GalleryVersion> versions(Caller caller, @PathVariable String ref) {
    return Items.all(
        gallery(caller).versions(caller.tenant(), ref).stream()
            .map(
                one ->
                    new GalleryVersion(
                        one.version(),
                        one.shared(),
                        one.at(),
                        one.by().id(),
                        one.template().toJson()))
            .toList());
  }

  /** A template to publish; shared: others see it, too. */
  record GalleryInput(JsonNode document, @Nullable Boolean shared) {}

  @Operation(summary = "Publish")
  @ResponseStatus(HttpStatus.CREATED)
  @PostMapping
  ResponseEntity<GalleryTemplate> publish(Caller caller, @RequestBody GalleryInput body) {
    WorkflowTemplate template = WorkflowTemplate.parse(body.document());
    gallery(caller)
        .publish(caller.tenant(), template, Boolean.TRUE.equals(body.shared()), caller.actor());
    return Created.at(
        "/api/v1/gallery/{ref}",
        new GalleryTemplate(template.key(), template.toJson()),
        template.key());
  }

  /** A name for a copy. */
  record GalleryCopy(String key, String name) {}

  @Operation(summary = "Copy")
  @ResponseStatus(HttpStatus.CREATED)
  @PostMapping("/{ref}/copy")
  ResponseEntity<GalleryTemplate> copy(
      Caller caller, @PathVariable String ref, @RequestBody GalleryCopy body) {
    WorkflowTemplate copy =
        gallery(caller).copy(caller.tenant(), ref, body.key(), body.name(), caller.actor());
    return Created.at(
        "/api/v1/gallery/{ref}", new GalleryTemplate(copy.key(), copy.toJson()), copy.key());
  }

  @Operation(summary = "Delete")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @DeleteMapping("/{ref}")
  ResponseEntity<Void> delete(Caller caller, @PathVariable String ref) {
    gallery(caller).delete(caller.tenant(), ref, caller.actor());
    return ResponseEntity.noContent().build();
  }

  /** Values for a template's parameters; draft: it is not published yet. */
  record GallerySetup(
      @Nullable ObjectNode parameters,
      @Nullable String key,
      @Nullable String name,
      @Nullable Boolean draft) {

    Gallery.Setup setup() {
      return new Gallery.Setup(
          parameters == null ? JsonNodeFactory.instance.objectNode() : parameters,
          key,
          name,
          Boolean.TRUE.equals(draft));
    }
  }

  /** What would keep a workflow from being made of it. */
  record GalleryCheck(List<Problem> problems) {}

  @Operation(summary = "Check")
  @PostMapping("/{ref}/check")
  GalleryCheck check(Caller caller, @PathVariable String ref, @RequestBody GallerySetup body) {
    return new GalleryCheck(gallery(caller).check(caller.tenant(), ref, body.setup()));
  }

  /** The workflow that was made; version 0: a draft. */
  record GalleryWorkflow(String key, int version, JsonNode document) {}

  @Operation(summary = "Instantiate")
  @ResponseStatus(HttpStatus.CREATED)
  @PostMapping("/{ref}/instantiate")
  ResponseEntity<GalleryWorkflow> instantiate(
      Caller caller, @PathVariable String ref, @RequestBody GallerySetup body) {
    WorkflowDefinition made =
        gallery(caller).instantiate(caller.tenant(), ref, body.setup(), caller.actor());
    return Created.at(
        made.version() == 0 ? "/api/v1/definitions/{key}/draft" : "/api/v1/definitions/{key}",
        new GalleryWorkflow(made.key(), made.version(), made.toJson()),
        made.key());
  }

  /** A template as the text of a file. */
  record GalleryFile(String file) {}

  @Operation(summary = "Export")
  @GetMapping("/{ref}/export")
  GalleryFile export(Caller caller, @PathVariable String ref) {
    return new GalleryFile(gallery(caller).export(caller.tenant(), ref));
  }

  /** The version that a file has become. */
  record GalleryImported(int version) {}

  @Operation(summary = "Import file")
  @PostMapping("/import")
  GalleryImported importFile(Caller caller, @RequestBody GalleryFile body) {
    return new GalleryImported(
        gallery(caller).importFile(caller.tenant(), body.file(), caller.actor()));
  }
}
