package dev.workflow.examples.host.engine.definitions;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.Definitions;
import dev.workflow.NotFoundException;
import dev.workflow.WorkflowRef;
import dev.workflow.definition.DefinitionChange;
import dev.workflow.definition.DefinitionDiagram;
import dev.workflow.definition.DefinitionDiff;
import dev.workflow.definition.DefinitionStatus;
import dev.workflow.definition.DefinitionVersion;
import dev.workflow.definition.WorkflowDefinition;
import dev.workflow.examples.host.engine.Ids;
import dev.workflow.examples.host.engine.Reason;
import dev.workflow.examples.host.engine.Refusal;
import dev.workflow.examples.host.engine.Sieve;
import dev.workflow.examples.host.security.Caller;
import dev.workflow.examples.host.security.Engines;
import dev.workflow.examples.host.web.Items;
import dev.workflow.examples.host.web.Pages;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
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

/** Definitions and their versions. */
@Tag(name = "definitions")
@RestController
@RequestMapping("/api/v1/definitions")
class DefinitionController {

  private final Engines engines;

  DefinitionController(Engines engines) {
    this.engines = engines;
  }

  private Definitions definitions(Caller caller) {
    return engines.of(caller).definitions();
  }

  /**
   * A workflow in a list.
   *
   * @param version the newest; 0: only a draft
   * @param draftBy who saved the draft; null: there is none
   */
  record DefinitionLine(
      String key,
      String name,
      @Nullable String description,
      @Nullable String subject,
      int version,
      DefinitionStatus status,
      boolean enabled,
      boolean draft,
      @Nullable String draftBy,
      @Nullable Instant draftAt) {}

  @Operation(summary = "state is one of draft, published, archived, enabled, disabled")
  @GetMapping
  ResponseEntity<Items<DefinitionLine>> list(
      Caller caller,
      @RequestParam(required = false) @Nullable String q,
      @RequestParam(required = false) @Nullable String state,
      Pages pages) {
    State wanted = Refusal.word(State.class, "state", state);
    return pages.of(
        (cursor, limit) ->
            Sieve.page(
                (from, most) -> definitions(caller).list(caller.tenant(), q, from, most),
                one -> wanted == null || wanted.fits(one),
                cursor,
                limit),
        one -> line(caller, one));
  }

  private enum State {
    DRAFT,
    PUBLISHED,
    ARCHIVED,
    ENABLED,
    DISABLED;

    boolean fits(Definitions.Listed one) {
      return switch (this) {
        case DRAFT -> one.draft();
        case PUBLISHED -> one.status() == DefinitionStatus.PUBLISHED;
        case ARCHIVED -> one.status() == DefinitionStatus.ARCHIVED;
        case ENABLED -> one.enabled() && one.status() == DefinitionStatus.PUBLISHED;
        case DISABLED -> !one.enabled() && one.status() == DefinitionStatus.PUBLISHED;
      };
    }
  }

  private DefinitionLine line(Caller caller, Definitions.Listed one) {
    Definitions.Draft draft =
        one.draft()
            ? definitions(caller).savedDraft(caller.tenant(), one.key()).orElse(null)
            : null;
    return new DefinitionLine(
        one.key(),
        one.name(),
        one.description(),
        one.subject(),
        one.version(),
        one.status(),
        one.enabled(),
        one.draft(),
        draft == null ? null : draft.by().id(),
        draft == null ? null : draft.at());
  }

  @Operation(summary = "The newest published version")
  @GetMapping("/{key}")
  ResponseEntity<VersionView> get(Caller caller, @PathVariable String key) {
    VersionView view = VersionView.newest(definitions(caller), caller.tenant(), key);
    return ResponseEntity.ok().eTag(String.valueOf(view.version())).body(view);
  }

  @Operation(summary = "All versions without their documents, newest first, the draft last")
  @GetMapping("/{key}/versions")
  Items<VersionView> versions(Caller caller, @PathVariable String key) {
    return Items.all(known(caller, key).stream().map(one -> VersionView.of(one, false)).toList());
  }

  /** All versions, of which there is one at least. */
  private List<DefinitionVersion> known(Caller caller, String key) {
    List<DefinitionVersion> versions = definitions(caller).versions(caller.tenant(), key);
    if (versions.isEmpty()) {
      throw new NotFoundException("tenant " + caller.tenant() + " has no workflow \"" + key + "\"");
    }
    return versions;
  }

  @Operation(summary = "Version")
  @GetMapping("/{key}/versions/{version}")
  VersionView version(Caller caller, @PathVariable String key, @PathVariable String version) {
    return VersionView.of(definitions(caller), caller.tenant(), key, Ids.version(version));
  }

  @Operation(summary = "The document of a version as YAML")
  @GetMapping(value = "/{key}/versions/{version}/yaml", produces = "application/yaml")
  String yaml(Caller caller, @PathVariable String key, @PathVariable String version) {
    return definition(caller, key, Ids.version(version)).toYaml();
  }

