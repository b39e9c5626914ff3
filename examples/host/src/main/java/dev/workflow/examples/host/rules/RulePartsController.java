package dev.workflow.examples.host.rules;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.examples.host.crm.WorkflowParts;
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

/** The {@code triggers} and {@code actions} of a workflow one by one, on routes with a slash. */
@RestController
@Tag(name = "rules")
@RequestMapping("/api/v1/workflows/{id}/{parts:triggers|actions}/")
class RulePartsController {

  private static final String ONE = "{partId}/";

  private final WorkflowParts workflowParts;

  RulePartsController(WorkflowParts workflowParts) {
    this.workflowParts = workflowParts;
  }

  private static Kind kind(String parts) {
    return parts.equals("triggers") ? Kind.TRIGGER : Kind.ACTION;
  }

  @GetMapping
  @Operation(summary = "The triggers or actions of a workflow, with their ids")
  Items<ObjectNode> listParts(Caller caller, @PathVariable String id, @PathVariable String parts) {
    return Items.all(workflowParts.list(caller, id, kind(parts)));
  }

  @PostMapping
  @ResponseStatus(HttpStatus.CREATED)
  @Operation(summary = "Add a trigger or an action behind the others, as the next version")
  ResponseEntity<ObjectNode> addPart(
      Caller caller,
      @PathVariable String id,
      @PathVariable String parts,
      @RequestBody ObjectNode body,
      @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch) {
    ObjectNode added = workflowParts.add(caller, id, kind(parts), body, ifMatch).part();
    return Created.at(
        "/api/v1/workflows/{id}/{parts}/{partId}/", added, id, parts, added.path("id").asText());
  }

  @PutMapping(ONE)
  @Operation(summary = "Put another trigger or action in the place of one; its id stays")
  ResponseEntity<ObjectNode> putPart(
      Caller caller,
      @PathVariable String id,
      @PathVariable String parts,
      @PathVariable String partId,
      @RequestBody ObjectNode body,
      @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch) {
    Changed changed = workflowParts.replace(caller, id, kind(parts), partId, body, ifMatch);
    return ResponseEntity.ok().eTag(changed.etag()).body(changed.part());
  }

  @DeleteMapping(ONE)
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Operation(summary = "Remove a trigger or an action, as the next version")
  void deletePart(
      Caller caller,
      @PathVariable String id,
      @PathVariable String parts,
      @PathVariable String partId,
      @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch) {
    workflowParts.remove(caller, id, kind(parts), partId, ifMatch);
  }
}
