package dev.workflow.examples.host.crm;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.examples.host.crm.WorkflowParts.Changed;
import dev.workflow.examples.host.crm.WorkflowParts.Kind;
import dev.workflow.examples.host.security.Caller;
import dev.workflow.examples.host.web.Created;
import dev.workflow.examples.host.web.Items;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
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
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** The triggers or the actions of a workflow, one by one; their ids stay. */
@Tag(name = "crm")
abstract class PartsController {

  private final WorkflowParts parts;
  private final Kind kind;
  private final String one;

  PartsController(WorkflowParts parts, Kind kind) {
    this.parts = parts;
    this.kind = kind;
    this.one = "/api/v1/workflows/{id}/" + kind.list() + "/{part}";
  }

  @GetMapping
  @Operation(summary = "The triggers, or the actions, of a workflow with their ids")
  Items<ObjectNode> list(Caller caller, @PathVariable String id) {
    return Items.all(parts.list(caller, id, kind));
  }

  @PostMapping
  @ResponseStatus(HttpStatus.CREATED)
  @Operation(summary = "Add one behind the others, as the next version")
  ResponseEntity<ObjectNode> add(
      Caller caller,
      @PathVariable String id,
      @RequestBody ObjectNode body,
      @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch) {
    ObjectNode added = parts.add(caller, id, kind, body, ifMatch).part();
    return Created.at(one, added, id, added.path("id").asText());
  }

  @PutMapping("/{partId}")
  @Operation(summary = "Put another in the place of one; its id stays")
  ResponseEntity<ObjectNode> put(
      Caller caller,
      @PathVariable String id,
      @PathVariable String partId,
      @RequestBody ObjectNode body,
      @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch) {
    Changed changed = parts.replace(caller, id, kind, partId, body, ifMatch);
    return ResponseEntity.ok().eTag(changed.etag()).body(changed.part());
  }

  @DeleteMapping("/{partId}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Operation(summary = "Remove one, as the next version")
  void delete(
      Caller caller,
      @PathVariable String id,
      @PathVariable String partId,
      @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch) {
    parts.remove(caller, id, kind, partId, ifMatch);
  }

  /** See {@link PartsController}. */
  @RestController
  @RequestMapping("/api/v1/workflows/{id}/triggers")
  static class Triggers extends PartsController {
    Triggers(WorkflowParts parts) {
      super(parts, Kind.TRIGGER);
    }
  }

  /** See {@link PartsController}. */
  @RestController
  @RequestMapping("/api/v1/workflows/{id}/actions")
  static class Actions extends PartsController {
    Actions(WorkflowParts parts) {
      super(parts, Kind.ACTION);
    }
  }
}
