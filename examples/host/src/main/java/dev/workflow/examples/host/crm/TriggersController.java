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

/** The triggers of a workflow, one by one; their ids stay. */
@RestController
@Tag(name = "crm")
@RequestMapping("/api/v1/workflows/{id}/triggers")
class TriggersController {

  private final WorkflowParts parts;

  TriggersController(WorkflowParts parts) {
    this.parts = parts;
  }

  @GetMapping
  @Operation(summary = "The triggers of a workflow, with their ids")
  Items<ObjectNode> listTriggers(Caller caller, @PathVariable String id) {
    return Items.all(parts.list(caller, id, Kind.TRIGGER));
  }

  @PostMapping
  @ResponseStatus(HttpStatus.CREATED)
  @Operation(summary = "Add a trigger behind the others, as the next version")
  ResponseEntity<ObjectNode> addTrigger(
      Caller caller,
      @PathVariable String id,
      @RequestBody ObjectNode body,
      @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch) {
    ObjectNode added = parts.add(caller, id, Kind.TRIGGER, body, ifMatch).part();
    return Created.at(
        "/api/v1/workflows/{id}/triggers/{triggerId}", added, id, added.path("id").asText());
  }

  @PutMapping("/{triggerId}")
  @Operation(summary = "Put another trigger in the place of one; its id stays")
  ResponseEntity<ObjectNode> putTrigger(
      Caller caller,
      @PathVariable String id,
      @PathVariable String triggerId,
      @RequestBody ObjectNode body,
      @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch) {
    Changed changed = parts.replace(caller, id, Kind.TRIGGER, triggerId, body, ifMatch);
    return ResponseEntity.ok().eTag(changed.etag()).body(changed.part());
  }

  @DeleteMapping("/{triggerId}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Operation(summary = "Remove a trigger, as the next version")
  void deleteTrigger(
      Caller caller,
      @PathVariable String id,
      @PathVariable String triggerId,
      @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch) {
    parts.remove(caller, id, Kind.TRIGGER, triggerId, ifMatch);
  }
}
