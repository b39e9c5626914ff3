package dev.workflow.examples.host.engine.jobs;

import dev.workflow.NotFoundException;
import dev.workflow.examples.host.engine.Ids;
import dev.workflow.examples.host.security.Caller;
import dev.workflow.examples.host.web.Items;
import dev.workflow.examples.host.web.Pages;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** The caller's jobs. */
@Tag(name = "jobs")
@RestController
@RequestMapping("/api/v1/jobs")
class JobController {

  private final JobTable table;

  JobController(JobTable table) {
    this.table = table;
  }

  @Operation(summary = "Newest first")
  @GetMapping
  ResponseEntity<Items<Job>> list(Caller caller, Pages pages) {
    return pages.of(table.list(caller.tenant(), caller.userId()));
  }

  @Operation(summary = "Get")
  @GetMapping("/{id}")
  Job get(Caller caller, @PathVariable String id) {
    return table
        .find(caller.tenant(), Ids.of(id))
        .filter(job -> job.startedBy().equals(caller.userId()))
        .orElseThrow(() -> new NotFoundException("there is no job " + id));
  }

  @Operation(summary = "Stops it after what it is at; what is done stays done")
  @ResponseStatus(HttpStatus.ACCEPTED)
  @PostMapping("/{id}/stop")
  ResponseEntity<Job> stop(Caller caller, @PathVariable String id) {
    get(caller, id);
    table.askToStop(caller.tenant(), Ids.of(id));
    return ResponseEntity.accepted().body(get(caller, id));
  }
}
