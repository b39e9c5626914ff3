package dev.workflow.examples.host.engine.tasks;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.TaskId;
import dev.workflow.Tasks;
import dev.workflow.examples.host.engine.Refusal;
import dev.workflow.examples.host.engine.Rights;
import dev.workflow.examples.host.engine.jobs.Job;
import dev.workflow.examples.host.engine.jobs.Jobs;
import dev.workflow.examples.host.security.Caller;
import dev.workflow.examples.host.security.Engines;
import dev.workflow.spi.AccessPolicy.Right;
import dev.workflow.task.TaskBulk;
import dev.workflow.task.TaskQuery;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** One thing done to many tasks. */
@Tag(name = "tasks")
@RestController
class TaskBulkController {

  private static final int SHOWN = 100;

  private final Engines engines;
  private final Jobs jobs;
  private final Rights rights;

  TaskBulkController(Engines engines, Jobs jobs, Rights rights) {
    this.engines = engines;
    this.jobs = jobs;
    this.rights = rights;
  }

  /**
   * What to do with which: those that are named, or those that fit the filter.
   *
   * @param operation assign, complete or skip
   */
  record TaskBulkInput(
      @Nullable TaskFilter filter,
      @Nullable List<String> tasks,
      String operation,
      @Nullable String to,
      @Nullable JsonNode answer,
      @Nullable String reason) {

    TaskBulk what() {
      return switch (Refusal.require("operation", operation)) {
        case "assign" -> TaskBulk.assign(Refusal.require("to", to));
        case "complete" -> TaskBulk.complete(Refusal.require("answer", answer));
        case "skip" -> TaskBulk.skip(reason);
        default -> throw Refusal.of("operation", "is none of assign, complete, skip");
      };
    }
  }

  @Operation(summary = "Bulk")
  @ResponseStatus(HttpStatus.ACCEPTED)
  @PostMapping("/api/v1/tasks/bulk")
  ResponseEntity<Job> bulk(Caller caller, @RequestBody TaskBulkInput body) {
    TaskBulk what = body.what();
    Tasks tasks = engines.of(caller).tasks();
    String name = body.operation();
    if (body.tasks() != null) {
      List<TaskId> ids = body.tasks().stream().map(TaskId::parse).toList();
      return jobs.start(
          caller,
          "tasks",
          name,
          progress ->
              tasks.bulk(
                  caller.tenant(), ids, what, caller.actor(), report -> tell(progress, report)));
    }
    TaskQuery query = Refusal.require("filter", body.filter()).query(caller);
    rights.require(caller, Right.OPERATE, query.kind().workflow(), query.subject());
    return jobs.start(
        caller,
        "tasks",
        name,
        progress ->
            tasks.bulk(
                caller.tenant(), query, what, caller.actor(), report -> tell(progress, report)));
  }

  private static void tell(Jobs.Progress progress, TaskBulk.Report report) {
    List<Job.Failure> failures =
        report.results().stream()
            .filter(one -> one.problem() != null)
            .limit(SHOWN)
            .map(one -> new Job.Failure(one.task().toString(), String.valueOf(one.problem())))
            .toList();
    progress.report(
        report.count(TaskBulk.Outcome.DONE) + report.count(TaskBulk.Outcome.UNCHANGED),
        report.count(TaskBulk.Outcome.REFUSED) + report.count(TaskBulk.Outcome.FAILED),
        failures);
  }
}
