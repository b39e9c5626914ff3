package dev.workflow.examples.host.crm;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Definitions.KeptHistory;
import dev.workflow.examples.host.forms.Form;
import dev.workflow.examples.host.security.Caller;
import dev.workflow.examples.host.web.Created;
import dev.workflow.examples.host.web.ETags;
import dev.workflow.examples.host.web.Items;
import dev.workflow.examples.host.web.Pages;
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

/** Workflows in the form in which each was written. Every write publishes a version at once. */
@RestController
@RequestMapping("/api/v1/workflows")
class WorkflowsController {

  private static final String ONE = "/api/v1/workflows/{id}";

  private final Workflows workflows;
  private final WorkflowList list;

  WorkflowsController(Workflows workflows, WorkflowList list) {
    this.workflows = workflows;
    this.list = list;
  }

  /**
   * Whether a workflow is to be enabled.
   *
   * @param reason why, for people
   */
  record Enable(boolean enabled, @Nullable String reason) {}

  @PostMapping
  ResponseEntity<ObjectNode> create(Caller caller, @RequestBody ObjectNode body) {
    return created(workflows.create(caller, body, Form.CRM));
  }

  /** The same; what could be a rule is one. */
  @PostMapping("/")
  ResponseEntity<ObjectNode> createRule(Caller caller, @RequestBody ObjectNode body) {
    return created(workflows.create(caller, body, Form.RULES));
  }

  private static ResponseEntity<ObjectNode> created(Workflow workflow) {
    return Created.at(ONE, workflow.shownWhole(), workflow.key());
  }

  @GetMapping({"", "/"})
  ResponseEntity<Items<ObjectNode>> list(
      Caller caller,
      Pages pages,
      @RequestParam(name = "trigger_type", required = false) @Nullable String triggerType,
      @RequestParam(required = false) @Nullable Boolean enabled,
      @RequestParam(required = false) @Nullable String q) {
    return list.page(caller, pages, new WorkflowList.Filter(triggerType, enabled, q));
  }

  @GetMapping({"/{id}", "/{id}/"})
  ResponseEntity<ObjectNode> get(Caller caller, @PathVariable String id) {
    return answer(workflows.get(caller, id));
  }

  @PutMapping({"/{id}", "/{id}/"})
  ResponseEntity<ObjectNode> put(
      Caller caller,
      @PathVariable String id,
      @RequestBody ObjectNode body,
      @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch) {
    return answer(workflows.replace(caller, id, body, ifMatch));
  }

  @DeleteMapping({"/{id}", "/{id}/"})
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void delete(
      Caller caller,
      @PathVariable String id,
      @RequestParam(defaultValue = "true") boolean history,
      @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch) {
    workflows.delete(caller, id, history ? KeptHistory.ALL : KeptHistory.NONE, ifMatch);
  }

  @PatchMapping({"/{id}/enable", "/{id}/enable/"})
  ResponseEntity<ObjectNode> enable(
      Caller caller, @PathVariable String id, @RequestBody Enable enable) {
    return answer(workflows.enable(caller, id, enable.enabled(), enable.reason()));
  }

  private static ResponseEntity<ObjectNode> answer(Workflow workflow) {
    return ResponseEntity.ok().eTag(ETags.of(workflow.etag())).body(workflow.shownWhole());
  }
}
