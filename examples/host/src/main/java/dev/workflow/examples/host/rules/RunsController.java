package dev.workflow.examples.host.rules;

import dev.workflow.Instances;
import dev.workflow.WorkflowInstance;
import dev.workflow.examples.host.crm.Starts;
import dev.workflow.examples.host.crm.Workflows;
import dev.workflow.examples.host.security.Caller;
import dev.workflow.examples.host.security.Engines;
import dev.workflow.examples.host.web.Created;
import dev.workflow.examples.host.web.Items;
import dev.workflow.examples.host.web.Pages;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Executes rules by hand, and shows their runs. */
@RestController
@Tag(name = "rules")
class RunsController {

  private static final String RUN = "/api/v1/workflow-runs/{id}/";

  private final Engines engines;
  private final Workflows workflows;
  private final Starts starts;
  private final Runs runs;

  RunsController(Engines engines, Workflows workflows, Starts starts, Runs runs) {
    this.engines = engines;
    this.workflows = workflows;
    this.starts = starts;
    this.runs = runs;
  }

  @PostMapping("/api/v1/workflows/{id}/execute/")
  @ResponseStatus(HttpStatus.ACCEPTED)
  @Operation(summary = "Execute a rule by hand; its conditions are not asked")
  ResponseEntity<RunView> executeRule(
      Caller caller, @PathVariable String id, @RequestBody Execute execute) {
    WorkflowInstance started =
        starts.start(caller, id, execute.subject(), "/entity_type", execute.input());
    String run = started.id().toString();
    return Created.accepted(RUN, runs.get(caller, run), run);
  }

  @GetMapping("/api/v1/workflows/{id}/runs/")
  @Operation(summary = "The runs of a rule, newest first")
  ResponseEntity<Items<RunView>> listRuns(Caller caller, Pages pages, @PathVariable String id) {
    workflows.get(caller, id);
    Instances instances = engines.of(caller).instances();
    Instances.Query query = Instances.Query.of(caller.tenant()).workflow(id);
    return pages.of((cursor, limit) -> instances.list(query, cursor, limit), Runs::listed);
  }

  @GetMapping(RUN)
  @Operation(summary = "A run, with what became of each action")
  RunView getRun(Caller caller, @PathVariable String id) {
    return runs.get(caller, id);
  }
}
