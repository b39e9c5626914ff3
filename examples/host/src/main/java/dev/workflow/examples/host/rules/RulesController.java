package dev.workflow.examples.host.rules;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.examples.host.crm.WorkflowAnswers;
import dev.workflow.examples.host.crm.WorkflowList;
import dev.workflow.examples.host.forms.Form;
import dev.workflow.examples.host.security.Caller;
import dev.workflow.examples.host.web.Items;
import dev.workflow.examples.host.web.Pages;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Rules: the workflows of the CRM on routes that end in a slash. */
@RestController
@Tag(name = "rules")
@RequestMapping("/api/v1/workflows")
class RulesController {

  private static final String ONE = "/api/v1/workflows/{id}/";

  private final WorkflowAnswers answers;

  RulesController(WorkflowAnswers answers) {
    this.answers = answers;
  }

  @PostMapping("/")
  @ResponseStatus(HttpStatus.CREATED)
  @Operation(summary = "Publish a new rule, written in any of the three forms")
  ResponseEntity<ObjectNode> createRule(Caller caller, @RequestBody ObjectNode body) {
    return answers.create(caller, body, Form.RULES, ONE);
  }

  @GetMapping("/")
  @Operation(summary = "The published workflows, each as it was written")
  ResponseEntity<Items<ObjectNode>> listRules(
      Caller caller,
      Pages pages,
      @RequestParam(name = "trigger_type", required = false) @Nullable String triggerType,
      @RequestParam(required = false) @Nullable Boolean enabled,
      @RequestParam(required = false) @Nullable String q) {
    return answers.list(caller, pages, new WorkflowList.Filter(triggerType, enabled, q));
  }

  @GetMapping("/{id}/")
  @Operation(summary = "A workflow as it was written, and the document that it became")
  ResponseEntity<ObjectNode> getRule(Caller caller, @PathVariable String id) {
    return answers.get(caller, id);
  }

  @PutMapping("/{id}/")
  @Operation(summary = "Publish the next version; without \"enabled\" it stays as it is")
  ResponseEntity<ObjectNode> putRule(
      Caller caller,
      @PathVariable String id,
      @RequestBody ObjectNode body,
      @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch) {
    return answers.put(caller, id, body, ifMatch);
  }

  @DeleteMapping("/{id}/")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Operation(summary = "Delete a workflow and cancel what runs; its history stays unless false")
  void deleteRule(
      Caller caller,
      @PathVariable String id,
      @RequestParam(defaultValue = "true") boolean history,
      @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch) {
    answers.delete(caller, id, history, ifMatch);
  }

  @PatchMapping("/{id}/enable/")
  @Operation(summary = "Enable or disable a workflow, without a new version")
  ResponseEntity<ObjectNode> enableRule(
      Caller caller, @PathVariable String id, @RequestBody WorkflowAnswers.Enable enable) {
    return answers.enable(caller, id, enable);
  }
}
