package dev.workflow.examples.host.engine.instances;

import dev.workflow.InstanceId;
import dev.workflow.Instances;
import dev.workflow.Page;
import dev.workflow.examples.host.engine.Refusal;
import dev.workflow.examples.host.engine.Rights;
import dev.workflow.examples.host.engine.jobs.Job;
import dev.workflow.examples.host.engine.jobs.Jobs;
import dev.workflow.examples.host.security.Caller;
import dev.workflow.examples.host.security.Engines;
import dev.workflow.instance.Migration;
import dev.workflow.spi.AccessPolicy.Right;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** One thing done to all instances that fit a filter. */
@Tag(name = "instances")
@RestController
@RequestMapping("/api/v1/instances/bulk")
class InstanceBulkController {

  private static final int COUNTED = 10_000;
  private static final int PAGE = 200;
  private static final int SAMPLES = 5;

  private final Engines engines;
  private final Jobs jobs;
  private final Rights rights;

  InstanceBulkController(Engines engines, Jobs jobs, Rights rights) {
    this.engines = engines;
    this.jobs = jobs;
    this.rights = rights;
  }

  /**
   * What to do with which.
   *
   * @param operation pause, resume, cancel, retry or migrate
   * @param migration of migrate
   */
  record InstanceBulk(
      InstanceFilter filter,
      String operation,
      InstanceCommandController.@Nullable MigrationInput migration) {}

  /** Which ones would be changed. */
  record InstanceChoice(InstanceFilter filter) {}

  /** How many fit, at most 10,000, and some of them. */
  record BulkPreview(long instances, boolean more, List<InstanceView.InstanceLine> samples) {}

  @Operation(summary = "Preview")
  @PostMapping("/preview")
  BulkPreview preview(Caller caller, @RequestBody InstanceChoice body) {
    Instances.Query query = body.filter().query(caller.tenant());
    rights.require(caller, Right.OPERATE, query.workflow(), query.subject());
    List<InstanceView.InstanceLine> samples = new ArrayList<>();
    long count = 0;
    String next = null;
    do {
      Page<Instances.Summary> page = engines.of(caller).instances().list(query, next, PAGE);
      page.items().stream()
          .limit(Math.max(0, SAMPLES - samples.size()))
          .map(InstanceView.InstanceLine::of)
          .forEach(samples::add);
      count += page.items().size();
      next = page.next().orElse(null);
    } while (next != null && count < COUNTED);
    return new BulkPreview(count, next != null, samples);
  }

  @Operation(summary = "Bulk")
  @ResponseStatus(HttpStatus.ACCEPTED)
  @PostMapping
  ResponseEntity<Job> bulk(Caller caller, @RequestBody InstanceBulk body) {
    InstanceFilter filter = body.filter();
    Instances.Query query = filter.query(caller.tenant());
    String name = body.operation();
    rights.require(caller, Right.OPERATE, query.workflow(), query.subject());
    Instances instances = engines.of(caller).instances();
    if (name.equals("migrate")) {
      Migration migration = Refusal.require("migration", body.migration()).migration();
      return jobs.start(
          caller,
          "instances",
          "migrate to version " + migration.version(),
          progress ->
              instances.migrate(
                  query, migration, caller.actor(), report -> tell(progress, report)));
    }
    Instances.BulkOperation operation =
        Refusal.require(
            "operation", Refusal.word(Instances.BulkOperation.class, "operation", name));
    return jobs.start(
        caller,
        "instances",
        name,
        progress ->
            instances.bulk(query, operation, caller.actor(), report -> tell(progress, report)));
  }

  private static void tell(Jobs.Progress progress, Instances.BulkReport report) {
    List<Job.Failure> failures = new ArrayList<>();
    for (Map.Entry<InstanceId, String> one : report.failures().entrySet()) {
      failures.add(new Job.Failure(one.getKey().toString(), one.getValue()));
    }
    progress.report(report.done(), report.refused(), failures);
  }
}
