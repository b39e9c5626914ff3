package dev.workflow.examples.host.engine.instances;

import dev.workflow.InstanceId;
import dev.workflow.Instances;
import dev.workflow.Problem;
import dev.workflow.WorkflowRef;
import dev.workflow.examples.host.engine.Ids;
import dev.workflow.examples.host.engine.Reason;
import dev.workflow.examples.host.engine.Refusal;
import dev.workflow.examples.host.security.Caller;
import dev.workflow.examples.host.security.Engines;
import dev.workflow.examples.host.web.Created;
import dev.workflow.instance.Migration;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Changes of one instance; each answers with the instance as it is then. */
@Tag(name = "instances")
@RestController
@RequestMapping("/api/v1/instances/{id}")
class InstanceCommandController {

  private final Engines engines;

  InstanceCommandController(Engines engines) {
    this.engines = engines;
  }

  private Instances instances(Caller caller) {
    return engines.of(caller).instances();
  }

  private InstanceView now(Caller caller, InstanceId id) {
    return InstanceView.of(instances(caller).get(caller.tenant(), id));
  }

  @Operation(summary = "Begin")
  @PostMapping("/begin")
  InstanceView begin(Caller caller, @PathVariable String id) {
    InstanceId instance = Ids.instance(id);
    instances(caller).begin(caller.tenant(), instance, caller.actor());
    return now(caller, instance);
  }

  @Operation(summary = "Pause")
  @PostMapping("/pause")
  InstanceView pause(Caller caller, @PathVariable String id, @RequestBody Reason body) {
    InstanceId instance = Ids.instance(id);
    instances(caller).pause(caller.tenant(), instance, caller.actor(), Reason.of(body));
    return now(caller, instance);
  }

  @Operation(summary = "Resume")
  @PostMapping("/resume")
  InstanceView resume(Caller caller, @PathVariable String id) {
    InstanceId instance = Ids.instance(id);
    instances(caller).resume(caller.tenant(), instance, caller.actor());
    return now(caller, instance);
  }

  @Operation(summary = "Cancel")
  @PostMapping("/cancel")
  InstanceView cancel(Caller caller, @PathVariable String id, @RequestBody Reason body) {
    InstanceId instance = Ids.instance(id);
    instances(caller).cancel(caller.tenant(), instance, caller.actor(), Reason.of(body));
    return now(caller, instance);
  }

  @Operation(summary = "Continues where it failed")
  @PostMapping("/retry")
  InstanceView retry(Caller caller, @PathVariable String id) {
    InstanceId instance = Ids.instance(id);
    instances(caller).retry(caller.tenant(), instance, caller.actor());
    return now(caller, instance);
  }

  @ApiResponse(responseCode = "201", description = "it is started")
  @ApiResponse(
      responseCode = "204",
      description = "one is active, and the policy is to skip",
      content = @Content)
  @Operation(summary = "Starts an ended one again, as another instance")
  @PostMapping("/restart")
  ResponseEntity<InstanceView> restart(Caller caller, @PathVariable String id) {
    return instances(caller)
        .restart(caller.tenant(), Ids.instance(id), caller.actor())
        .map(started -> Created.at("/api/v1/instances/{id}", now(caller, started), started))
        .orElseGet(() -> ResponseEntity.noContent().build());
  }

  /** Where to go on; of a loop with its round, such as {@code sign[2]}. */
  record Move(String step, @Nullable String reason) {}

  @Operation(summary = "Move to")
  @PostMapping("/move-to")
  InstanceView moveTo(Caller caller, @PathVariable String id, @RequestBody Move body) {
    InstanceId instance = Ids.instance(id);
    instances(caller).moveTo(caller.tenant(), instance, body.step(), caller.actor(), body.reason());
    return now(caller, instance);
  }

  /**
   * To which version.
   *
   * @param steps steps of the old version by the ids that they have in the new one
   * @param anew steps that begin anew
   * @param keepEdits true by default
   */
  record MigrationInput(
      @Nullable Integer version,
      @Nullable Map<String, String> steps,
      @Nullable Set<String> anew,
      @Nullable Boolean keepEdits) {

    Migration migration() {
      return new Migration(
          Refusal.require("version", version),
          steps == null ? Map.of() : steps,
          anew == null ? Set.of() : anew,
          !Boolean.FALSE.equals(keepEdits));
    }
  }

  /**
   * What came of it.
   *
   * @param problems what is against it
   * @param left what stays of the old version
   */
  record MigrationView(
      String instanceId,
      WorkflowRef from,
      WorkflowRef to,
      List<Problem> problems,
      List<String> left) {

    static MigrationView of(Migration.Report report) {
      return new MigrationView(
          report.instance().toString(),
          report.from(),
          report.to(),
          report.problems(),
          report.left());
    }
  }

  @Operation(summary = "Check")
  @PostMapping("/migration-check")
  MigrationView check(Caller caller, @PathVariable String id, @RequestBody MigrationInput body) {
    return MigrationView.of(
        instances(caller).checkMigration(caller.tenant(), Ids.instance(id), body.migration()));
  }

  @Operation(summary = "Migrate")
  @PostMapping("/migrate")
  MigrationView migrate(Caller caller, @PathVariable String id, @RequestBody MigrationInput body) {
    return MigrationView.of(
        instances(caller)
            .migrate(caller.tenant(), Ids.instance(id), body.migration(), caller.actor()));
  }
}
