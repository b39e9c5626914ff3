package dev.workflow.examples.host.crm;

import dev.workflow.Instances;
import dev.workflow.WorkflowInstance;
import dev.workflow.examples.host.security.Caller;
import dev.workflow.examples.host.security.Engines;
import dev.workflow.examples.host.web.Created;
import dev.workflow.examples.host.web.Items;
import dev.workflow.examples.host.web.Pages;
import dev.workflow.instance.InstanceState;
import dev.workflow.statistics.Statistics;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Clock;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Starts a workflow by hand, and says how far its instances have come. */
@RestController
@Tag(name = "crm")
@RequestMapping("/api/v1/workflows/{id}")
class InstancesController {

  private static final String ONE = "/api/v1/workflows/{id}/instances/{instanceId}";

  private final Engines engines;
  private final Workflows workflows;
  private final Starts starts;
  private final Clock clock;

  InstancesController(Engines engines, Workflows workflows, Starts starts, Clock clock) {
    this.engines = engines;
    this.workflows = workflows;
    this.starts = starts;
    this.clock = clock;
  }

  @PostMapping("/trigger")
  @ResponseStatus(HttpStatus.ACCEPTED)
  @Operation(summary = "Start a workflow by hand; conditions of its triggers are not asked")
  ResponseEntity<InstanceView> triggerWorkflow(
      Caller caller, @PathVariable String id, @RequestBody StartByHand start) {
    WorkflowInstance started =
        starts.start(caller, id, start.subject(), "/triggered_by", start.input());
    return Created.accepted(ONE, InstanceView.of(started), id, started.id());
  }

  @GetMapping("/instances")
  @Operation(summary = "The instances of a workflow, newest first")
  ResponseEntity<Items<InstanceView>> listInstances(
      Caller caller,
      Pages pages,
      @PathVariable String id,
      @RequestParam(required = false) @Nullable String status) {
    workflows.get(caller, id);
    Instances instances = engines.of(caller).instances();
    Instances.Query query = Instances.Query.of(caller.tenant()).workflow(id);
    Instances.Query asked =
        status == null ? query : query.in(Status.states(status).toArray(InstanceState[]::new));
    return pages.of(
        (cursor, limit) -> instances.list(asked, cursor, limit),
        one -> InstanceView.of(instances.get(caller.tenant(), one.id())));
  }

  @GetMapping("/instances/{instanceId}")
  @Operation(summary = "How far an instance has come")
  InstanceView getInstance(
      Caller caller, @PathVariable String id, @PathVariable String instanceId) {
    WorkflowInstance instance = Found.instance(engines.of(caller), caller, instanceId);
    if (!instance.workflow().key().equals(id)) {
      throw Found.none(caller, instanceId);
    }
    return InstanceView.of(instance);
  }

  @GetMapping("/stats")
  @Operation(summary = "What became of all instances of a workflow")
  StatsView getStats(Caller caller, @PathVariable String id) {
    workflows.get(caller, id);
    Statistics.Query ever =
        Statistics.Query.of(caller.tenant(), Instant.EPOCH, clock.instant()).ofWorkflow(id);
    return StatsView.of(engines.of(caller).statistics().runs(ever).get(0));
  }
}