  private WorkflowDefinition definition(Caller caller, String key, int version) {
    return definitions(caller).get(caller.tenant(), WorkflowRef.of(key, version));
  }

  @Operation(summary = "Archive")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @PostMapping("/{key}/versions/{version}/archive")
  ResponseEntity<Void> archive(
      Caller caller, @PathVariable String key, @PathVariable String version) {
    definitions(caller)
        .archive(caller.tenant(), WorkflowRef.of(key, Ids.version(version)), caller.actor());
    return ResponseEntity.noContent().build();
  }

  /**
   * What changed.
   *
   * @param lines each change in words
   */
  record DefinitionDifference(
      String key, int from, int to, List<JsonNode> changes, List<String> lines) {}

  @Operation(summary = "Of two versions; 0 is the draft")
  @GetMapping("/{key}/diff")
  DefinitionDifference diff(
      Caller caller,
      @PathVariable String key,
      @RequestParam int from,
      @RequestParam(defaultValue = "0") int to) {
    DefinitionDiff diff = definitions(caller).diff(caller.tenant(), key, from, to);
    return new DefinitionDifference(
        key,
        from,
        to,
        diff.changes().stream().<JsonNode>map(DefinitionChange::toJson).toList(),
        diff.changes().stream().map(DefinitionChange::toString).toList());
  }

  /** Which version is published again. */
  record Rollback(Integer version) {}

  @Operation(summary = "Rollback")
  @ResponseStatus(HttpStatus.CREATED)
  @PostMapping("/{key}/rollback")
  ResponseEntity<VersionView> rollback(
      Caller caller, @PathVariable String key, @RequestBody Rollback body) {
    WorkflowDefinition published =
        definitions(caller)
            .rollback(caller.tenant(), WorkflowRef.of(key, body.version()), caller.actor());
    return ResponseEntity.created(
            URI.create("/api/v1/definitions/" + key + "/versions/" + published.version()))
        .body(VersionView.newest(definitions(caller), caller.tenant(), key));
  }

  /** Whether anything changed. */
  record Switched(boolean enabled, boolean changed) {}

  @Operation(summary = "Enable")
  @PostMapping("/{key}/enable")
  Switched enable(Caller caller, @PathVariable String key, @RequestBody Reason body) {
    return new Switched(
        true, definitions(caller).enable(caller.tenant(), key, caller.actor(), Reason.of(body)));
  }

  @Operation(summary = "Disable")
  @PostMapping("/{key}/disable")
  Switched disable(Caller caller, @PathVariable String key, @RequestBody Reason body) {
    return new Switched(
        false, definitions(caller).disable(caller.tenant(), key, caller.actor(), Reason.of(body)));
  }

  @Operation(summary = "Who enabled and disabled it, newest first")
  @GetMapping("/{key}/enabled-changes")
  Items<Definitions.EnabledChange> changes(Caller caller, @PathVariable String key) {
    known(caller, key);
    return Items.all(definitions(caller).enabledChanges(caller.tenant(), key));
  }

  @Operation(summary = "Dependencies")
  @GetMapping("/{key}/dependencies")
  Definitions.Dependencies dependencies(Caller caller, @PathVariable String key) {
    known(caller, key);
    return definitions(caller).dependencies(caller.tenant(), key);
  }

  @Operation(summary = "Deletes it; though_used also if others start it")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @DeleteMapping("/{key}")
  ResponseEntity<Void> delete(
      Caller caller,
      @PathVariable String key,
      @RequestParam(defaultValue = "all") String history,
      @RequestParam(name = "though_used", defaultValue = "false") boolean thoughUsed) {
    Definitions.KeptHistory kept =
        Refusal.require("history", Refusal.word(Definitions.KeptHistory.class, "history", history));
    if (thoughUsed) {
      definitions(caller).deleteThoughUsed(caller.tenant(), key, kept, caller.actor());
    } else {
      definitions(caller).delete(caller.tenant(), key, kept, caller.actor());
    }
    return ResponseEntity.noContent().build();
  }

  @Operation(
      summary = "As SVG, or as Mermaid; of the newest version unless one is named, 0 is the draft")
  @GetMapping(
      value = "/{key}/diagram",
      produces = {"image/svg+xml", "text/plain"})
  ResponseEntity<String> diagram(
      Caller caller,
      @PathVariable String key,
      @RequestParam(required = false) Integer version,
      @RequestParam(defaultValue = "svg") String format) {
    WorkflowDefinition definition =
        version == null
            ? definitions(caller).get(caller.tenant(), key)
            : definition(caller, key, version);
    return Pictures.answer(
        format,
        () -> DefinitionDiagram.svg(definition),
        () -> DefinitionDiagram.mermaid(definition));
  }
}
