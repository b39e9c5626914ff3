package dev.workflow.examples.host.matters;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.Definitions;
import dev.workflow.InstanceId;
import dev.workflow.InvalidInputException;
import dev.workflow.Page;
import dev.workflow.Problems;
import dev.workflow.definition.DefinitionStatus;
import dev.workflow.examples.host.security.Caller;
import dev.workflow.examples.host.security.Engines;
import dev.workflow.examples.host.security.Role;
import dev.workflow.examples.host.users.Matters;
import dev.workflow.examples.host.web.Created;
import dev.workflow.examples.host.web.ETags;
import dev.workflow.examples.host.web.Pages;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Templates of the work on matters. */
@RestController
@Tag(name = "matters")
@RequestMapping("/api/workflows/templates")
class MatterTemplateController {

  private final Engines engines;
  private final MatterTemplates templates;
  private final MatterViews views;
  private final Matters matters;

  MatterTemplateController(
      Engines engines, MatterTemplates templates, MatterViews views, Matters matters) {
    this.engines = engines;
    this.templates = templates;
    this.views = views;
    this.matters = matters;
  }

  /** Templates by id, drafts too. A page may hold fewer than its limit and have a next one. */
  @GetMapping
  @Operation(summary = "Lists templates, drafts too")
  ResponseEntity<MatterPage<MatterTemplate.TemplateLine>> listTemplates(
      Caller caller, @RequestParam(required = false) @Nullable String q, Pages pages) {
    return MatterPage.of(
        pages.of(
            (cursor, limit) -> ofMatters(caller, q, cursor, limit),
            MatterTemplateController::line));
  }

  private Page<Definitions.Listed> ofMatters(
      Caller caller, @Nullable String q, @Nullable String cursor, int limit) {
    Page<Definitions.Listed> page =
        engines.of(caller).definitions().list(caller.tenant(), q, cursor, limit);
    return new Page<>(
        page.items().stream().filter(one -> TemplateForms.MATTER.equals(one.subject())).toList(),
        page.next());
  }

  private static MatterTemplate.TemplateLine line(Definitions.Listed one) {
    TemplateStatus status =
        one.status() == DefinitionStatus.PUBLISHED
            ? TemplateStatus.PUBLISHED
            : one.version() == 0 ? TemplateStatus.DRAFT : TemplateStatus.ARCHIVED;
    return new MatterTemplate.TemplateLine(
        one.key(), one.name(), one.description(), status, one.version(), one.draft());
  }

  @PostMapping
  @Operation(summary = "Keeps a new template as a draft")
  @ResponseStatus(HttpStatus.CREATED)
  ResponseEntity<MatterTemplate> createTemplate(
      Caller caller,
      @io.swagger.v3.oas.annotations.parameters.RequestBody(
              content = @Content(schema = @Schema(implementation = Requests.TemplateBody.class)))
          @RequestBody
          JsonNode form) {
    caller.require(Role.ADMIN, Role.MANAGER);
    MatterTemplates.Kept kept = templates.create(caller, form);
    return ResponseEntity.created(URI.create("/api/workflows/templates/" + kept.shown().key()))
        .eTag(ETags.of(kept.revision()))
        .body(kept.view());
  }

  @GetMapping("/{id}")
  @Operation(summary = "Shows a template, its draft if there is one")
  ResponseEntity<MatterTemplate> getTemplate(Caller caller, @PathVariable String id) {
    return answer(templates.find(caller, id));
  }

  @PatchMapping("/{id}")
  @Operation(summary = "Changes a template as a draft")
  ResponseEntity<MatterTemplate> patchTemplate(
      Caller caller,
      @PathVariable String id,
      @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String revision,
      @io.swagger.v3.oas.annotations.parameters.RequestBody(
              content = @Content(schema = @Schema(implementation = Requests.TemplateBody.class)))
          @RequestBody
          JsonNode changes) {
    caller.require(Role.ADMIN, Role.MANAGER);
    return answer(templates.patch(caller, id, changes, revision));
  }

  @PostMapping("/{id}/publish")
  @Operation(summary = "Publishes the draft of a template")
  ResponseEntity<MatterTemplate> publishTemplate(
      Caller caller,
      @PathVariable String id,
      @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String revision) {
    caller.require(Role.ADMIN, Role.MANAGER);
    return answer(templates.publish(caller, id, revision));
  }

  @PostMapping("/{id}/instantiate")
  @Operation(summary = "Puts a published template to work on a matter")
  @ResponseStatus(HttpStatus.CREATED)
  ResponseEntity<MatterInstance> instantiateTemplate(
      Caller caller, @PathVariable String id, @RequestBody Requests.Instantiation body) {
    caller.require(Role.ADMIN, Role.MANAGER, Role.SALES);
    templates.find(caller, id);
    Problems problems = Problems.none();
    String matter = body.matterId();
    if (matters.find(caller.tenant(), matter) == null) {
      problems.at("matterId").add("there is no matter \"" + matter + "\"");
    }
    problems.throwIfAny(list -> new InvalidInputException("The instantiation", list));
    InstanceId started = templates.instantiate(caller, id, matter);
    return Created.at("/api/workflows/instances/{id}", views.of(caller, started), started);
  }

  private static ResponseEntity<MatterTemplate> answer(MatterTemplates.Kept kept) {
    return ResponseEntity.ok().eTag(ETags.of(kept.revision())).body(kept.view());
  }
}
